package io.zmq4j.spring.proxy;

import io.zmq4j.spring.ZmqMessagingException;
import org.jspecify.annotations.Nullable;

/** A proxy cannot be started: its sockets do not fit together, or something else reads one of them. */
public class ZmqProxyException extends ZmqMessagingException {

    private final String proxy;
    private final String reason;

    public ZmqProxyException(String proxy, String reason, @Nullable Throwable cause) {
        super("proxy '" + proxy + "' cannot be started: " + reason, cause);
        this.proxy = proxy;
        this.reason = reason;
    }

    /** The name of the proxy. */
    public String proxy() {
        return proxy;
    }

    /** What is wrong, and what is allowed. */
    public String reason() {
        return reason;
    }
}
