package io.zmq4j.spring;

import java.util.List;
import java.util.Set;

/** No socket of that name is declared. */
public class UnknownZmqSocketException extends ZmqMessagingException {

    private final String socket;
    private final List<String> known;

    public UnknownZmqSocketException(String socket, Set<String> known) {
        super("socket '" + socket + "' is unknown, allowed: "
                + (known.isEmpty() ? "none, as none is declared" : known));
        this.socket = socket;
        this.known = List.copyOf(known);
    }

    /** The name that was asked for. */
    public String socket() {
        return socket;
    }

    /** The names that are declared. */
    public List<String> known() {
        return known;
    }
}
