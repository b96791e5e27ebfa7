package io.zmq4j.testing;

import com.sun.jna.Memory;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The Z85 of libzmq. */
public final class LibZmqZ85 {

    private LibZmqZ85() {}

    public static String encode(byte[] bytes) {
        Memory text = new Memory(bytes.length / 4 * 5 + 1L);
        if (LibZmq.zmq_z85_encode(text, bytes, bytes.length) == null) {
            throw new IllegalArgumentException("zmq_z85_encode of " + bytes.length + " bytes");
        }
        return text.getString(0, StandardCharsets.US_ASCII.name());
    }

    /** The bytes, null where libzmq refuses the text. */
    public static byte @Nullable [] decode(String text) {
        int size = text.length() / 5 * 4;
        Memory bytes = new Memory(size + 4L);
        return LibZmq.zmq_z85_decode(bytes, text) == null ? null : bytes.getByteArray(0, size);
    }
}
