package io.zmq4j;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;

/**
 * One thread that serves sockets and timers: handlers and tasks run on it one at a time, so they share state without
 * locks. All methods may be called from any thread. A handler that throws is logged and does not end the loop. Sockets
 * served here are not closed with it.
 */
public interface ZmqLoop extends AutoCloseable {

    /** Calls the handler on the loop's thread with each message of the socket; replaces an earlier handler of it. */
    void onMessage(ZmqSocket socket, Consumer<Msg> handler);

    /** Stops serving a socket. When this returns on the loop's thread, its handler is not called again. */
    void remove(ZmqSocket socket);

    /** Runs a task on the loop's thread, at once if the caller is that thread. */
    <T> CompletableFuture<T> submit(Callable<T> task);

    /** Runs a task once on the loop's thread after this time. */
    ScheduledFuture<?> after(Duration delay, Runnable task);

    /** Runs a task on the loop's thread again and again, first after one period. */
    ScheduledFuture<?> every(Duration period, Runnable task);

    /** Whether the caller is the loop's thread. */
    boolean isCurrent();

    /** Ends the loop after the running handler; waits for its thread unless called from it. Idempotent. */
    @Override
    void close();
}
