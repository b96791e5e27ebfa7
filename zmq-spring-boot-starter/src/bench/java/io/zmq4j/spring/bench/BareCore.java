package io.zmq4j.spring.bench;

import io.zmq4j.SocketClosedException;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import java.time.Duration;

/** Sockets without Spring: what to compare with, and the other end of what is compared. */
final class BareCore implements AutoCloseable {

    /** Each end has one, and so an io thread, as sockets of an application and of its peers have. */
    private final ZmqContext receiving = ZmqContext.create();

    private final ZmqContext sending = ZmqContext.create();
    private final SocketConfig config = SocketConfig.builder()
            .linger(Duration.ZERO)
            .sendTimeout(Duration.ofSeconds(30))
            .build();

    /** A PULL whose messages one thread receives and counts. */
    ZmqSocket sink(Counter counter) {
        ZmqSocket pull = receiving.socket(SocketType.PULL, config);
        pull.bind("tcp://127.0.0.1:0");
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
        return pull;
    }

    ZmqSocket push(int port) {
        ZmqSocket push = sending.socket(SocketType.PUSH, config);
        push.connect("tcp://127.0.0.1:" + port);
        push.awaitPeers(1, Duration.ofSeconds(5));
        return push;
    }

    static int port(ZmqSocket bound) {
        String endpoint = bound.boundEndpoints().get(0);
        return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    }

    @Override
    public void close() {
        sending.close();
        receiving.close();
    }
}
