package io.zmq4j.internal.zmtp;

import io.zmq4j.SocketType;
import io.zmq4j.ZmtpVersion;
import java.util.Map;

/**
 * What one side of a connection says and accepts.
 *
 * @param routingId sent as Identity by the types that have one; empty = the peer chooses
 * @param metadata properties sent to the peer after the standard ones
 * @param maxMessageSize bytes of all frames of a received message; -1 = as much as an array holds in each frame
 * @param maxFrames frames of a received message
 * @param minProtocol the oldest protocol that is spoken
 */
public record ZmtpSettings(
        SocketType type,
        byte[] routingId,
        Map<String, String> metadata,
        long maxMessageSize,
        int maxFrames,
        ZmtpVersion minProtocol) {

    /** Settings that refuse peers of ZMTP 1.0 and 2.0. */
    public ZmtpSettings(
            SocketType type, byte[] routingId, Map<String, String> metadata, long maxMessageSize, int maxFrames) {
        this(type, routingId, metadata, maxMessageSize, maxFrames, ZmtpVersion.V3);
    }
}
