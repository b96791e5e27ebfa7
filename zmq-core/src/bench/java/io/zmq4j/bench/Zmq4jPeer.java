package io.zmq4j.bench;

import io.zmq4j.CurveKeys;
import io.zmq4j.Security;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;

/** This library through its public API, in one of the styles that it offers. */
final class Zmq4jPeer implements Peer {

    /** How the API is used. */
    enum Style {
        /** Sockets that any thread may use, one call a message. */
        PLAIN,
        /** Sockets of one thread, one call a message. */
        CONFINED,
        /** Sockets of one thread, many messages a call where messages stream. */
        BATCHES,
        /** As plain, and what is sent lies outside of the heap. */
        DIRECT
    }

    private final ZmqContext context = ZmqContext.create();
    private final Options options;
    private final Style style;

    Zmq4jPeer(Options options, Style style) {
        this.options = options;
        this.style = style;
    }

    @Override
    public PeerSocket open(Type type) {
        ZmqSocket socket = context.socket(SocketType.valueOf(type.name()), config(type));
        boolean streams = type == Type.PUSH || type == Type.PULL;
        return switch (style) {
            case PLAIN, CONFINED -> new Zmq4jSocket(socket);
            case BATCHES -> streams ? new Zmq4jBatchSocket(socket) : new Zmq4jSocket(socket);
            case DIRECT -> new Zmq4jDirectSocket(socket);
        };
    }

    private SocketConfig config(Type type) {
        SocketConfigBuilder builder =
                SocketConfig.builder().confined(style == Style.CONFINED || style == Style.BATCHES);
        if (options.sendHwm(type) >= 0) {
            builder.sendHwm(options.sendHwm(type));
        }
        if (options.receiveHwm(type) >= 0) {
            builder.receiveHwm(options.receiveHwm(type));
        }
        if (options.backlog() >= 0) {
            builder.backlog(options.backlog());
        }
        if (options.curve()) {
            builder.security(
                    Options.isServer(type)
                            ? Security.curveServer(CurveKeys.of(Options.SERVER_PUBLIC, Options.SERVER_SECRET))
                            : Security.curveClient(
                                    CurveKeys.of(Options.CLIENT_PUBLIC, Options.CLIENT_SECRET), Options.SERVER_PUBLIC));
        }
        return builder.build();
    }
}
