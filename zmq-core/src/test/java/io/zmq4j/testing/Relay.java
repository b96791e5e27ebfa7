package io.zmq4j.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between two peers on TCP, notes what they say, and passes it on or holds it back, as a test wants. What is held
 * back includes the end of a connection, so that each of the two has to find out for itself.
 */
public final class Relay implements AutoCloseable {

    /** Who connected to the relay, or who is bound behind it. */
    public enum Side {
        CLIENT,
        SERVER
    }

    private static final int CHUNK = 1 << 16;

    /** By identity, stands for the end of what a side says. */
    private static final byte[] END = {};

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final Heard[] heard = {new Heard(), new Heard()};
    private final AtomicInteger connections = new AtomicInteger();
    private volatile int piece = CHUNK;
    private boolean paused;
    private boolean closed;

    /** What one side has said, and how many of its connections it has ended. */
    private static final class Heard {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int ends;

        synchronized void add(byte[] chunk, int count) {
            bytes.write(chunk, 0, count);
        }

        synchronized void end() {
            ends++;
        }

        synchronized int ends() {
            return ends;
        }

        synchronized int count(String text) {
            return bytes.toString(StandardCharsets.ISO_8859_1).split(text, -1).length - 1;
        }
    }

    /** @param target the {@code tcp://host:port}, or {@code tls}, to connect to for each connection */
    public Relay(String target) {
        URI uri = URI.create(target);
        this.target = new InetSocketAddress(uri.getHost(), uri.getPort());
        try {
            server = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** Where to connect. */
    public String endpoint() {
        return "tcp://127.0.0.1:" + server.getLocalPort();
    }

    /** Holds everything back from now on. */
    public synchronized void pause() {
        paused = true;
    }

    public synchronized void resume() {
        paused = false;
        notifyAll();
    }

    /** Passes on so many bytes at a time from now on, each time in a segment of its own. */
    public void inPiecesOf(int bytes) {
        piece = bytes;
    }

    /** How many connections were made so far. */
    public int connections() {
        return connections.get();
    }

    /** How many connections this side has ended. */
    public int endedBy(Side side) {
        return heard[side.ordinal()].ends();
    }

    /** How often this side has said this. */
    public int heard(Side side, String text) {
        return heard[side.ordinal()].count(text);
    }

    private static void start(Runnable body) {
        Thread thread = new Thread(body, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                connections.incrementAndGet();
                Socket behind = new Socket();
                open.add(client);
                open.add(behind);
                behind.connect(target, (int) Waiting.SOON.toMillis());
                client.setTcpNoDelay(true);
                behind.setTcpNoDelay(true);
                join(client, behind, Side.CLIENT);
                join(behind, client, Side.SERVER);
            }
        } catch (IOException e) {
            closeSockets(); // closed, or nobody is bound behind it any more
        }
    }

    private void join(Socket from, Socket to, Side side) {
        BlockingQueue<byte[]> said = new LinkedBlockingQueue<>();
        start(() -> listen(from, said, heard[side.ordinal()]));
        start(() -> tell(said, from, to));
    }

    /** Goes on while nothing is passed on, so that what is held back and its end are noticed. */
    private static void listen(Socket from, BlockingQueue<byte[]> said, Heard note) {
        byte[] chunk = new byte[CHUNK];
        for (int count = read(from, chunk); count >= 0; count = read(from, chunk)) {
            note.add(chunk, count);
            said.add(Arrays.copyOf(chunk, count));
        }
        if (!from.isClosed()) {
            note.end();
        }
        said.add(END);
    }

    /** As {@link java.io.InputStream#read}; a reset is an end, too. */
    private static int read(Socket from, byte[] chunk) {
        try {
            return from.getInputStream().read(chunk);
        } catch (IOException e) {
            return -1;
        }
    }

    private void tell(BlockingQueue<byte[]> said, Socket from, Socket to) {
        try (from;
                to) {
            for (byte[] chunk = said.take(); chunk != END; chunk = said.take()) {
                awaitResumed();
                int size = piece;
                for (int at = 0; at < chunk.length; at += size) {
                    to.getOutputStream().write(chunk, at, Math.min(size, chunk.length - at));
                }
            }
            awaitResumed();
        } catch (IOException e) {
            return; // the other side has ended it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void awaitResumed() throws InterruptedException {
        while (paused && !closed) {
            wait();
        }
    }

    private void closeSockets() {
        try {
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        closeSockets();
    }
}
