package io.zmq4j.internal.zmtp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes as a peer sends them, written without the code under test. */
final class Wire {

    private Wire() {}

    /** Integers are single bytes, text is ASCII, arrays are themselves. */
    static byte[] bytes(Object... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object part : parts) {
            if (part instanceof Integer value) {
                out.write(value);
            } else if (part instanceof String text) {
                out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
            } else {
                out.writeBytes((byte[]) part);
            }
        }
        return out.toByteArray();
    }

    static byte[] fill(int count, int value) {
        byte[] bytes = new byte[count];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    static byte[] greeting(int major, int minor, String mechanism) {
        return bytes(0xFF, fill(8, 0), 0x7F, major, minor, mechanism, fill(20 - mechanism.length(), 0), 0, fill(31, 0));
    }

    static byte[] greeting(int minor) {
        return greeting(3, minor, "NULL");
    }

    static byte[] property(String name, Object... value) {
        byte[] content = bytes(value);
        return bytes(name.length(), name, int32(content.length), content);
    }

    static byte[] int32(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    static byte[] int64(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    static byte[] frame(int flags, Object... body) {
        byte[] content = bytes(body);
        return content.length <= 255
                ? bytes(flags, content.length, content)
                : bytes(flags | 2, int64(content.length), content);
    }

    static byte[] command(String name, Object... data) {
        return frame(4, name.length(), name, bytes(data));
    }

    static byte[] ready(String type) {
        return command("READY", property("Socket-Type", type));
    }

    static byte[] message(String... frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < frames.length; i++) {
            out.writeBytes(frame(i + 1 < frames.length ? 1 : 0, frames[i]));
        }
        return out.toByteArray();
    }
}
