package io.zmq4j.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessagingException;

/** The root of what this module throws. Its text names the socket and never shows a payload. */
public class ZmqMessagingException extends MessagingException {

    public ZmqMessagingException(String description) {
        this(description, null);
    }

    public ZmqMessagingException(String description, @Nullable Throwable cause) {
        super(description, cause);
    }

    public ZmqMessagingException(Message<?> failedMessage, String description, @Nullable Throwable cause) {
        super(failedMessage, description, cause);
    }

    /** The description alone: unlike its parent's, it does not append the failed message with its payload. */
    @Override
    public String toString() {
        return getClass().getName() + ": " + getMessage();
    }
}
