package io.zmq4j;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread that serves sockets and timers: handlers and tasks run on it one at a time, so they share state without
 * locks. All methods may be called from any thread. A handler that throws is logged and does not end the loop. Sockets
 * served here are not closed with it.
 *
 * <p>The futures of {@link #receiveAsync}, {@link #sendAsync} and {@link #whenWritable} are completed on the loop's thread,
 * in the order of the calls for each socket and direction. They fail with {@link SocketClosedException} when the socket is
 * closed, with {@link ContextClosedException} when the loop or the context is, and with whatever else the call of the socket
 * throws. One that was cancelled, also by a time-out such as {@link CompletableFuture#orTimeout}, has done nothing. Of each
 * socket {@value #MAX_PENDING} of them may be pending; a further one fails at once with a {@link ZmqException}.
 */
public interface ZmqLoop extends AutoCloseable {

    /** How many asynchronous calls of one socket may be pending. */
    int MAX_PENDING = 1_000;

    /**
     * Calls the handler on the loop's thread with each message of the socket; replaces an earlier handler of it. Who
     * calls {@link #receiveAsync} meanwhile cannot tell which of both gets a message.
     */
    void onMessage(ZmqSocket socket, Consumer<Msg> handler);

    /**
     * Stops calling the handler of a socket. When this returns on the loop's thread, its handler is not called again. Pending
     * asynchronous calls go on.
     */
    void remove(ZmqSocket socket);

    /** The next message of the socket. On REQ and REP it waits for the sends that were asked for before. */
    CompletableFuture<Msg> receiveAsync(ZmqSocket socket);

    /** Sends a message, as soon as there is room. */
    CompletableFuture<@Nullable Void> sendAsync(ZmqSocket socket, Msg msg);

    /** Completed when a message could be sent without waiting, after the sends that were asked for before. */
    CompletableFuture<@Nullable Void> whenWritable(ZmqSocket socket);

    /** Runs a task on the loop's thread, at once if the caller is that thread. */
    <T> CompletableFuture<T> submit(Callable<T> task);

    /** Runs a task once on the loop's thread after this time. Its failure is logged, and is that of the future. */
    ScheduledFuture<?> after(Duration delay, Runnable task);

    /**
     * Runs a task on the loop's thread again and again, first after one period, at a fixed rate: the turns are due one period
     * after each other, however long the task takes; turns that are missed are not made up for. For a fixed delay between
     * them, let the task call {@link #after} at its end. The first failure of the task ends its repetition, is logged, and is
     * that of the future.
     */
    ScheduledFuture<?> every(Duration period, Runnable task);

    /** Whether the caller is the loop's thread. */
    boolean isCurrent();

    /** Ends the loop after the running handler; waits for its thread unless called from it. Idempotent. */
    @Override
    void close();
}
