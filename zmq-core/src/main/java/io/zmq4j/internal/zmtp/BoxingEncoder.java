package io.zmq4j.internal.zmtp;

import io.zmq4j.Msg;
import io.zmq4j.internal.zmtp.mechanism.TrafficCipher;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One message at a time, whose frames may go in the boxes of a security mechanism, and so are always copied. */
abstract class BoxingEncoder extends FrameEncoder {

    /** In front of what is in a box, or in a frame of a WebSocket. */
    static final int FLAGS_SIZE = 1;

    @Nullable
    TrafficCipher cipher;

    /** Null when all is written. */
    @Nullable
    Msg message;

    /** The place in the message of the frame that is next, and the bytes of the one before. */
    int frame;

    int size;

    /**
     * From now on there are boxes.
     *
     * @param scratch where they may be closed
     */
    void protect(TrafficCipher traffic, Scratch scratch) {
        cipher = traffic;
    }

    @Override
    final boolean isIdle() {
        return message == null;
    }

    @Override
    final void start(Msg msg, @Nullable ByteBuffer out) {
        message = msg;
        frame = 0;
        if (out != null) {
            encode(out);
        }
    }

    @Override
    final int frameSize() {
        return size;
    }

    @Override
    final @Nullable ByteBuffer largeBody() {
        return null;
    }
}
