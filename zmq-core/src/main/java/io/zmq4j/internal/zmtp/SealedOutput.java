package io.zmq4j.internal.zmtp;

import io.zmq4j.internal.zmtp.mechanism.TrafficCipher;
import org.jspecify.annotations.Nullable;

/** Output that, once the handshake is complete, is in the boxes of the security mechanism. */
final class SealedOutput extends OutputQueue {

    private final SealingEncoder encoder;
    private @Nullable TrafficCipher cipher;

    /** How many controls of the handshake wait before the first one of the traffic. */
    private int plain;

    SealedOutput() {
        this(new SealingEncoder());
    }

    private SealedOutput(SealingEncoder encoder) {
        super(encoder);
        this.encoder = encoder;
    }

    @Override
    void protect(TrafficCipher traffic, Scratch scratch) {
        plain = waiting();
        cipher = traffic;
        encoder.protect(traffic, scratch);
    }

    @Override
    byte[] finish(byte[] control) {
        TrafficCipher traffic = cipher;
        if (traffic == null || plain-- > 0) {
            return control;
        }
        return SealingEncoder.seal(traffic, control);
    }
}
