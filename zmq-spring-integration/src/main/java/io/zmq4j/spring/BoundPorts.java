package io.zmq4j.spring;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ports in resolved endpoints, see {@link io.zmq4j.ZmqSocket#boundEndpoints()}. */
public final class BoundPorts {

    private static final Pattern WITH_PORT = Pattern.compile("(?:tcp|tls|wss?|udp)://[^/]*:(\\d+)(?:/.*)?");

    private BoundPorts() {}

    /** Those of the endpoints that have one, in their order. */
    public static List<Integer> of(List<String> endpoints) {
        return endpoints.stream()
                .map(WITH_PORT::matcher)
                .filter(Matcher::matches)
                .map(matcher -> Integer.valueOf(matcher.group(1)))
                .toList();
    }
}
