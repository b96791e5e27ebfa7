package io.zmq4j.internal.zmtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a frame of a WebSocket (RFC 6455, section 5.2). A frame of ZMQ is one binary frame, whose payload begins with
 * a byte of flags (RFC 45, "Framing"):
 *
 * <pre>
 * | FIN, opcode (1) | masked, size (1) | size if it was 126 (2) or 127 (8) | key if masked (4) | payload |
 *                                                           payload of a binary frame: | flags (1) | body |
 * </pre>
 *
 * A client masks what it sends: the byte i of the payload is combined with byte i mod 4 of the key.
 */
final class WebSocketFrame {

    static final int FIN = 0x80;
    static final int RESERVED = 0x70;
    static final int OPCODE = 0x0F;

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    static final int MASKED = 0x80;
    static final int SIZE_OF_16_BITS = 126;
    static final int SIZE_OF_64_BITS = 127;
    static final int LONGEST_16_BITS = 0xFFFF;
    static final int LONGEST_HEADER = 14;
    static final int LONGEST_CONTROL = 125;
    static final int KEY_SIZE = 4;

    /** In the byte before a body: more frames of the same message follow. */
    static final int MORE = 1;

    /** In the byte before a body: it is a command. */
    static final int COMMAND = 2;

    private static final byte[] NO_FLAGS = {};
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private WebSocketFrame() {}

    /** Writes a header without a key, and returns its length. */
    static int putHeader(byte[] bytes, int opcode, long size, boolean masked) {
        int mask = masked ? MASKED : 0;
        bytes[0] = (byte) (FIN | opcode);
        if (size <= LONGEST_CONTROL) {
            bytes[1] = (byte) (mask | (int) size);
            return 2;
        }
        if (size <= LONGEST_16_BITS) {
            bytes[1] = (byte) (mask | SIZE_OF_16_BITS);
            bytes[2] = (byte) (size >>> Byte.SIZE);
            bytes[3] = (byte) size;
            return 2 + Short.BYTES;
        }
        bytes[1] = (byte) (mask | SIZE_OF_64_BITS);
        LONGS.set(bytes, 2, size);
        return 2 + Long.BYTES;
    }

    static void putKey(byte[] bytes, int at, int key) {
        for (int i = 0; i < KEY_SIZE; i++) {
            bytes[at + i] = (byte) (key >>> (Integer.SIZE - Byte.SIZE * (i + 1)));
        }
    }

    static int key(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | bytes[at + 3] & 0xFF;
    }

    /** The key as it begins for what follows after so many bytes of the payload. */
    static int keyAfter(int key, long count) {
        return Integer.rotateLeft(key, (int) (count & (KEY_SIZE - 1)) * Byte.SIZE);
    }

    /** Masks, or unmasks, up to an index, 8 bytes at a time. */
    static void mask(byte[] bytes, int from, int to, int key) {
        long wide = wide(key);
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ wide);
        }
        for (int rest = key; at < to; at++, rest = Integer.rotateLeft(rest, Byte.SIZE)) {
            bytes[at] ^= (byte) (rest >>> (Integer.SIZE - Byte.SIZE));
        }
    }

    /** The same in a big-endian buffer. */
    static void mask(ByteBuffer bytes, int from, int to, int key) {
        long wide = wide(key);
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            bytes.putLong(at, bytes.getLong(at) ^ wide);
        }
        for (int rest = key; at < to; at++, rest = Integer.rotateLeft(rest, Byte.SIZE)) {
            bytes.put(at, (byte) (bytes.get(at) ^ rest >>> (Integer.SIZE - Byte.SIZE)));
        }
    }

    private static long wide(int key) {
        return (long) key << Integer.SIZE | key & 0xFFFF_FFFFL;
    }

    /** A whole control frame. */
    static byte[] control(int opcode, byte[] payload, @Nullable MaskKeys masks) {
        return encode(opcode, NO_FLAGS, payload, 0, payload.length, masks);
    }

    /** A whole binary frame around a part of an array. */
    static byte[] binary(int flags, byte[] from, int at, int size, @Nullable MaskKeys masks) {
        return encode(BINARY, new byte[] {(byte) flags}, from, at, size, masks);
    }

    private static byte[] encode(int opcode, byte[] flags, byte[] from, int at, int size, @Nullable MaskKeys masks) {
        byte[] header = new byte[LONGEST_HEADER];
        int headerSize = putHeader(header, opcode, (long) flags.length + size, masks != null);
        int key = 0;
        if (masks != null) {
            key = masks.next();
            putKey(header, headerSize, key);
            headerSize += KEY_SIZE;
        }
        byte[] frame = new byte[headerSize + flags.length + size];
        System.arraycopy(header, 0, frame, 0, headerSize);
        System.arraycopy(flags, 0, frame, headerSize, flags.length);
        System.arraycopy(from, at, frame, headerSize + flags.length, size);
        mask(frame, headerSize, frame.length, key);
        return frame;
    }
}
