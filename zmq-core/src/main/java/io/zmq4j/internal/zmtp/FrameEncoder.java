package io.zmq4j.internal.zmtp;

import io.zmq4j.Msg;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One message at a time to bytes. Arrays are copied, in as many pieces as needed: what is written must leave the heap
 * anyway. A large direct buffer is lent instead. Only a frame that is lent, or does not fit at
 * once, leaves state behind.
 */
class FrameEncoder {

    /** Direct bodies from this size on are not copied but lent, to be written from where they are. */
    static final int LARGE = 16 * 1024;

    private @Nullable Msg message;
    private int frames;
    private int frame;
    private int size;

    // -- a frame that did not fit at once, or is lent --
    private final byte[] header = new byte[Frame.LONG_HEADER];
    private int headerSize;
    private int headerWritten;
    private @Nullable ByteBuffer body;

    boolean isIdle() {
        return message == null;
    }

    /** Takes a message, and writes it at once if there is a buffer, as far as it goes. */
    void start(Msg msg, @Nullable ByteBuffer out) {
        frames = msg.size();
        if (out != null && putFrames(msg, out)) {
            frame = 0;
        } else {
            message = msg; // only then: a reference from here to a young message is dear
        }
    }

    private boolean putFrames(Msg msg, ByteBuffer out) {
        while (frame < frames) {
            if (!putWhole(msg, out)) {
                return false;
            }
        }
        return true;
    }

    /** Writes on and tells whether the whole message is out; if it is not, {@code out} is full or a large body is due. */
    boolean encode(ByteBuffer out) {
        Msg msg = message;
        if (msg == null) {
            return true;
        }
        if (body != null && !resume(body, out)) {
            return false;
        }
        while (frame < frames) {
            if (!putWhole(msg, out) && !resume(open(msg), out)) {
                return false;
            }
        }
        message = null;
        frame = 0;
        return true;
    }

    /** There is no more output for now, so nothing is held that can be lent again. */
    void rest() {
        // nothing is copied but into the buffer
    }

    /** Bytes of the frame that is being written, or was last. */
    int frameSize() {
        return size;
    }

    /** The large body that must be written next, null when bytes for {@code out} come first. */
    @Nullable
    ByteBuffer largeBody() {
        ByteBuffer current = body;
        boolean due = current != null && headerWritten == headerSize && isLarge(current) && current.hasRemaining();
        return due ? current : null;
    }

    private static boolean isLarge(ByteBuffer body) {
        return body.isDirect() && body.limit() >= LARGE;
    }

    private boolean putWhole(Msg msg, ByteBuffer out) {
        size = msg.length(frame);
        if (size > out.remaining() - Frame.LONG_HEADER) {
            return false;
        }
        if (msg.hasArray(frame)) {
            out.put(putHeader(out, size), msg.bytes(frame));
        } else {
            ByteBuffer from = msg.buffer(frame);
            if (isLarge(from)) {
                return false;
            }
            out.put(putHeader(out, size), from, from.position(), size);
        }
        frame++;
        return true;
    }

    /** Goes on to the end of the whole frame, and returns the index of its body, which is yet to be put there. */
    private int putHeader(ByteBuffer out, int size) {
        int at = out.position();
        int bodyAt = at + Frame.putHeader(out, at, flags(), size);
        out.position(bodyAt + size);
        return bodyAt;
    }

    private int flags() {
        return frame + 1 < frames ? Frame.MORE : 0;
    }

    private ByteBuffer open(Msg msg) {
        // a slice, so that the limit of the body is its size
        ByteBuffer next = msg.hasArray(frame)
                ? ByteBuffer.wrap(msg.bytes(frame))
                : msg.buffer(frame).slice();
        headerSize = Frame.putHeader(header, 0, flags(), next.limit());
        headerWritten = 0;
        body = next;
        return next;
    }

    private boolean resume(ByteBuffer current, ByteBuffer out) {
        int n = Math.min(headerSize - headerWritten, out.remaining());
        out.put(header, headerWritten, n);
        headerWritten += n;
        if (!isLarge(current)) {
            int count = Math.min(current.remaining(), out.remaining());
            out.put(out.position(), current, current.position(), count);
            out.position(out.position() + count);
            current.position(current.position() + count);
        }
        if (headerWritten < headerSize || current.hasRemaining()) {
            return false;
        }
        body = null;
        frame++;
        return true;
    }
}
