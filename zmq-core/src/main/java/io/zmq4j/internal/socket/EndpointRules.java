package io.zmq4j.internal.socket;

import io.zmq4j.EndpointException;
import io.zmq4j.Security;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.internal.transport.Endpoint;

/** Which types of sockets may use which endpoints. */
final class EndpointRules {

    private EndpointRules() {}

    /** @throws EndpointException when a socket of this type, with these options, has no such endpoints */
    static void check(SocketType type, SocketConfig config, Endpoint endpoint, boolean bind) {
        switch (endpoint.transport()) {
            case UDP -> checkUdp(type, config, endpoint, bind);
            case TLS, WSS -> checkTls(type, config, endpoint, bind);
            case INPROC, WS -> require(type != SocketType.STREAM && type != SocketType.DGRAM, type, endpoint);
            default -> require(type != SocketType.DGRAM, type, endpoint);
        }
    }

    private static void checkUdp(SocketType type, SocketConfig config, Endpoint endpoint, boolean bind) {
        boolean allowed =
                switch (type) {
                    case RADIO -> !bind;
                    case DISH -> bind;
                    default -> type == SocketType.DGRAM;
                };
        if (!allowed) {
            throw new EndpointException(
                    endpoint.text(),
                    "a " + type + " socket cannot " + (bind ? "bind" : "connect") + " to '" + endpoint
                            + "', allowed over udp: RADIO connects, DISH binds, DGRAM does either");
        }
        if (!(config.security() instanceof Security.None) || !config.zapDomain().isEmpty()) {
            throw new EndpointException(
                    endpoint.text(),
                    "endpoint '" + endpoint + "' has no security, as udp has no handshake, allowed: Security.none()"
                            + " without a zapDomain");
        }
    }

    private static void checkTls(SocketType type, SocketConfig config, Endpoint endpoint, boolean bind) {
        // a peer of STREAM is there at once, which one over TLS is not
        require(type != SocketType.STREAM && type != SocketType.DGRAM, type, endpoint);
        if (config.tls().context() == null) {
            throw new EndpointException(
                    endpoint.text(),
                    "cannot " + (bind ? "bind" : "connect") + " to " + endpoint
                            + ": the option tls is not set, needed: an SSLContext with "
                            + (bind ? "a certificate to show" : "certificates to trust"));
        }
    }

    private static void require(boolean allowed, SocketType type, Endpoint endpoint) {
        if (!allowed) {
            throw new EndpointException(
                    endpoint.text(),
                    "a " + type + " socket has no endpoint '" + endpoint + "', allowed: "
                            + (type == SocketType.DGRAM ? "udp" : "tcp, ipc"));
        }
    }
}
