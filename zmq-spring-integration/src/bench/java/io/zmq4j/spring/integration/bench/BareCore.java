package io.zmq4j.spring.integration.bench;

import io.zmq4j.SocketClosedException;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import java.time.Duration;

/** The other end of everything that is measured, the same for both, without Spring. */
final class BareCore implements AutoCloseable {

    private final ZmqContext context = ZmqContext.create();
    private final SocketConfig config = SocketConfig.builder()
            .linger(Duration.ZERO)
            .sendTimeout(Duration.ofSeconds(30))
            .build();

    /** A PUSH that is connected to a port. */
    ZmqSocket push(int port) {
        ZmqSocket push = context.socket(SocketType.PUSH, config);
        push.connect(endpoint(port));
        if (!push.awaitPeers(1, Duration.ofSeconds(10))) {
            throw new IllegalStateException("nobody listens on port " + port);
        }
        return push;
    }

    /** A PULL that is connected to a port, and whose messages one thread receives and counts. */
    void pull(int port, Counter counter) {
        ZmqSocket pull = context.socket(SocketType.PULL, config);
        pull.connect(endpoint(port));
        Thread reader = new Thread(
                () -> {
                    try {
                        while (pull.receive() != null) {
                            counter.up();
                        }
                    } catch (SocketClosedException e) {
                        // the end
                    }
                },
                "bench-sink");
        reader.setDaemon(true);
        reader.start();
        if (!pull.awaitPeers(1, Duration.ofSeconds(10))) {
            throw new IllegalStateException("nobody listens on port " + port);
        }
    }

    private static String endpoint(int port) {
        return "tcp://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        context.close();
    }
}
