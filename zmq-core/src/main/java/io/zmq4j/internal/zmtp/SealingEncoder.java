package io.zmq4j.internal.zmtp;

import io.zmq4j.Msg;
import io.zmq4j.internal.zmtp.mechanism.TrafficCipher;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One message at a time to boxes of a security mechanism, each around a frame: {@code | flags (1) | body |}. A box is made
 * just before it is written, as its nonce says its place in the traffic.
 */
final class SealingEncoder extends BoxingEncoder {

    /** In a box, more frames of the same message follow. */
    static final int MORE = 1;

    /** In a box, this is a command. */
    static final int COMMAND = 2;

    private static final byte[] NONE = {};

    private Scratch scratch = Scratch.NEW;

    /** A frame with its box: the bytes from {@link #next} to {@link #end} are to be written. */
    private byte[] sealed = NONE;

    private int next;
    private int end;

    @Override
    void protect(TrafficCipher traffic, Scratch lender) {
        super.protect(traffic, lender);
        scratch = lender;
    }

    @Override
    void rest() {
        if (message == null && sealed.length > Scratch.SMALL) {
            scratch.give(sealed);
            sealed = NONE;
        }
    }

    @Override
    boolean encode(ByteBuffer out) {
        Msg msg = message;
        if (msg == null) {
            return true;
        }
        while (true) {
            int count = Math.min(end - next, out.remaining());
            out.put(sealed, next, count);
            next += count;
            if (next < end) {
                return false;
            }
            if (frame == msg.size()) {
                finish();
                return true;
            }
            if (!out.hasRemaining()) {
                return false;
            }
            seal(msg);
            frame++;
        }
    }

    private void finish() {
        message = null;
        if (sealed.length > Scratch.LARGEST) {
            sealed = NONE;
        }
        next = 0;
        end = 0;
    }

    private void seal(Msg msg) {
        TrafficCipher traffic = cipher;
        if (traffic == null) {
            throw new IllegalStateException("the handshake is not complete");
        }
        size = msg.length(frame);
        int contentAt = Frame.LONG_HEADER + traffic.headerSize();
        int length = contentAt + FLAGS_SIZE + size;
        if (sealed.length < length) {
            sealed = scratch.take(length);
        }
        sealed[contentAt] = (byte) (frame + 1 < msg.size() ? MORE : 0);
        msg.buffer(frame).get(sealed, contentAt + FLAGS_SIZE, size);
        next = sealInFrame(traffic, sealed, FLAGS_SIZE + size);
        end = length;
    }

    /** The control, which is a frame, in a box in a frame. */
    static byte[] seal(TrafficCipher traffic, byte[] control) {
        int flags = control[0];
        int headerSize = (flags & Frame.LONG) == 0 ? Frame.SHORT_HEADER : Frame.LONG_HEADER;
        int bodySize = control.length - headerSize;
        int contentAt = Frame.LONG_HEADER + traffic.headerSize();
        byte[] bytes = new byte[contentAt + FLAGS_SIZE + bodySize];
        bytes[contentAt] = (byte) ((flags & Frame.COMMAND) == 0 ? 0 : COMMAND);
        System.arraycopy(control, headerSize, bytes, contentAt + FLAGS_SIZE, bodySize);
        int from = sealInFrame(traffic, bytes, FLAGS_SIZE + bodySize);
        return from == 0 ? bytes : Arrays.copyOfRange(bytes, from, bytes.length);
    }

    /** Closes the box behind the space of the longest header, and returns where the header of its frame begins. */
    private static int sealInFrame(TrafficCipher traffic, byte[] bytes, int contentSize) {
        traffic.seal(bytes, Frame.LONG_HEADER, contentSize);
        int boxSize = traffic.headerSize() + contentSize;
        int at = boxSize <= Frame.LONGEST_SHORT_BODY ? Frame.LONG_HEADER - Frame.SHORT_HEADER : 0;
        Frame.putHeader(bytes, at, 0, boxSize);
        return at;
    }
}
