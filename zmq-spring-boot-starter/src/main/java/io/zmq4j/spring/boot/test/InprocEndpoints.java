package io.zmq4j.spring.boot.test;

import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.boot.autoconfigure.ZmqSocketCustomizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces endpoints of the network by names inside the process, such that who met before meets there. */
final class InprocEndpoints implements ZmqSocketCustomizer {

    private static final Pattern NETWORK = Pattern.compile("(?:tcp|tls|wss?)://(?:[^;]*;)?(.*):(\\d+|\\*)(?:/.*)?");
    private static final Pattern LOCAL = Pattern.compile("localhost|127(\\.\\d+){3}|0\\.0\\.0\\.0|\\[::1?]|\\*");

    @Override
    public ZmqSocketSpec customize(ZmqSocketSpec spec) {
        List<String> bind = new ArrayList<>();
        for (String endpoint : spec.bind()) {
            bind.add(bound(endpoint, spec.name() + "-" + bind.size()));
        }
        List<String> connect = spec.connect().stream()
                .map(InprocEndpoints::connected)
                .distinct()
                .toList();
        Map<String, String> routingIds = new LinkedHashMap<>();
        spec.routingIds().forEach((endpoint, routingId) -> routingIds.put(connected(endpoint), routingId));
        return new ZmqSocketSpec(
                spec.name(),
                spec.type(),
                bind,
                connect,
                spec.subscribe(),
                spec.frames(),
                spec.emptyDelimiter(),
                spec.config(),
                routingIds);
    }

    private static String bound(String endpoint, String nameOfFree) {
        Matcher network = NETWORK.matcher(endpoint);
        if (!network.matches()) {
            return endpoint;
        }
        String port = network.group(2);
        return "inproc://test-" + (port.equals("0") || port.equals("*") ? nameOfFree : port);
    }

    private static String connected(String endpoint) {
        Matcher network = NETWORK.matcher(endpoint);
        if (!network.matches()) {
            return endpoint;
        }
        String host = network.group(1);
        return "inproc://test-" + (LOCAL.matcher(host).matches() ? "" : host + "-") + network.group(2);
    }
}
