package io.zmq4j.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Accepts TCP connections as raw peers. */
public final class RawServer implements AutoCloseable {

    private final ServerSocket server;

    public RawServer() {
        try {
            server = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String endpoint() {
        return "tcp://127.0.0.1:" + server.getLocalPort();
    }

    /** The next connection, which must come within {@link Waiting#SOON}. */
    public RawPeer accept() {
        RawPeer peer = accept(Waiting.SOON);
        if (peer == null) {
            throw new AssertionError("nobody connected to " + endpoint() + " within " + Waiting.SOON);
        }
        return peer;
    }

    /** The next connection, null when none comes within this time. */
    public @Nullable RawPeer accept(Duration limit) {
        try {
            server.setSoTimeout(Math.max(1, (int) limit.toMillis()));
            return new RawPeer(server.accept());
        } catch (SocketTimeoutException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
