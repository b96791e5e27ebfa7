package io.zmq4j.spring.listener;

import org.springframework.messaging.Message;

/** Takes notice of what went wrong in any container; what it throws is logged. */
@FunctionalInterface
public interface ZmqErrorHandler {

    /**
     * @param listenerId the id of the container
     * @param message what failed; one that could not be converted has all its frames as a {@code List<byte[]>}
     */
    void handle(String listenerId, Message<?> message, Exception failure);
}
