package io.zmq4j;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The events of one socket from the moment this monitor was made, in order, taken by whoever asks. A monitor never holds
 * up the socket: it keeps at most 4096 events, and counts those that came when it was full. Its last event is
 * {@link SocketEvent.MonitorStopped}, for which there is always room. Thread-safe. libzmq: {@code zmq_socket_monitor}.
 */
public interface SocketMonitor extends AutoCloseable {

    /** The next event if there is one. */
    @Nullable
    SocketEvent poll();

    /**
     * The next event, waiting at most for this time (negative = no limit).
     *
     * @return null when the time elapsed, or when the socket or this monitor is closed and no event is left
     * @throws ZmqInterruptedException when the thread is interrupted while it waits
     */
    @Nullable
    SocketEvent next(Duration timeout);

    /** How many events were lost because nobody took them. */
    long dropped();

    /** Whether no event will be added any more. */
    boolean isClosed();

    @Override
    void close();
}
