package io.zmq4j.testing;

import static io.zmq4j.testing.Wire.ascii;
import static io.zmq4j.testing.Wire.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketType;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Bytes of WebSockets (RFC 6455) and ZWS 2.0 (RFC 45), right or wrong, as a test wants them. */
public final class WebSocketWire {

    public static final int BINARY = 0x82;
    public static final int CLOSE = 0x88;
    public static final int PING = 0x89;
    public static final int PONG = 0x8A;

    public static final int COMMAND = 2;

    /** The example of RFC 6455, section 1.3. */
    public static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    public static final String PROOF = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private static final byte[] MASK = {0x5A, 0x01, (byte) 0xF0, 0x33};

    private WebSocketWire() {}

    /** A request with these lines behind the first one. */
    public static byte[] request(String firstLine, String... fields) {
        return ascii(firstLine + "\r\n" + String.join("\r\n", fields) + "\r\n\r\n");
    }

    /** A right request for this path and these subprotocols, with more fields. */
    public static byte[] upgrade(String path, String protocols, String... fields) {
        return request(
                "GET " + path + " HTTP/1.1",
                "Host: localhost\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Key: " + KEY
                        + "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: " + protocols
                        + (fields.length == 0 ? "" : "\r\n" + String.join("\r\n", fields)));
    }

    /** What a server says to a request with this key. */
    public static byte[] switching(String key, String protocol) {
        return ascii("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + proof(key) + "\r\nSec-WebSocket-Protocol: " + protocol + "\r\n\r\n");
    }

    public static String proof(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1").digest(ascii(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** A frame of a client. */
    public static byte[] masked(int first, byte[] payload) {
        byte[] hidden = payload.clone();
        unmask(hidden, MASK);
        return join(header(first, 0x80, payload.length), MASK, hidden);
    }

    /** A frame of a server. */
    public static byte[] unmasked(int first, byte[] payload) {
        return join(header(first, 0, payload.length), payload);
    }

    /** The header of a frame, without a key, in the form that suits its size. */
    public static byte[] header(int first, int mask, long size) {
        if (size <= 125) {
            return new byte[] {(byte) first, (byte) (mask | size)};
        }
        if (size <= 0xFFFF) {
            return new byte[] {(byte) first, (byte) (mask | 126), (byte) (size >> 8), (byte) size};
        }
        return longHeader(first, mask, size);
    }

    /** A header with a size of 64 bits. */
    public static byte[] longHeader(int first, int mask, long size) {
        return ByteBuffer.allocate(10)
                .put((byte) first)
                .put((byte) (mask | 127))
                .putLong(size)
                .array();
    }

    /** A frame of ZMQ, of a client. */
    public static byte[] zmqFrame(int flags, byte[] body) {
        return masked(BINARY, join(new byte[] {(byte) flags}, body));
    }

    /** A command READY of this type, of a client. */
    public static byte[] ready(SocketType type) {
        return zmqFrame(COMMAND, readyBody(type));
    }

    public static byte[] readyBody(SocketType type) {
        return Wire.commandBody("READY", Wire.property("Socket-Type", ascii(type.name())));
    }

    /** Connects to a ws:// endpoint, and shakes hands as a socket of this type. */
    public static RawPeer connected(String endpoint, SocketType type) {
        RawPeer peer = RawPeer.connect(endpoint);
        peer.send(upgrade(URI.create(endpoint).getPath(), "ZWS2.0/NULL"));
        assertThat(readHead(peer)).startsWith("HTTP/1.1 101 ").contains(PROOF);
        peer.send(ready(type));
        assertThat(readFrame(peer).body()).startsWith(Wire.commandBody("READY"));
        return peer;
    }

    /** Up to the empty line. */
    public static String readHead(RawPeer peer) {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) peer.read(1)[0]);
        }
        return head.toString();
    }

    /** A frame as it came, unmasked. */
    public record Frame(int first, int key, byte[] payload) {

        public boolean isMasked() {
            return key != 0;
        }

        /** Of a frame of ZMQ. */
        public int flags() {
            return payload[0];
        }

        /** Of a frame of ZMQ. */
        public byte[] body() {
            assertThat(first).isEqualTo(BINARY);
            return java.util.Arrays.copyOfRange(payload, 1, payload.length);
        }

        /** Of a frame that closes. */
        public int code() {
            assertThat(first).isEqualTo(CLOSE);
            return ByteBuffer.wrap(payload).getShort();
        }
    }

    public static Frame readFrame(RawPeer peer) {
        int first = peer.read(1)[0] & 0xFF;
        int second = peer.read(1)[0] & 0xFF;
        long size = second & 0x7F;
        if (size == 126) {
            size = ByteBuffer.wrap(peer.read(2)).getShort() & 0xFFFF;
        } else if (size == 127) {
            size = ByteBuffer.wrap(peer.read(8)).getLong();
        }
        byte[] key = (second & 0x80) == 0 ? new byte[4] : peer.read(4);
        byte[] payload = peer.read(Math.toIntExact(size));
        unmask(payload, key);
        return new Frame(first, ByteBuffer.wrap(key).getInt(), payload);
    }

    /** The next frame that is no ping. */
    public static Frame readTraffic(RawPeer peer) {
        Frame frame = readFrame(peer);
        while (frame.first() == PING) {
            frame = readFrame(peer);
        }
        return frame;
    }

    private static void unmask(byte[] bytes, byte[] key) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= key[i % 4];
        }
    }
}
