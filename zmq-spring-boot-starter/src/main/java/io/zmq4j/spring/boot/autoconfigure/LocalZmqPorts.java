package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.spring.ZmqSockets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.util.StringUtils;

/**
 * {@code local.zmq.<name>.port} of every socket that is open and bound to a port, and {@code local.zmq.<name>.ports} with
 * all of its ports, separated by commas; asked anew every time, as ports change.
 */
final class LocalZmqPorts extends EnumerablePropertySource<ZmqSockets> {

    static final String NAME = "zmqLocalPorts";
    private static final String PREFIX = "local.zmq.";
    private static final String SUFFIX = ".port";
    private static final String ALL = ".ports";

    LocalZmqPorts(ZmqSockets sockets) {
        super(NAME, sockets);
    }

    @Override
    public String[] getPropertyNames() {
        return source.names().stream()
                .filter(name -> !ports(name).isEmpty())
                .flatMap(name -> Stream.of(PREFIX + name + SUFFIX, PREFIX + name + ALL))
                .toArray(String[]::new);
    }

    @Override
    public @Nullable Object getProperty(String property) {
        boolean all = property.endsWith(ALL);
        String suffix = all ? ALL : SUFFIX;
        if (!property.startsWith(PREFIX)
                || !property.endsWith(suffix)
                || property.length() <= PREFIX.length() + suffix.length()) {
            return null;
        }
        List<Integer> ports = ports(property.substring(PREFIX.length(), property.length() - suffix.length()));
        if (ports.isEmpty()) {
            return null;
        }
        return all ? StringUtils.collectionToCommaDelimitedString(ports) : ports.get(0);
    }

    /** Looking at the environment must not open a socket. */
    private List<Integer> ports(String name) {
        return source.names().contains(name) && source.isOpen(name) ? source.boundPorts(name) : List.of();
    }
}
