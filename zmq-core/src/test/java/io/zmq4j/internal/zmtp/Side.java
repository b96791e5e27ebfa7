package io.zmq4j.internal.zmtp;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.internal.zmtp.mechanism.Credentials;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;

/** One connection with a handler that writes down all that happens. */
final class Side implements ZmtpHandler {

    final List<String> events = new ArrayList<>();
    final List<Msg> messages = new ArrayList<>();
    final ZmtpConnection connection;
    final List<Credentials> credentials = new ArrayList<>();
    ZmtpPeer peer;
    Scratch scratch = Scratch.NEW;
    private final int chunk;

    Side(ZmtpSettings settings, int chunk) {
        this.chunk = chunk;
        connection = new ZmtpConnection(settings, this);
    }

    Side(SocketType type) {
        this(settings(type), Integer.MAX_VALUE);
    }

    static ZmtpSettings settings(SocketType type) {
        return new ZmtpSettings(type, new byte[0], Map.of(), -1, 1024);
    }

    static ZmtpSettings settings(SocketType type, long maxMessageSize, int maxFrames) {
        return new ZmtpSettings(type, new byte[0], Map.of(), maxMessageSize, maxFrames);
    }

    /** A side in traffic, with its own greeting and READY drained. */
    static Side ready(ZmtpSettings settings, String peerType, int peerMinor) {
        Side side = new Side(settings, Integer.MAX_VALUE);
        side.feed(Wire.greeting(peerMinor), Wire.ready(peerType));
        Assertions.assertThat(side.connection.phase()).isEqualTo(ZmtpConnection.Phase.TRAFFIC);
        side.drain();
        side.events.clear();
        return side;
    }

    static Side ready(SocketType type, String peerType) {
        return ready(settings(type), peerType, 1);
    }

    /** Decodes all, in chunks. */
    Side feed(Object... parts) {
        byte[] bytes = Wire.bytes(parts);
        for (int at = 0; at < bytes.length; at += Math.min(chunk, bytes.length - at)) {
            int length = Math.min(chunk, bytes.length - at);
            // room on both sides, as in a batch buffer, so that an offset which is ignored shows
            ByteBuffer in = ByteBuffer.allocate(length + 7).position(3).slice();
            in.put(bytes, at, length).flip();
            decode(in);
        }
        return this;
    }

    void decode(ByteBuffer in) {
        try {
            for (Msg msg = connection.decode(in); msg != null; msg = connection.decode(in)) {
                messages.add(msg);
                events.add("message " + msg.frames().stream().map(Side::text).toList());
            }
            Assertions.assertThat(in.remaining()).isZero();
        } catch (ProtocolException e) {
            throw new Refused(e);
        }
    }

    /** Everything that waits to be written. */
    byte[] drain() {
        return drain(64);
    }

    byte[] drain(int capacity) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        ByteBuffer out = ByteBuffer.allocate(capacity + 5).position(5).slice();
        boolean complete;
        do {
            complete = connection.fill(out);
            written.write(out.array(), out.arrayOffset(), out.position());
            out.clear();
            ByteBuffer large = connection.largeBody();
            if (large != null) {
                Assertions.assertThat(complete).isFalse();
                byte[] body = new byte[Math.min(large.remaining(), capacity * 16)];
                large.get(body);
                written.writeBytes(body);
            }
        } while (!complete);
        Assertions.assertThat(connection.hasOutput()).isFalse();
        return written.toByteArray();
    }

    static String text(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    @Override
    public Scratch scratch() {
        return scratch;
    }

    @Override
    public void onCredentials(Credentials shown) {
        credentials.add(shown);
    }

    /** Somebody has decided on the peer. */
    void verdict(int status) {
        try {
            connection.onVerdict(status);
        } catch (ProtocolException e) {
            throw new Refused(e);
        }
    }

    @Override
    public void onReady(ZmtpPeer peer) {
        this.peer = peer;
        events.add("ready " + peer.type() + " 3." + peer.minor() + " id=" + text(peer.routingId()) + " "
                + new java.util.TreeMap<>(peer.metadata().asMap()));
        Assertions.assertThat(connection.phase()).isEqualTo(ZmtpConnection.Phase.TRAFFIC);
    }

    @Override
    public void onSubscription(boolean subscribe, byte[] topic) {
        events.add((subscribe ? "subscribe " : "cancel ") + text(topic));
    }

    @Override
    public void onPing(int ttlMillis) {
        events.add("ping " + ttlMillis);
    }

    @Override
    public void onUnknownCommand(String name) {
        events.add("unknown " + name);
    }

    /** The connection refused its input. */
    static final class Refused extends RuntimeException {
        final int code;

        Refused(ProtocolException cause) {
            super(cause.getMessage(), cause);
            code = cause.code();
        }
    }

    static Metadata metadata(String name, String value) {
        return Metadata.of(Map.of(name, value));
    }
}
