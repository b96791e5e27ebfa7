package io.zmq4j.internal.zmtp;

import io.zmq4j.internal.zmtp.mechanism.TrafficCipher;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes frames out of the boxes of a security mechanism. Only what was in a box counts; whether the box is a command does not. */
final class SealedFrames extends FrameDecoder {

    private static final int KNOWN_FLAGS = SealingEncoder.MORE | SealingEncoder.COMMAND;

    private final TrafficCipher cipher;
    private final int overhead;
    private int flags;
    private long bodyLimit;

    SealedFrames(TrafficCipher cipher) {
        this.cipher = cipher;
        this.overhead = cipher.headerSize() + 1;
    }

    @Override
    void enterTraffic(long messageLimit, long commandLimit) {
        bodyLimit = messageLimit;
        long limit = sealed(Math.max(messageLimit, commandLimit));
        super.enterTraffic(limit, limit);
    }

    @Override
    void messageLimit(long limit) {
        bodyLimit = limit;
    }

    private long sealed(long bodySize) {
        return Math.min(bodySize, Frame.LONGEST_BODY - overhead) + overhead;
    }

    @Override
    int flags() {
        return flags;
    }

    @Override
    byte @Nullable [] next(ByteBuffer in) throws ProtocolException {
        byte[] box = super.next(in);
        return box == null ? null : open(box);
    }

    private byte[] open(byte[] box) throws ProtocolException {
        int at = cipher.open(box, 0, box.length);
        int inner = box[at];
        if ((inner & ~KNOWN_FLAGS) != 0 || inner == KNOWN_FLAGS) {
            throw new ProtocolException(
                    ProtocolException.MALFORMED_MESSAGE,
                    "encrypted frame with flags " + (inner & 0xFF)
                            + ", allowed: 0 and 1 for a message, 2 for a command");
        }
        flags = inner == SealingEncoder.COMMAND ? Frame.COMMAND : inner;
        int size = box.length - at - 1;
        if (flags != Frame.COMMAND && size > bodyLimit) {
            throw new ProtocolException(
                    ProtocolException.MALFORMED_MESSAGE, "frame of " + size + " bytes, allowed: up to " + bodyLimit);
        }
        return Arrays.copyOfRange(box, at + 1, box.length);
    }
}
