package io.zmq4j.internal.zmtp;

import static io.zmq4j.internal.zmtp.Wire.bytes;
import static io.zmq4j.internal.zmtp.Wire.fill;
import static io.zmq4j.internal.zmtp.Wire.int64;

import io.zmq4j.SocketType;
import io.zmq4j.ZmtpVersion;
import java.util.Map;

/** Connections to peers of ZMTP 1.0 and 2.0. */
final class OldPeers {

    static final byte[] SIGNATURE = bytes(0xFF, fill(8, 0), 0x7F);

    private OldPeers() {}

    static ZmtpSettings settings(SocketType type, ZmtpVersion oldest, String routingId) {
        return new ZmtpSettings(type, bytes(routingId), Map.of(), -1, 1024, oldest);
    }

    static Side side(SocketType type) {
        return new Side(settings(type, ZmtpVersion.V1, ""), Integer.MAX_VALUE);
    }

    /** A frame of ZMTP 1.0. */
    static byte[] frame1(int flags, Object... body) {
        byte[] content = bytes(body);
        return content.length < 254
                ? bytes(content.length + 1, flags, content)
                : bytes(0xFF, int64(content.length + 1), flags, content);
    }

    static Side ready(int revision, SocketType type, int peer, long maxMessageSize, int maxFrames) {
        ZmtpSettings limited = new ZmtpSettings(type, new byte[0], Map.of(), maxMessageSize, maxFrames, ZmtpVersion.V1);
        Side side = new Side(limited, Integer.MAX_VALUE);
        side.feed(revision < 0 ? bytes(1, 0) : bytes(SIGNATURE, revision, peer, revision == 0 ? 1 : 0, 0));
        side.drain();
        side.events.clear();
        return side;
    }

    static Side ready(int revision, SocketType type, int peer) {
        return ready(revision, type, peer, -1, 1024);
    }
}
