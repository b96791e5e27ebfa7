package io.zmq4j.spring.boot;

import io.zmq4j.SocketConfig;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** A program beyond the application: sockets of the core alone, whose waits end after five seconds. */
public final class Outside implements AutoCloseable {

    private static final SocketConfig CONFIG = SocketConfig.builder()
            .sendTimeout(Duration.ofSeconds(5))
            .receiveTimeout(Duration.ofSeconds(5))
            .linger(Duration.ZERO)
            .build();

    private final ZmqContext context = ZmqContext.create();

    public ZmqSocket connect(SocketType type, String endpoint) {
        ZmqSocket socket = context.socket(type, CONFIG);
        socket.connect(endpoint);
        return socket;
    }

    public ZmqSocket connect(SocketType type, int port) {
        return connect(type, "tcp://127.0.0.1:" + port);
    }

    /** The connected socket, with other options. */
    public ZmqSocket connect(SocketType type, int port, UnaryOperator<SocketConfigBuilder> options) {
        ZmqSocket socket =
                context.socket(type, options.apply(CONFIG.toBuilder()).build());
        socket.connect("tcp://127.0.0.1:" + port);
        return socket;
    }

    /** The bound socket; its port is {@link #port}. */
    public ZmqSocket bind(SocketType type) {
        ZmqSocket socket = context.socket(type, CONFIG);
        socket.bind("tcp://127.0.0.1:0");
        return socket;
    }

    /** The bound socket, with other options. */
    public ZmqSocket bind(SocketType type, UnaryOperator<SocketConfigBuilder> options) {
        ZmqSocket socket =
                context.socket(type, options.apply(CONFIG.toBuilder()).build());
        socket.bind("tcp://127.0.0.1:0");
        return socket;
    }

    /** A socket bound to this port, which somebody may still be giving back. */
    public ZmqSocket bindTo(SocketType type, int port) {
        ZmqSocket socket = context.socket(type, CONFIG);
        Awaitility.await().ignoreExceptions().until(() -> socket.bind("tcp://127.0.0.1:" + port) != null);
        return socket;
    }

    public static int port(ZmqSocket bound) {
        String endpoint = bound.boundEndpoints().get(0);
        return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    }

    @Override
    public void close() {
        context.close();
    }
}
