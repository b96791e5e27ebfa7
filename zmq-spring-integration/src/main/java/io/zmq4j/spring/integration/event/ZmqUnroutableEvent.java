package io.zmq4j.spring.integration.event;

import org.springframework.messaging.Message;

/** A message could not be sent as its peer is not, or no longer, connected: nobody has the routing id of the message. */
public class ZmqUnroutableEvent extends ZmqIntegrationEvent {

    private final String socket;
    private final transient Message<?> failedMessage;

    public ZmqUnroutableEvent(Object source, String socket, Message<?> failedMessage, Throwable cause) {
        super(source, cause);
        this.socket = socket;
        this.failedMessage = failedMessage;
    }

    /** The name of the socket. */
    public String getSocket() {
        return socket;
    }

    /** The message that was to be sent. */
    public Message<?> getFailedMessage() {
        return failedMessage;
    }

    /** Without the message, whose payload may be secret or long. */
    @Override
    public String toString() {
        return "ZmqUnroutableEvent[socket=" + socket + ", cause=" + getCause() + ']';
    }
}
