package io.zmq4j.spring.listener;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/** Handles what went wrong with a message of one listener. */
@FunctionalInterface
public interface ZmqListenerErrorHandler {

    /**
     * @param message what failed; one that could not be converted has all its frames as a {@code List<byte[]>}
     * @return the reply in place of the listener's; null = none
     * @throws Exception to leave it to the container's {@link ZmqErrorHandler}, the same one for instance
     */
    @Nullable
    Object handleError(Message<?> message, Exception failure) throws Exception;
}
