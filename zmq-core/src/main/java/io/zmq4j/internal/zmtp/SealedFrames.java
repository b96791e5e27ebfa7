package io.zmq4j.internal.zmtp;

import io.zmq4j.internal.zmtp.mechanism.TrafficCipher;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes frames out of the boxes of a security mechanism. Only what was in a box counts; whether the box is a command does not. */
final class SealedFrames extends FrameDecoder {

    private static final int KNOWN_FLAGS = SealingEncoder.MORE | SealingEncoder.COMMAND;

    private static final byte[] NONE = {};

    private final FrameDecoder boxes;

    /** Whether the boxes are in the frames of ZMTP, not in those of another transport. */
    private final boolean inFrames;

    private final TrafficCipher cipher;
    private final Scratch scratch;
    private final int overhead;
    private int flags;

    /** Boxes are copied here to be opened. */
    private byte[] copy = NONE;

    private long bodyLimit;

    SealedFrames(FrameDecoder boxes, TrafficCipher cipher, Scratch scratch) {
        this.boxes = boxes;
        this.inFrames = boxes.getClass() == FrameDecoder.class;
        this.cipher = cipher;
        this.scratch = scratch;
        this.overhead = cipher.headerSize() + 1;
    }

    @Override
    void enterTraffic(long messageLimit, long commandLimit) {
        bodyLimit = messageLimit;
        long limit = sealed(Math.max(messageLimit, commandLimit));
        boxes.enterTraffic(limit, limit);
    }

    @Override
    void messageLimit(long limit) {
        bodyLimit = limit;
    }

    private long sealed(long bodySize) {
        return Math.min(bodySize, Frame.LONGEST_BODY - overhead) + overhead;
    }

    @Override
    boolean isLarge() {
        return boxes.isLarge();
    }

    @Override
    int flags() {
        return flags;
    }

    @Override
    byte @Nullable [] next(ByteBuffer in) throws ProtocolException {
        // what is there as a whole is copied to an array that is used again and again
        int size = inFrames ? boxes.enterWhole(in, 0, Math.min(Scratch.LARGEST, sealed(bodyLimit))) : -1;
        if (size >= 0) {
            if (copy.length < size) {
                copy = scratch.take(size);
            }
            in.get(copy, 0, size);
            return open(copy, size);
        }
        byte[] box = boxes.next(in);
        return box == null ? null : open(box, box.length);
    }

    @Override
    void rest() {
        if (copy.length > Scratch.SMALL) {
            scratch.give(copy);
            copy = NONE;
        }
    }

    private byte[] open(byte[] box, int length) throws ProtocolException {
        int at = cipher.open(box, 0, length);
        int inner = box[at];
        if ((inner & ~KNOWN_FLAGS) != 0 || inner == KNOWN_FLAGS) {
            throw new ProtocolException(
                    ProtocolException.MALFORMED_MESSAGE,
                    "encrypted frame with flags " + (inner & 0xFF)
                            + ", allowed: 0 and 1 for a message, 2 for a command");
        }
        flags = inner == SealingEncoder.COMMAND ? Frame.COMMAND : inner;
        int size = length - at - 1;
        if (flags != Frame.COMMAND && size > bodyLimit) {
            throw new ProtocolException(
                    ProtocolException.MALFORMED_MESSAGE, "frame of " + size + " bytes, allowed: up to " + bodyLimit);
        }
        return Arrays.copyOfRange(box, at + 1, length);
    }
}
