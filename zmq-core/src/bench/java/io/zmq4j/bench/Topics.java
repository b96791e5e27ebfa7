package io.zmq4j.bench;

import java.util.Arrays;

/** Topics of equal length: a message of one topic matches no subscription to another. */
final class Topics {

    private static final int DIGITS = 8;

    private Topics() {}

    static byte[] prefix(int index) {
        return message(index, DIGITS);
    }

    /** A message of this topic and of this many bytes. */
    static byte[] message(int index, int size) {
        byte[] message = new byte[size];
        int rest = index;
        for (int i = DIGITS - 1; i >= 0; i--) {
            message[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return message;
    }

    /** A message of each topic, to be copied. */
    static byte[][] messages(int topics, int size) {
        byte[][] messages = new byte[topics][];
        Arrays.setAll(messages, index -> message(index, size));
        return messages;
    }
}
