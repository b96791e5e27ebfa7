package io.zmq4j.internal.zmtp;

import java.nio.ByteBuffer;

/**
 * The layout of a frame of ZMTP 1.0 (RFC 13). The length counts the flags, so it is never 0:
 *
 * <pre>
 * short  | length (1): 1 to 254              | flags (1) | body |
 * long   | FF | length (8, big endian) | flags (1) | body |
 * </pre>
 *
 * The only flag is {@link Frame#MORE}.
 */
final class Frame1 {

    static final int LONG_MARK = 0xFF;
    static final int SHORT_HEADER = 2;
    static final int LONG_HEADER = 10;

    private static final int LONGEST_SHORT_BODY = 253;

    private Frame1() {}

    static byte[] header(int flags, int size) {
        if (size <= LONGEST_SHORT_BODY) {
            return new byte[] {(byte) (size + 1), (byte) flags};
        }
        return ByteBuffer.allocate(LONG_HEADER)
                .put((byte) LONG_MARK)
                .putLong(size + 1L)
                .put((byte) flags)
                .array();
    }
}
