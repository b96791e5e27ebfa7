package io.zmq4j.spring.integration.event;

import java.util.List;

/** A component has started: its socket is open, and bound to these ports. */
public class ZmqAdapterStartedEvent extends ZmqIntegrationEvent {

    private final String socket;
    private final List<Integer> boundPorts;

    public ZmqAdapterStartedEvent(Object source, String socket, List<Integer> boundPorts) {
        super(source);
        this.socket = socket;
        this.boundPorts = List.copyOf(boundPorts);
    }

    /** The name of the socket. */
    public String getSocket() {
        return socket;
    }

    /** The ports of its endpoints that have one, in the order of their declaration. */
    public List<Integer> getBoundPorts() {
        return boundPorts;
    }

    @Override
    public String toString() {
        return "ZmqAdapterStartedEvent[socket=" + socket + ", boundPorts=" + boundPorts + ']';
    }
}
