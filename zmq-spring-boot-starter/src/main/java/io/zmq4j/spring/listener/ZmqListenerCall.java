package io.zmq4j.spring.listener;

import org.jspecify.annotations.Nullable;

/**
 * Follows one call of a listener for a {@link ZmqListenerObserver}. Each method is called once. Where the result of the
 * listener is there at once, {@link #left} comes first; otherwise {@link #ended} comes from another thread, before or after
 * it.
 */
public interface ZmqListenerCall {

    /** The thread that called the listener goes on to something else; same thread as the start. */
    void left();

    /** @param failure what went wrong; null = nothing */
    void ended(@Nullable Throwable failure);
}
