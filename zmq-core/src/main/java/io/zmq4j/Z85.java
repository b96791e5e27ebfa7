package io.zmq4j;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes as printable text, 4 bytes in 5 characters (RFC 32), as keys of CURVE are written. libzmq: {@code zmq_z85_encode},
 * {@code zmq_z85_decode}. No error repeats the text, which may be a secret key.
 */
public final class Z85 {

    private static final String DIGITS =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

    private static final int BASE = 85;
    private static final int BYTES = 4;
    private static final int CHARACTERS = 5;
    private static final long LARGEST = 0xFFFF_FFFFL;

    /** The value of each ASCII character, -1 for one that is no digit. */
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < BASE; i++) {
            VALUES[DIGITS.charAt(i)] = (byte) i;
        }
    }

    private Z85() {}

    /**
     * The text of these bytes.
     *
     * @throws IllegalArgumentException when their number is no multiple of 4
     */
    public static String encode(byte[] bytes) {
        if (bytes.length % BYTES != 0) {
            throw new IllegalArgumentException(
                    "cannot encode " + bytes.length + " bytes as Z85, allowed: a multiple of " + BYTES);
        }
        byte[] text = new byte[Math.multiplyExact(bytes.length / BYTES, CHARACTERS)];
        int at = 0;
        for (int group = 0; group < bytes.length; group += BYTES) {
            long value = 0;
            for (int i = 0; i < BYTES; i++) {
                value = value << Byte.SIZE | bytes[group + i] & 0xFF;
            }
            for (int i = CHARACTERS - 1; i >= 0; i--) {
                text[at + i] = (byte) DIGITS.charAt((int) (value % BASE));
                value /= BASE;
            }
            at += CHARACTERS;
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /**
     * The bytes of this text.
     *
     * @throws IllegalArgumentException when its length is no multiple of 5, when a character is no digit of Z85, and when 5
     *     characters stand for more than 4 bytes
     */
    public static byte[] decode(String text) {
        int length = text.length();
        if (length % CHARACTERS != 0) {
            throw new IllegalArgumentException(
                    "cannot decode a Z85 text of " + length + " characters, allowed: a multiple of " + CHARACTERS);
        }
        byte[] bytes = new byte[length / CHARACTERS * BYTES];
        int at = 0;
        for (int group = 0; group < length; group += CHARACTERS) {
            long value = 0;
            for (int i = group; i < group + CHARACTERS; i++) {
                value = value * BASE + digit(text, i);
            }
            if (value > LARGEST) {
                throw new IllegalArgumentException("the Z85 characters " + group + " to " + (group + CHARACTERS - 1)
                        + " stand for more than 4 bytes, allowed: up to %nSc0");
            }
            for (int i = BYTES - 1; i >= 0; i--) {
                bytes[at + i] = (byte) value;
                value >>>= Byte.SIZE;
            }
            at += BYTES;
        }
        return bytes;
    }

    private static int digit(String text, int index) {
        char c = text.charAt(index);
        int value = c < VALUES.length ? VALUES[c] : -1;
        if (value < 0) {
            throw new IllegalArgumentException("character " + index + " of a Z85 text is U+"
                    + String.format("%04X", (int) c) + ", allowed: " + DIGITS);
        }
        return value;
    }
}
