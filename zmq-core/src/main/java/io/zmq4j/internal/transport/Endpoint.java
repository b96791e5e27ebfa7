package io.zmq4j.internal.transport;

import io.zmq4j.EndpointException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A parsed endpoint, {@code transport://address}.
 *
 * @param text as the application gave it
 * @param host the name or address of tcp, without brackets, {@code *} = every interface; the path of ipc, {@code *} = a
 *     fresh one; the name of inproc
 * @param port of tcp, 0 = chosen by the system
 */
public record Endpoint(String text, Transport transport, String host, int port) {

    /** The host of an endpoint to bind that leaves the choice to us. */
    static final String ANY = "*";

    private static final int HIGHEST_PORT = 65_535;
    private static final int LONGEST_NAME = 255;

    /** The system has room for 108 bytes, of which the JDK leaves two at the end alone. */
    private static final int LONGEST_PATH = 106;

    /** What an endpoint may begin with. */
    public enum Transport {
        TCP,
        IPC,
        INPROC;

        String scheme() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Parses an endpoint to bind: the interface may be {@code *}, the port {@code *} or 0. */
    public static Endpoint toBind(String text) {
        return parse(text, true);
    }

    /** Parses an endpoint to connect to: host and port are needed. */
    public static Endpoint toConnect(String text) {
        return parse(text, false);
    }

    private static Endpoint parse(String text, boolean bind) {
        int colon = text.indexOf("://");
        String scheme = colon < 0 ? "" : text.substring(0, colon);
        String address = colon < 0 ? "" : text.substring(colon + 3);
        return switch (scheme) {
            case "tcp" -> tcp(text, address, bind);
            case "ipc" -> ipc(text, address, bind);
            case "inproc" -> inproc(text, address);
            default ->
                throw new EndpointException(
                        text,
                        "endpoint '" + text + "' has "
                                + (colon < 0 ? "no transport" : "the unknown transport '" + scheme + "'")
                                + ", allowed: tcp://host:port, ipc://path, inproc://name");
        };
    }

    private static Endpoint inproc(String text, String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new EndpointException(
                    text, "endpoint '" + text + "' has a name of " + name.length() + " characters, allowed: 1 to 255");
        }
        return new Endpoint(text, Transport.INPROC, name, 0);
    }

    private static Endpoint ipc(String text, String path, boolean bind) {
        if (path.startsWith("@")) {
            throw new EndpointException(
                    text, "endpoint '" + text + "' has an abstract name, which Java cannot use, allowed: ipc://path");
        }
        int length = path.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > LONGEST_PATH) {
            throw new EndpointException(
                    text, "endpoint '" + text + "' has a path of " + length + " bytes, allowed: 1 to " + LONGEST_PATH);
        }
        if (path.equals(ANY) && !bind || !isPath(path)) {
            throw new EndpointException(
                    text,
                    "endpoint '" + text + "' has the path '" + path + "', allowed: the path of a file"
                            + (bind ? ", or * for a fresh one" : ""));
        }
        return new Endpoint(text, Transport.IPC, path, 0);
    }

    private static boolean isPath(String path) {
        try {
            return Path.of(path).getFileName() != null;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static Endpoint tcp(String text, String address, boolean bind) {
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? address : address.substring(0, colon);
        String port = colon < 0 ? "" : address.substring(colon + 1);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new EndpointException(
                    text, "endpoint '" + text + "' has an IPv6 address without brackets, write tcp://[address]:port");
        }
        if (host.isEmpty() || host.equals(ANY) && !bind || host.chars().anyMatch(Endpoint::notInHost)) {
            throw new EndpointException(
                    text,
                    "endpoint '" + text + "' has the host '" + host + "', allowed: a name or address"
                            + (bind ? ", an interface, or * for every interface" : ""));
        }
        return new Endpoint(text, Transport.TCP, host, port(text, port, bind));
    }

    private static boolean notInHost(int character) {
        return character <= ' ' || character == '/' || character == '[' || character == ']' || character == ';';
    }

    private static int port(String text, String port, boolean bind) {
        if (bind && port.equals(ANY)) {
            return 0;
        }
        int number = -1;
        if (!port.isEmpty() && port.length() <= 5 && port.chars().allMatch(c -> c >= '0' && c <= '9')) {
            number = Integer.parseInt(port);
        }
        if (number < (bind ? 0 : 1) || number > HIGHEST_PORT) {
            throw new EndpointException(
                    text,
                    "endpoint '" + text + "' has the port '" + port + "', allowed: "
                            + (bind ? "0 to 65535, or * for a free one" : "1 to 65535"));
        }
        return number;
    }

    @Override
    public String toString() {
        return text;
    }
}
