package io.zmq4j.spring;

import org.jspecify.annotations.Nullable;

/** A named socket cannot be bound: the address is in use, not local, or malformed. */
public class ZmqBindException extends ZmqMessagingException {

    private final String socket;
    private final String endpoint;

    public ZmqBindException(String socket, String endpoint, @Nullable Throwable cause) {
        super(
                "socket '" + socket + "' cannot be bound to " + endpoint
                        + (cause == null ? "" : ": " + cause.getMessage()),
                cause);
        this.socket = socket;
        this.endpoint = endpoint;
    }

    /** The name of the socket. */
    public String socket() {
        return socket;
    }

    /** The endpoint as it was declared. */
    public String endpoint() {
        return endpoint;
    }
}
