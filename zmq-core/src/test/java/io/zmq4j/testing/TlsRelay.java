package io.zmq4j.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** Puts TLS before a peer that has none: as a server before one that is bound, as a client before one that connects. */
public final class TlsRelay implements AutoCloseable {

    /** How a connection to the one behind is made. */
    private interface Dialer {
        Socket dial() throws IOException;
    }

    private final ServerSocket server;
    private final String scheme;
    private final Dialer dialer;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    private TlsRelay(ServerSocket server, String scheme, Dialer dialer) {
        this.server = server;
        this.scheme = scheme;
        this.dialer = dialer;
        start(this::accept);
    }

    /** Listens with TLS for the peer that is bound at this {@code tcp://host:port}. */
    public static TlsRelay before(String endpoint, SSLContext shown) {
        URI target = URI.create(endpoint);
        return relay(
                "tls",
                shown.getServerSocketFactory()::createServerSocket,
                () -> new Socket(target.getHost(), target.getPort()));
    }

    /** Listens without TLS, and connects with it to this {@code tls://host:port}. */
    public static TlsRelay to(String endpoint, SSLContext trusting) {
        URI target = URI.create(endpoint);
        return relay("tcp", ServerSocket::new, () -> trusting.getSocketFactory()
                .createSocket(target.getHost(), target.getPort()));
    }

    /** How a port is opened. */
    private interface Opener {
        ServerSocket open(int port, int backlog, InetAddress address) throws IOException;
    }

    private static TlsRelay relay(String scheme, Opener opener, Dialer dialer) {
        try {
            return new TlsRelay(opener.open(0, 50, InetAddress.getLoopbackAddress()), scheme, dialer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where to connect. */
    public String endpoint() {
        return scheme + "://127.0.0.1:" + server.getLocalPort();
    }

    private static void start(Runnable body) {
        Thread thread = new Thread(body, "tls-relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = server.accept();
                open.add(near);
                Socket far = dialer.dial();
                open.add(far);
                start(() -> pass(near, far));
                start(() -> pass(far, near));
            }
        } catch (IOException e) {
            closeSockets(); // closed, or nobody is behind it any more
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            return; // one of them has ended it
        }
    }

    private void closeSockets() {
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        closeSockets();
    }
}
