package io.zmq4j.internal.zmtp;

import io.zmq4j.internal.zmtp.mechanism.TrafficCipher;

/** Output that, once the handshake is complete, is in the boxes of the security mechanism. */
final class SealedOutput extends BoxingOutput {

    SealedOutput() {
        super(new SealingEncoder());
    }

    @Override
    byte[] finish(byte[] control) {
        TrafficCipher traffic = nextCipher();
        return traffic == null ? control : SealingEncoder.seal(traffic, control);
    }
}
