package io.zmq4j;

import org.jspecify.annotations.Nullable;

/**
 * An endpoint that cannot be used: bad syntax, unknown transport, address in use or not local, no such binding. The
 * message names the endpoint, the cause and what is allowed.
 */
public class EndpointException extends ZmqException {

    private final String endpoint;

    public EndpointException(String endpoint, String message) {
        this(endpoint, message, null);
    }

    public EndpointException(String endpoint, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.endpoint = endpoint;
    }

    /** The endpoint as the caller gave it. */
    public String endpoint() {
        return endpoint;
    }
}
