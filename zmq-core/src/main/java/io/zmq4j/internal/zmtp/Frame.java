package io.zmq4j.internal.zmtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The layout of a frame (RFC 37, "Framing"):
 *
 * <pre>
 * short  | flags (1) | size (1)             | body |
 * long   | flags (1) | size (8, big endian) | body |
 * </pre>
 */
final class Frame {

    /** Bodies from this size on are worth larger reads and writes. */
    static final int LARGE = 32 * 1024;

    /** More frames of the same message follow. */
    static final int MORE = 1;

    /** The size has 8 bytes. */
    static final int LONG = 2;

    /** The body is a command, not a part of a message. */
    static final int COMMAND = 4;

    static final int SHORT_HEADER = 2;
    static final int LONG_HEADER = 9;
    static final int LONGEST_SHORT_BODY = 255;

    /** The longest body: arrays a little below 2^31 bytes cannot be allocated by every JVM. */
    static final int LONGEST_BODY = Integer.MAX_VALUE - 16;

    private static final VarHandle BIG_ENDIAN_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Frame() {}

    /** The 8-byte size of a long header that begins at this index; a value from 2^63 on is negative. */
    static long longSize(byte[] bytes, int header) {
        return (long) BIG_ENDIAN_LONG.get(bytes, header + 1);
    }

    /** Writes the header and returns its length. */
    static int putHeader(byte[] bytes, int at, int flags, int size) {
        if (size <= LONGEST_SHORT_BODY) {
            bytes[at] = (byte) flags;
            bytes[at + 1] = (byte) size;
            return SHORT_HEADER;
        }
        bytes[at] = (byte) (flags | LONG);
        BIG_ENDIAN_LONG.set(bytes, at + 1, (long) size);
        return LONG_HEADER;
    }

    /** The same in a big-endian buffer, at an index. */
    static int putHeader(ByteBuffer out, int at, int flags, int size) {
        if (size <= LONGEST_SHORT_BODY) {
            out.putShort(at, (short) (flags << Byte.SIZE | size));
            return SHORT_HEADER;
        }
        out.put(at, (byte) (flags | LONG));
        out.putLong(at + 1, size);
        return LONG_HEADER;
    }

    /** A whole frame. */
    static byte[] encode(int flags, byte[] body) {
        int header = body.length <= LONGEST_SHORT_BODY ? SHORT_HEADER : LONG_HEADER;
        byte[] frame = new byte[header + body.length];
        putHeader(frame, 0, flags, body.length);
        System.arraycopy(body, 0, frame, header, body.length);
        return frame;
    }
}
