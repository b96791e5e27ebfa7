package io.zmq4j.internal.zmtp;

import io.zmq4j.internal.zmtp.mechanism.TrafficCipher;
import org.jspecify.annotations.Nullable;

/** Output of which everything is in boxes from the end of the handshake on, but what waits then. */
abstract class BoxingOutput extends OutputQueue {

    private final BoxingEncoder encoder;
    private @Nullable TrafficCipher cipher;

    /** How many controls of the handshake wait before the first one of the traffic. */
    private int plain;

    BoxingOutput(BoxingEncoder encoder) {
        super(encoder);
        this.encoder = encoder;
    }

    @Override
    final void protect(TrafficCipher traffic, Scratch scratch) {
        plain = waiting();
        cipher = traffic;
        encoder.protect(traffic, scratch);
    }

    /** What closes the box of the next control; null = it goes without. To be asked once for each. */
    final @Nullable TrafficCipher nextCipher() {
        if (plain == 0) {
            return cipher;
        }
        plain--;
        return null;
    }
}
