package io.zmq4j.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes of ZMTP 3 (RFC 37), right or wrong, as a test wants them. */
public final class Wire {

    public static final int MORE = 1;
    public static final int LONG = 2;
    public static final int COMMAND = 4;

    public static final int GREETING = 64;

    private static final int MECHANISM_AT = 12;
    private static final int MECHANISM_SIZE = 20;

    private Wire() {}

    /** The greeting of the NULL mechanism at version 3.1. */
    public static byte[] greeting() {
        return greeting(3, 1, ascii("NULL"));
    }

    public static byte[] greeting(int major, int minor, byte[] mechanism) {
        byte[] greeting = new byte[GREETING];
        greeting[0] = (byte) 0xFF;
        greeting[9] = 0x7F;
        greeting[10] = (byte) major;
        greeting[11] = (byte) minor;
        System.arraycopy(mechanism, 0, greeting, MECHANISM_AT, Math.min(MECHANISM_SIZE, mechanism.length));
        return greeting;
    }

    /** A READY command of a socket of this type. */
    public static byte[] ready(String socketType) {
        return command("READY", property("Socket-Type", ascii(socketType)));
    }

    public static byte[] property(String name, byte[] value) {
        return property(name, value.length, value);
    }

    /** A property that claims to be of this size. */
    public static byte[] property(String name, int claimedSize, byte[] value) {
        byte[] size = ByteBuffer.allocate(Integer.BYTES).putInt(claimedSize).array();
        return join(new byte[] {(byte) name.length()}, ascii(name), size, value);
    }

    public static byte[] command(String name, byte[]... data) {
        return frame(COMMAND, commandBody(name, data));
    }

    public static byte[] commandBody(String name, byte[]... data) {
        return join(new byte[] {(byte) name.length()}, ascii(name), join(data));
    }

    /** A frame in the form that suits its size. */
    public static byte[] frame(int flags, byte[] body) {
        return body.length > 255
                ? longFrame(flags, body.length, body)
                : join(new byte[] {(byte) flags, (byte) body.length}, body);
    }

    /** A frame in the long form that claims to be of this size. */
    public static byte[] longFrame(int flags, long claimedSize, byte[] body) {
        byte[] head = ByteBuffer.allocate(1 + Long.BYTES)
                .put((byte) (flags | LONG))
                .putLong(claimedSize)
                .array();
        return join(head, body);
    }

    /** The frames of one message. */
    public static byte[] message(String... frames) {
        byte[] bytes = new byte[0];
        for (int i = 0; i < frames.length; i++) {
            bytes = join(bytes, frame(i + 1 < frames.length ? MORE : 0, ascii(frames[i])));
        }
        return bytes;
    }

    /** Bytes from hexadecimal digits; white space is for the reader. */
    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
