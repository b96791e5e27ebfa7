package io.zmq4j.testing;

import java.util.concurrent.locks.LockSupport;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Keeps the io thread of a JeroMQ context going. When a connection is made, JeroMQ 0.6 gives its channel from one handler to
 * another, and depending on the order of a hash set its poller then cancels the registration of the new one; one in 20
 * connections on loopback is not served until anything else changes in that poller. So this changes something now and then.
 */
public final class JeroMqNudge implements AutoCloseable {

    private static final long PAUSE_NANOS = 20_000_000;

    private final ZContext context;
    private final Thread thread = new Thread(this::run, "jeromq-nudge");
    private volatile boolean closed;

    public JeroMqNudge(ZContext context) {
        this.context = context;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (ZMQ.Socket socket = context.createSocket(SocketType.PULL)) {
            while (!closed) {
                socket.bind("tcp://127.0.0.1:*");
                LockSupport.parkNanos(PAUSE_NANOS);
                socket.unbind(socket.getLastEndpoint());
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(Waiting.SOON.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
