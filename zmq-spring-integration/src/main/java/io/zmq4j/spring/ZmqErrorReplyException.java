package io.zmq4j.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/**
 * The service has answered that it failed: its reply has {@link ZmqHeaders#ERROR_CLASS}, which only a frame mode with
 * headers can carry. What went wrong there is text, never an object of the service.
 */
public class ZmqErrorReplyException extends ZmqMessagingException {

    private final String errorClass;
    private final String errorMessage;

    private ZmqErrorReplyException(Message<?> failed, String socket, String errorClass, String errorMessage) {
        super(failed, "socket '" + socket + "': the service failed: " + errorClass + ": " + errorMessage, null);
        this.errorClass = errorClass;
        this.errorMessage = errorMessage;
    }

    /**
     * The failure that a reply tells of, or null when it tells of none.
     *
     * @param failed what {@link #getFailedMessage()} is to be
     */
    public static @Nullable ZmqErrorReplyException in(Message<?> reply, Message<?> failed, String socket) {
        Object name = reply.getHeaders().get(ZmqHeaders.ERROR_CLASS);
        return name == null
                ? null
                : new ZmqErrorReplyException(
                        failed,
                        socket,
                        name.toString(),
                        String.valueOf(reply.getHeaders().get(ZmqHeaders.ERROR_MESSAGE)));
    }

    /** The name of the exception in the service. */
    public String getErrorClass() {
        return errorClass;
    }

    /** The message of that exception. */
    public String getErrorMessage() {
        return errorMessage;
    }
}
