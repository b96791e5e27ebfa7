package io.zmq4j.spring.boot.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be said of an endpoint without opening it, so that a bad one is reported with its property at the start. */
final class EndpointSyntax {

    static final Set<String> TRANSPORTS = new TreeSet<>(Set.of("tcp", "tls", "ws", "wss", "ipc", "udp", "inproc"));
    private static final Pattern ENDPOINT = Pattern.compile("([^:/]+)://(\\S+)");
    private static final Pattern ADDRESS = Pattern.compile("(\\[[^\\[\\]]+]|[^:\\[\\]/;]+):(\\d{1,9}|\\*)");
    private static final Pattern SOURCE = Pattern.compile("(\\[[^\\[\\]]+]|[^:\\[\\]/;]+)(:(\\d{1,5}|\\*))?");
    private static final Pattern INTERFACE = Pattern.compile("\\[[^\\[\\]]+]|[^:\\[\\]/;]+");
    private static final int MOST_PORT = 65_535;
    private static final int LONGEST_PATH = 106;

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
        return switch (parts.group(1)) {
            case "tcp", "tls" -> tcpFault(parts.group(2), bind);
            case "udp" -> udpFault(parts.group(2), bind);
            case "ws", "wss" -> tcpFault(parts.group(2).replaceFirst("/.*", ""), bind);
            case "ipc" -> ipcFault(parts.group(2), bind);
            default -> null;
        };
    }

    private static @Nullable String ipcFault(String path, boolean bind) {
        int length = path.getBytes(StandardCharsets.UTF_8).length;
        if (path.startsWith("@")) {
            return "it is an abstract name, which Java cannot use, allowed: ipc:///path/of/a/file";
        }
        if (path.equals("*") && !bind) {
            return "path * cannot be connected to, allowed: the path of a file";
        }
        return length > LONGEST_PATH ? "its path has " + length + " bytes, allowed: up to " + LONGEST_PATH : null;
    }

    private static @Nullable String tcpFault(String whole, boolean bind) {
        int parted = bind ? -1 : whole.indexOf(';');
        if (parted >= 0 && !SOURCE.matcher(whole.substring(0, parted)).matches()) {
            return "'" + whole.substring(0, parted)
                    + "' is no source, allowed before the ';': interface or interface:port";
        }
        return addressFault("TCP", whole.substring(parted + 1), bind);
    }

    private static @Nullable String udpFault(String whole, boolean bind) {
        int parted = whole.indexOf(';');
        if (parted >= 0 && !INTERFACE.matcher(whole.substring(0, parted)).matches()) {
            return "'" + whole.substring(0, parted) + "' is no interface, allowed before the ';': its name or address";
        }
        return addressFault("UDP", whole.substring(parted + 1), bind);
    }

    private static @Nullable String addressFault(String transport, String address, boolean bind) {
        Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches()) {
            return "'" + address + "' is no " + transport + " address, allowed: "
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
