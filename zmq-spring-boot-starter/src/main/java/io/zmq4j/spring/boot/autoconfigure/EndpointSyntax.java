package io.zmq4j.spring.boot.autoconfigure;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be said of an endpoint without opening it, so that a bad one is reported with its property at the start. */
final class EndpointSyntax {

    static final Set<String> TRANSPORTS = new TreeSet<>(Set.of("tcp", "inproc"));
    private static final Pattern ENDPOINT = Pattern.compile("([^:/]+)://(\\S+)");
    private static final Pattern TCP = Pattern.compile("(\\[[^\\[\\]]+]|[^:\\[\\]/;]+):(\\d{1,9}|\\*)");
    private static final int MOST_PORT = 65_535;

    private EndpointSyntax() {}

    /** What is wrong with this endpoint and what is allowed; null = nothing. */
    static @Nullable String fault(String endpoint, boolean bind) {
        Matcher parts = ENDPOINT.matcher(endpoint);
        if (!parts.matches()) {
            return "it is no endpoint, allowed: transport://address, such as tcp://"
                    + (bind ? "*:5555" : "localhost:5555");
        }
        if (!TRANSPORTS.contains(parts.group(1))) {
            return "transport '" + parts.group(1) + "' is unknown, allowed: " + TRANSPORTS;
        }
        return parts.group(1).equals("tcp") ? tcpFault(parts.group(2), bind) : null;
    }

    private static @Nullable String tcpFault(String address, boolean bind) {
        Matcher parts = TCP.matcher(address);
        if (!parts.matches()) {
            return "'" + address + "' is no TCP address, allowed: "
                    + (bind ? "interface:port, * for all interfaces, port 0 for a free one" : "host:port");
        }
        if (!bind && parts.group(1).equals("*")) {
            return "host * cannot be connected to, allowed: a name or an address";
        }
        if (parts.group(2).equals("*")) {
            return bind ? null : "port * cannot be connected to, allowed: 1 to " + MOST_PORT;
        }
        int port = Integer.parseInt(parts.group(2));
        int least = bind ? 0 : 1;
        return port < least || port > MOST_PORT
                ? "port is " + port + ", allowed: " + least + " to " + MOST_PORT
                        + (bind ? ", 0 or * for a free one" : "")
                : null;
    }
}
