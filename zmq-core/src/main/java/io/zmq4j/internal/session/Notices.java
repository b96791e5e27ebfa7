package io.zmq4j.internal.session;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.internal.pipe.Notice;
import io.zmq4j.internal.zmtp.ZmtpConnection;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The messages that a socket is configured to send to each new peer, and to receive when one is lost; null where there is none. */
public final class Notices {

    /** The types that can send a new peer an empty message, so that a ROUTER learns of them. */
    private static final Set<SocketType> PROBING = EnumSet.of(SocketType.ROUTER, SocketType.DEALER, SocketType.REQ);

    private Notices() {}

    /** Sends what a new peer gets before all that waits for it. */
    static void greet(ZmtpConnection connection, SocketType type, SocketConfig config) {
        Msg hello = hello(type, config);
        if (hello != null) {
            connection.send(hello);
        }
        if (config.routing().probe() && PROBING.contains(type)) {
            connection.sendProbe();
        }
    }

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
