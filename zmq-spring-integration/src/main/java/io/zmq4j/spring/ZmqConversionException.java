package io.zmq4j.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/**
 * The frames of a received message do not fit the socket's {@link FrameMode} or payload type, or a message cannot be made
 * into frames. {@link #getFailedMessage()} of a received message has all its frames as a {@code List<byte[]>}.
 */
public class ZmqConversionException extends ZmqMessagingException {

    public ZmqConversionException(Message<?> failedMessage, String description) {
        this(failedMessage, description, null);
    }

    public ZmqConversionException(Message<?> failedMessage, String description, @Nullable Throwable cause) {
        super(failedMessage, description, cause);
    }
}
