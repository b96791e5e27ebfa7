package io.zmq4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketType;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;

/**
 * A peer that says on a TCP connection whatever a test wants, and stops where it wants. What it reads has a deadline of
 * {@link Waiting#SOON}.
 */
public final class RawPeer implements AutoCloseable {

    private final Socket socket;

    RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) Waiting.SOON.toMillis());
    }

    /** Connects to a {@code tcp://host:port}. */
    public static RawPeer connect(String endpoint) {
        URI uri = URI.create(endpoint);
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), (int) Waiting.SOON.toMillis());
            return new RawPeer(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect to " + endpoint, e);
        }
    }

    /** Connects and shakes hands as a socket of this type. */
    public static RawPeer ready(String endpoint, SocketType type) {
        return connect(endpoint).handshake(type);
    }

    /** Sends greeting and READY and reads those of the other side. */
    public RawPeer handshake(SocketType type) {
        send(Wire.greeting());
        assertThat(read(Wire.GREETING)).as("greeting").startsWith(0xFF).hasSize(Wire.GREETING);
        send(Wire.ready(type.name()));
        assertThat(readFrame().body()).as("READY").startsWith(Wire.commandBody("READY"));
        return this;
    }

    public RawPeer send(byte[]... parts) {
        try {
            socket.getOutputStream().write(Wire.join(parts));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends as much as the other side takes before it closes. */
    public RawPeer trySend(byte[]... parts) {
        try {
            socket.getOutputStream().write(Wire.join(parts));
        } catch (IOException e) {
            // closed meanwhile, which is what such a test waits for next
            return this;
        }
        return this;
    }

    /** Sends in pieces of this size, each in a segment of its own. */
    public RawPeer sendInPieces(int size, byte[]... parts) {
        byte[] all = Wire.join(parts);
        for (int from = 0; from < all.length; from += size) {
            send(Arrays.copyOfRange(all, from, Math.min(all.length, from + size)));
        }
        return this;
    }

    /** Exactly this many bytes. */
    public byte[] read(int count) {
        try {
            byte[] bytes = socket.getInputStream().readNBytes(count);
            if (bytes.length < count) {
                throw new EOFException("closed after " + bytes.length + " of " + count + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that comes until the other side closes, within {@link Waiting#SOON} between two bytes. */
    public byte[] readToEnd() {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                all.write(next);
            }
        } catch (SocketTimeoutException e) {
            throw new UncheckedIOException("not closed after " + all.size() + " bytes", e);
        } catch (IOException e) {
            // reset: closed while bytes of ours were on their way
            return all.toByteArray();
        }
        return all.toByteArray();
    }

    /** Whether bytes of the other side wait to be read. */
    public boolean hasInput() {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A frame as it came. */
    public record Frame(int flags, byte[] body) {
        /** Whether it is the command of this name. */
        public boolean isCommand(String name) {
            byte[] start = Wire.commandBody(name);
            return (flags & Wire.COMMAND) != 0
                    && body.length >= start.length
                    && Arrays.equals(body, 0, start.length, start, 0, start.length);
        }
    }

    public Frame readFrame() {
        int flags = read(1)[0] & 0xFF;
        if ((flags & Wire.LONG) == 0) {
            return new Frame(flags, read(read(1)[0] & 0xFF));
        }
        long size = java.nio.ByteBuffer.wrap(read(Long.BYTES)).getLong();
        return new Frame(flags, read(Math.toIntExact(size)));
    }

    /** The next frame that is no PING, which is not answered. */
    public Frame readTraffic() {
        Frame frame = readFrame();
        while (frame.isCommand("PING")) {
            frame = readFrame();
        }
        return frame;
    }

    /** Ends this side's half of the connection (FIN). */
    public RawPeer finish() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Breaks the connection (RST). */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the other side closes the connection within this time; what it sends before is read and dropped. */
    public boolean isClosedWithin(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        byte[] sink = new byte[8192];
        try {
            InputStream in = socket.getInputStream();
            while (true) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                socket.setSoTimeout((int) left);
                if (in.read(sink) < 0) {
                    return true;
                }
            }
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            // reset: closed while bytes of ours were on their way
            return true;
        }
    }

    @Override
    public void close() {
        try {
            // no TIME_WAIT: a test may open thousands of these
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
