package io.zmq4j.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Topics of equal length: a message of one topic matches no subscription to another. */
final class Topics {

    private Topics() {}

    static byte[] prefix(int index) {
        return String.format(Locale.ROOT, "%08d", index).getBytes(StandardCharsets.US_ASCII);
    }

    /** A message of each topic, to be copied. */
    static byte[][] messages(int topics, int size) {
        byte[][] messages = new byte[topics][];
        Arrays.setAll(messages, index -> Arrays.copyOf(prefix(index), size));
        return messages;
    }
}
