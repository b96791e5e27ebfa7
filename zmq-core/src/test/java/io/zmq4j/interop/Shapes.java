package io.zmq4j.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The messages that every pair exchanges. */
final class Shapes {

    static final int HUGE = 16 << 20;

    private static final int[] SIZES = {0, 1, 255, 256, 8_192, 65_536};

    private Shapes() {}

    /** Messages of 1 to 10 frames; every size of frame stands in every place of one of them, but never as a lone 0. */
    static List<List<byte[]>> all() {
        List<List<byte[]>> shapes = new ArrayList<>();
        for (int count = 1; count <= 10; count++) {
            for (int first = 0; first < SIZES.length; first++) {
                List<byte[]> frames = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    frames.add(bytes(SIZES[(first + i) % SIZES.length]));
                }
                shapes.add(frames);
            }
        }
        return shapes;
    }

    /** Bytes that differ from place to place, the same for each call. */
    static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
