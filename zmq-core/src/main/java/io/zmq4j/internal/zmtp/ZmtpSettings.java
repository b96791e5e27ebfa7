package io.zmq4j.internal.zmtp;

import io.zmq4j.Security;
import io.zmq4j.SocketType;
import io.zmq4j.ZmtpVersion;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one side of a connection says and accepts.
 *
 * @param routingId sent as Identity by the types that have one; empty = the peer chooses
 * @param metadata properties sent to the peer after the standard ones
 * @param maxMessageSize bytes of all frames of a received message; -1 = as much as an array holds in each frame
 * @param maxFrames frames of a received message
 * @param minProtocol the oldest protocol that is spoken where there is no security
 * @param authenticates whether a verdict is due on peers although there is no security
 * @param maxHandshakeSize bytes of each command of a peer that is not ready
 * @param webSocket how the WebSocket is opened in which all is said; null = there is none
 */
public record ZmtpSettings(
        SocketType type,
        byte[] routingId,
        Map<String, String> metadata,
        long maxMessageSize,
        int maxFrames,
        ZmtpVersion minProtocol,
        Security security,
        boolean authenticates,
        int maxHandshakeSize,
        @Nullable WebSocketSettings webSocket) {

    /** Settings with the usual limit on the size of a handshake. */
    public ZmtpSettings(
            SocketType type,
            byte[] routingId,
            Map<String, String> metadata,
            long maxMessageSize,
            int maxFrames,
            ZmtpVersion minProtocol,
            Security security,
            boolean authenticates,
            @Nullable WebSocketSettings webSocket) {
        this(
                type,
                routingId,
                metadata,
                maxMessageSize,
                maxFrames,
                minProtocol,
                security,
                authenticates,
                FrameDecoder.HANDSHAKE_COMMAND_LIMIT,
                webSocket);
    }

    /** Settings without security. */
    public ZmtpSettings(
            SocketType type,
            byte[] routingId,
            Map<String, String> metadata,
            long maxMessageSize,
            int maxFrames,
            ZmtpVersion minProtocol) {
        this(type, routingId, metadata, maxMessageSize, maxFrames, minProtocol, Security.none(), false, null);
    }

    /** Settings without security that refuse peers of ZMTP 1.0 and 2.0. */
    public ZmtpSettings(
            SocketType type, byte[] routingId, Map<String, String> metadata, long maxMessageSize, int maxFrames) {
        this(type, routingId, metadata, maxMessageSize, maxFrames, ZmtpVersion.V3);
    }

    /** Whether only peers of ZMTP 3 can be spoken to, as the older ones have no security. */
    boolean needsVersion3() {
        return authenticates || !(security instanceof Security.None) || minProtocol == ZmtpVersion.V3;
    }
}
