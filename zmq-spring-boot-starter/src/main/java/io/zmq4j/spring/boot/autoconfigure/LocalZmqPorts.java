package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.spring.ZmqSockets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * {@code local.zmq.<name>.port} of every socket that is open and bound to TCP; asked anew every time, as ports change.
 */
final class LocalZmqPorts extends EnumerablePropertySource<ZmqSockets> {

    static final String NAME = "zmqLocalPorts";
    private static final String PREFIX = "local.zmq.";
    private static final String SUFFIX = ".port";

    LocalZmqPorts(ZmqSockets sockets) {
        super(NAME, sockets);
    }

    @Override
    public String[] getPropertyNames() {
        return source.names().stream()
                .filter(this::hasPort)
                .map(name -> PREFIX + name + SUFFIX)
                .toArray(String[]::new);
    }

    @Override
    public @Nullable Object getProperty(String property) {
        if (!property.startsWith(PREFIX)
                || !property.endsWith(SUFFIX)
                || property.length() <= PREFIX.length() + SUFFIX.length()) {
            return null;
        }
        String name = property.substring(PREFIX.length(), property.length() - SUFFIX.length());
        return source.names().contains(name) && hasPort(name) ? source.boundPort(name) : null;
    }

    /** Looking at the environment must not open a socket. */
    private boolean hasPort(String name) {
        return source.isOpen(name)
                && source.spec(name).bind().stream().anyMatch(endpoint -> endpoint.startsWith("tcp:"));
    }
}
