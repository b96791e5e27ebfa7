package io.zmq4j.internal.transport;

import io.zmq4j.EndpointException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A parsed endpoint, {@code transport://address}.
 *
 * @param text as the application gave it
 * @param host the name or address of tcp, ws or udp, without brackets, {@code *} = every interface; the path of ipc, {@code *} = a
 *     fresh one; the name of inproc
 * @param port of tcp, ws or udp, 0 = chosen by the system
 * @param source where a connection of tcp or ws comes from, or the interface of a multicast group; null = the system chooses
 */
public record Endpoint(String text, Transport transport, String host, int port, @Nullable Source source) {

    /** The host of an endpoint to bind that leaves the choice to us. */
    static final String ANY = "*";

    private static final int HIGHEST_PORT = 65_535;
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_WEB_PATH = 1024;

    /** The system has room for 108 bytes, of which the JDK leaves two at the end alone. */
    private static final int LONGEST_PATH = 106;

    /**
     * The near end of a connection.
     *
     * @param host an address, name or interface of this machine, {@code *} = any
     * @param port 0 = chosen by the system
     */
    public record Source(String host, int port) {}

    /** What an endpoint may begin with. */
    public enum Transport {
        TCP,
        /** TLS over TCP, with endpoints of the same form. */
        TLS,
        IPC,
        UDP,
        WS,
        /** WebSockets over TLS, with endpoints of the same form. */
        WSS,
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

    /** The tcp endpoint of a proxy, {@code host:port}, to be connected from where this one would be. */
    public Endpoint by(String proxy) {
        Endpoint far = toConnect("tcp://" + proxy);
        return new Endpoint(far.text(), far.transport(), far.host(), far.port(), source);
    }

    private static Endpoint parse(String text, boolean bind) {
        int colon = text.indexOf("://");
        String scheme = colon < 0 ? "" : text.substring(0, colon);
        String address = colon < 0 ? "" : text.substring(colon + 3);
        return switch (scheme) {
            case "tcp" -> tcp(text, Transport.TCP, address, bind);
            case "tls" -> tcp(text, Transport.TLS, address, bind);
            case "ws" -> webSocket(text, Transport.WS, address, bind);
            case "wss" -> webSocket(text, Transport.WSS, address, bind);
            case "ipc" -> ipc(text, address, bind);
            case "udp" -> udp(text, address, bind);
            case "inproc" -> inproc(text, address);
            default ->
                throw new EndpointException(
                        text,
                        "endpoint '" + text + "' has "
                                + (colon < 0 ? "no transport" : "the unknown transport '" + scheme + "'")
                                + ", allowed: tcp://host:port, tls://host:port, ws://host:port/path,"
                                + " wss://host:port/path, ipc://path, udp://host:port, inproc://name");
        };
    }

    private static Endpoint inproc(String text, String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new EndpointException(
                    text, "endpoint '" + text + "' has a name of " + name.length() + " characters, allowed: 1 to 255");
        }
        return new Endpoint(text, Transport.INPROC, name, 0, null);
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
        return new Endpoint(text, Transport.IPC, path, 0, null);
    }

    private static boolean isPath(String path) {
        try {
            return Path.of(path).getFileName() != null;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static Endpoint webSocket(String text, Transport transport, String address, boolean bind) {
        String path = pathOf(address);
        if (path.length() > LONGEST_WEB_PATH || !path.chars().allMatch(Endpoint::inWebPath)) {
            throw new EndpointException(
                    text,
                    "endpoint '" + text + "' has the path '" + path + "', allowed: up to " + LONGEST_WEB_PATH
                            + " visible ASCII characters other than #");
        }
        return tcp(text, transport, authorityOf(address), bind);
    }

    private static boolean inWebPath(int character) {
        return character > ' ' && character <= '~' && character != '#';
    }

    private static String authorityOf(String address) {
        int slash = address.indexOf('/');
        return slash < 0 ? address : address.substring(0, slash);
    }

    private static String pathOf(String address) {
        int slash = address.indexOf('/');
        return slash < 0 ? "/" : address.substring(slash);
    }

    /** Whether an endpoint, as given or as resolved, is of a WebSocket. */
    public static boolean isWebSocket(String text) {
        return text.startsWith("ws://") || text.startsWith("wss://");
    }

    /** Host and port of a WebSocket, as given. */
    public String authority() {
        String address = authorityOf(text.substring(text.indexOf("://") + 3));
        return address.substring(address.indexOf(';') + 1);
    }

    /** What a WebSocket has behind the port, at least a slash. */
    public String path() {
        return pathOf(text.substring(text.indexOf("://") + 3));
    }

    private static Endpoint tcp(String text, Transport transport, String address, boolean bind) {
        int parted = bind ? -1 : address.indexOf(';');
        String far = address.substring(parted + 1);
        Source source = parted < 0 ? null : source(text, address.substring(0, parted));
        int colon = portColon(far);
        String host = host(text, colon < 0 ? far : far.substring(0, colon), bind);
        int port = port(text, colon < 0 ? "" : far.substring(colon + 1), bind);
        return new Endpoint(text, transport, host, port, source);
    }

    private static Endpoint udp(String text, String address, boolean bind) {
        int parted = address.indexOf(';');
        String far = address.substring(parted + 1);
        Source nic = parted < 0 ? null : new Source(host(text, address.substring(0, parted), true), 0);
        int colon = portColon(far);
        String host = host(text, colon < 0 ? far : far.substring(0, colon), bind);
        return new Endpoint(
                text, Transport.UDP, host, port(text, colon < 0 ? "" : far.substring(colon + 1), bind), nic);
    }

    private static Source source(String text, String near) {
        int colon = portColon(near);
        return colon < 0
                ? new Source(host(text, near, true), 0)
                : new Source(host(text, near.substring(0, colon), true), port(text, near.substring(colon + 1), true));
    }

    /** Where the port begins, negative if there is none. */
    private static int portColon(String address) {
        int colon = address.lastIndexOf(':');
        return address.endsWith("]") ? -1 : colon;
    }

    private static String host(String text, String given, boolean local) {
        String host = given;
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new EndpointException(
                    text, "endpoint '" + text + "' has an IPv6 address without brackets, write [address]:port");
        }
        if (host.isEmpty() || host.equals(ANY) && !local || host.chars().anyMatch(Endpoint::notInHost)) {
            throw new EndpointException(
                    text,
                    "endpoint '" + text + "' has the host '" + host + "', allowed: a name or address"
                            + (local ? ", an interface, or * for every interface" : ""));
        }
        return host;
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
