package io.zmq4j.spring.listener;

import org.jspecify.annotations.Nullable;

/** Is told of every message, or batch, that a listener was called with; what it throws is logged. */
@FunctionalInterface
public interface ZmqListenerObserver {

    /**
     * @param nanos how long it took, an asynchronous result included
     * @param failure what went wrong; null = nothing
     */
    void processed(ZmqListenerContainer container, long nanos, @Nullable Throwable failure);
}
