package io.zmq4j;

import java.nio.channels.SelectableChannel;
import java.time.Duration;

/**
 * Waits for any of several sockets and NIO channels, for code that owns its own thread. Level semantics: what was ready
 * and not used is ready again. To be used by one thread at a time; {@link #close} may come from any thread and ends a
 * running {@link #poll}. The sockets and channels are not closed with it.
 *
 * <p>A socket here has no file descriptor (libzmq: ZMQ_FD, {@code zmq_poller_fd}), so it cannot be watched by a selector of
 * somebody else. Use instead one of these: add that selector's channels to a poller; or let {@link ZmqLoop#onMessage} call
 * you, from where {@link java.nio.channels.Selector#wakeup} may wake a selector. A virtual thread may poll; with channels
 * it holds its carrier meanwhile, as a selector does. libzmq: {@code zmq_poller}, {@code zmq_poll}.
 */
public interface Poller extends AutoCloseable {

    /** Watches a socket for these interests, replacing earlier ones; for none of them = only for its close. */
    void add(ZmqSocket socket, Interest... interests);

    /**
     * Watches a channel for these {@link java.nio.channels.SelectionKey} operations, replacing earlier ones.
     *
     * @throws IllegalArgumentException when the channel is closed, is in blocking mode, or has no such operations
     */
    void add(SelectableChannel channel, int ops);

    /** Ends the watch of a socket; without one it has no effect. */
    void remove(ZmqSocket socket);

    /** Ends the watch of a channel; without one it has no effect. */
    void remove(SelectableChannel channel);

    /**
     * Waits until something is ready, at most for this time (negative = no limit).
     *
     * @return how many sockets and channels are ready, 0 when the time elapsed
     * @throws ZmqInterruptedException when the thread is interrupted before anything is ready
     * @throws ContextClosedException when the poller or its context is closed
     */
    int poll(Duration timeout);

    /** Whether the last {@link #poll} found a message to receive, or the socket closed. */
    boolean isReadable(ZmqSocket socket);

    /** Whether the last {@link #poll} found room to send, or the socket closed. */
    boolean isWritable(ZmqSocket socket);

    /** The ready operations of a channel at the last {@link #poll}. */
    int readyOps(SelectableChannel channel);

    @Override
    void close();
}
