package io.zmq4j.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A SOCKS 5 proxy that connects everybody to one place, whatever they ask for, or answers as a test wants. */
public final class SocksServer implements AutoCloseable {

    /** What is answered instead, at each of the three steps; null = the right thing. */
    public record Script(byte[] method, byte[] login, byte[] reply) {
        public static final Script HONEST = new Script(null, null, null);
    }

    private final ServerSocket server;
    private final Script script;
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();

    /** What the clients have asked for: {@code type host:port}. */
    public final List<String> requests = new CopyOnWriteArrayList<>();

    /** The logins of the clients: {@code name:password}. */
    public final List<String> logins = new CopyOnWriteArrayList<>();

    /** The methods that the clients have offered. */
    public final List<byte[]> methods = new CopyOnWriteArrayList<>();

    private volatile int target;
    private final boolean wantsLogin;
    private final boolean slow;

    private SocksServer(int target, boolean wantsLogin, boolean slow, Script script) {
        this.target = target;
        this.wantsLogin = wantsLogin;
        this.slow = slow;
        this.script = script;
        try {
            server = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("socks-accept", this::accept);
    }

    /** @param endpoint of tcp where all connections end */
    public static SocksServer to(String endpoint, boolean wantsLogin) {
        return new SocksServer(port(endpoint), wantsLogin, false, Script.HONEST);
    }

    /** Sends all that it says byte by byte. */
    public static SocksServer inPieces(String endpoint) {
        return new SocksServer(port(endpoint), true, true, Script.HONEST);
    }

    public static SocksServer that(boolean wantsLogin, Script script) {
        return new SocksServer(0, wantsLogin, false, script);
    }

    private static int port(String endpoint) {
        return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    }

    /** {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                open.add(client);
                start("socks-client", () -> serve(client));
            }
        } catch (IOException e) {
            // closed, which ends the thread
            return;
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(client.getInputStream());
            in.readByte();
            methods.add(in.readNBytes(in.readUnsignedByte()));
            say(client, script.method, new byte[] {5, (byte) (wantsLogin ? 2 : 0)});
            if (wantsLogin) {
                in.readByte();
                String name = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
                logins.add(name + ":" + new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8));
                say(client, script.login, new byte[] {1, 0});
            }
            in.readNBytes(3);
            requests.add(request(in));
            if (target == 0) {
                say(client, script.reply, new byte[] {5, 1, 0, 1, 0, 0, 0, 0, 0, 0});
                in.readAllBytes();
                return;
            }
            try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), target)) {
                open.add(peer);
                peer.setTcpNoDelay(true);
                // with an address of each kind, as a client has to skip it
                byte[] address =
                        switch (requests.size() % 3) {
                            case 0 -> new byte[] {1, 1, 2, 3, 4};
                            case 1 -> new byte[] {3, 2, 'm', 'e'};
                            default -> ByteBuffer.allocate(17).put((byte) 4).array();
                        };
                say(client, null, join(new byte[] {5, 0, 0}, address, new byte[] {1, 2}));
                start("socks-back", () -> copy(peer, client));
                copy(client, peer);
            }
        } catch (IOException e) {
            // the client or the test has closed it
            return;
        }
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static String request(DataInputStream in) throws IOException {
        int type = in.readUnsignedByte();
        String host =
                switch (type) {
                    case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
                    case 3 -> new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
                    case 4 -> InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
                    default -> "?";
                };
        return type + " " + host + ":" + in.readUnsignedShort();
    }

    private void say(Socket client, byte[] scripted, byte[] right) throws IOException {
        byte[] bytes = scripted == null ? right : scripted;
        if (slow) {
            for (byte piece : bytes) {
                client.getOutputStream().write(piece);
            }
        } else {
            client.getOutputStream().write(bytes);
        }
        if (scripted != null && scripted.length == 0) {
            client.shutdownOutput();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // one end has closed
            return;
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (AutoCloseable each : open) {
                each.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
