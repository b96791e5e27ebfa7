package io.zmq4j.spring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** TCP endpoints for tests that need to know the port before something binds it. */
public final class TestPorts {

    /** A port of the system's choice. */
    public static final String ANY = "tcp://127.0.0.1:*";

    private TestPorts() {}

    public static String freeEndpoint() {
        return endpoint(freePort());
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String endpoint(int port) {
        return "tcp://127.0.0.1:" + port;
    }
}
