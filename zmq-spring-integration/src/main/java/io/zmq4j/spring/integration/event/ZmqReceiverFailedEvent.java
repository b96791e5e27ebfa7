package io.zmq4j.spring.integration.event;

/**
 * An inbound component has stopped by itself: its socket was closed by someone else, or what it called has thrown an
 * {@link Error}. {@link #getCause()} says which. It can be started again.
 */
public class ZmqReceiverFailedEvent extends ZmqIntegrationEvent {

    private final String socket;

    public ZmqReceiverFailedEvent(Object source, String socket, Throwable cause) {
        super(source, cause);
        this.socket = socket;
    }

    /** The name of the socket. */
    public String getSocket() {
        return socket;
    }

    @Override
    public String toString() {
        return "ZmqReceiverFailedEvent[socket=" + socket + ", cause=" + getCause() + ']';
    }
}
