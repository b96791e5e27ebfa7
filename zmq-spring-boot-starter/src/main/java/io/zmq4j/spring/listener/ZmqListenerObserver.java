package io.zmq4j.spring.listener;

import io.zmq4j.spring.ZmqSocketSpec;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/** Is told of every message, or batch, that a listener was called with; what it throws is logged. Thread-safe. */
@FunctionalInterface
public interface ZmqListenerObserver {

    /**
     * @param nanos how long it took, an asynchronous result included
     * @param failure what went wrong; null = nothing
     */
    void processed(ZmqListenerContainer container, long nanos, @Nullable Throwable failure);

    /**
     * Told before {@link #processed}, on the thread that is about to call the listener.
     *
     * @param spec the socket that the message came from
     * @param message what the listener gets; of a message that could not be converted, its frames
     * @param messages how many messages a batch has; 0 = it is no batch
     * @return follows this call, in place of {@code processed}
     */
    default ZmqListenerCall started(
            ZmqListenerContainer container, ZmqSocketSpec spec, Message<?> message, int messages) {
        return new TimedCall(this, container, System.nanoTime());
    }
}
