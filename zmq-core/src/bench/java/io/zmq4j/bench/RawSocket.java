package io.zmq4j.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One connection: {@code flags (1) | size (1 or 8) | body}, through a buffer in each direction. */
final class RawSocket implements PeerSocket {

    private static final byte SHORT = 0;
    private static final byte LONG = 2;
    private static final int MOST_SHORT = 255;
    private static final int LONGEST_HEADER = 9;

    private final ByteBuffer in;
    private final ByteBuffer out;
    private final boolean fillsBatches;
    private @Nullable ServerSocketChannel server;
    private @Nullable SocketChannel connection;

    /**
     * @param in empties as frames are received
     * @param out fills as frames are sent
     * @param fillsBatches whether to write only when there is no room, otherwise after each frame
     */
    RawSocket(ByteBuffer in, ByteBuffer out, boolean fillsBatches) {
        this.in = in.limit(0);
        this.out = out;
        this.fillsBatches = fillsBatches;
    }

    @Override
    public String bind(String endpoint) {
        try {
            ServerSocketChannel bound = ServerSocketChannel.open();
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            server = bound;
            return "tcp://127.0.0.1:" + bound.socket().getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void connect(String endpoint) {
        URI uri = URI.create(endpoint);
        try {
            connection = tuned(SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void send(byte[] frame) {
        try {
            if (out.remaining() < LONGEST_HEADER) {
                flush();
            }
            if (frame.length <= MOST_SHORT) {
                out.put(SHORT).put((byte) frame.length);
            } else {
                out.put(LONG).putLong(frame.length);
            }
            for (int sent = 0; sent < frame.length; ) {
                if (!out.hasRemaining()) {
                    flush();
                }
                int part = Math.min(frame.length - sent, out.remaining());
                out.put(frame, sent, part);
                sent += part;
            }
            if (!fillsBatches) {
                flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void flush() throws IOException {
        out.flip();
        SocketChannel channel = connection();
        while (out.hasRemaining()) {
            channel.write(out);
        }
        out.clear();
    }

    @Override
    public byte[] receive() {
        try {
            await(2);
            boolean isShort = in.get() == SHORT;
            if (!isShort) {
                await(Long.BYTES);
            }
            byte[] frame = new byte[isShort ? in.get() & 0xff : Math.toIntExact(in.getLong())];
            for (int received = 0; received < frame.length; ) {
                await(1);
                int part = Math.min(frame.length - received, in.remaining());
                in.get(frame, received, part);
                received += part;
            }
            return frame;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(int bytes) throws IOException {
        while (in.remaining() < bytes) {
            in.compact();
            int count = connection().read(in);
            in.flip();
            if (count < 0) {
                throw new EOFException("the other end closed");
            }
        }
    }

    private SocketChannel connection() throws IOException {
        SocketChannel open = connection;
        if (open == null) {
            if (server == null) {
                throw new IllegalStateException("neither bound nor connected");
            }
            open = tuned(server.accept());
            connection = open;
        }
        return open;
    }

    private static SocketChannel tuned(SocketChannel channel) throws IOException {
        return channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
}
