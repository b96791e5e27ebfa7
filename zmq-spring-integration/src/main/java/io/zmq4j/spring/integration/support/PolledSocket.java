package io.zmq4j.spring.integration.support;

import io.zmq4j.Msg;
import io.zmq4j.SocketClosedException;
import io.zmq4j.ZmqInterruptedException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.Lifecycle;

/**
 * Receives from the socket of one component when it is asked to. The first call opens the socket if no start has; after a
 * stop every call returns nothing, also one that waits. Thread-safe; calls run on the caller's thread.
 */
public final class PolledSocket implements Lifecycle {

    /** The close of a socket ends a wait at once; this bounds it for a socket that stays open. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    private final AdapterSocket socket;
    private volatile boolean running;
    private volatile boolean stopped;

    public PolledSocket(AdapterSocket socket) {
        this.socket = socket;
    }

    /** @throws io.zmq4j.spring.ZmqBindException when an endpoint cannot be bound */
    @Override
    public void start() {
        stopped = false;
        socket.open();
        running = true;
    }

    /** Closes the socket if it is the component's own. */
    @Override
    public void stop() {
        running = false;
        stopped = true;
        socket.release();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /**
     * The next message; null when none came in time, after a stop, and when the thread is interrupted, whose flag is kept.
     *
     * @param timeout zero = not at all, negative = without limit
     */
    public @Nullable Msg receive(Duration timeout) {
        boolean forever = timeout.isNegative();
        long deadline = forever ? 0 : System.nanoTime() + timeout.toNanos();
        while (!stopped) {
            Duration left = forever ? LONGEST_WAIT : Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            boolean last = left.compareTo(LONGEST_WAIT) < 0;
            Msg msg = receiveNow(last ? left : LONGEST_WAIT);
            if (msg != null || last || Thread.currentThread().isInterrupted()) {
                return msg;
            }
        }
        return null;
    }

    private @Nullable Msg receiveNow(Duration wait) {
        try {
            var open = socket.open();
            if (stopped) {
                // opened again after the stop had closed it
                socket.release();
                return null;
            }
            return open.receive(wait);
        } catch (ZmqInterruptedException e) {
            return null;
        } catch (SocketClosedException e) {
            if (stopped) {
                return null;
            }
            throw e;
        }
    }
}
