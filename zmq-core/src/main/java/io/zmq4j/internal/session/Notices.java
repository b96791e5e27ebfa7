package io.zmq4j.internal.session;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.internal.pipe.Notice;
import org.jspecify.annotations.Nullable;

/** The messages that a socket is configured to send to each new peer, and to receive when one is lost; null where there is none. */
public final class Notices {

    private Notices() {}

    /** The first message to each peer, on each connection. */
    public static @Nullable Msg hello(SocketType type, SocketConfig config) {
        return switch (type) {
            case ROUTER, DEALER, CLIENT, SERVER, PEER -> msg(config.notices().hello());
            default -> null;
        };
    }

    /** What the socket receives when a peer has left. */
    public static @Nullable Notice disconnect(SocketType type, SocketConfig config) {
        return switch (type) {
            case ROUTER, SERVER, PEER -> notice(config.notices().disconnect());
            default -> null;
        };
    }

    /** What the socket receives when a connection that it made is lost. */
    static @Nullable Notice hiccup(SocketType type, SocketConfig config) {
        return switch (type) {
            case DEALER, CLIENT, PEER -> notice(config.notices().hiccup());
            default -> null;
        };
    }

    private static @Nullable Msg msg(byte[] bytes) {
        return bytes.length == 0 ? null : Msg.of(bytes);
    }

    private static @Nullable Notice notice(byte[] bytes) {
        return bytes.length == 0 ? null : new Notice(Msg.of(bytes));
    }
}
