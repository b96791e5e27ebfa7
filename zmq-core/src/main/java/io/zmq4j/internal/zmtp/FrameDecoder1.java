package io.zmq4j.internal.zmtp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Frames of ZMTP 1.0; see {@link Frame1} for their layout. */
final class FrameDecoder1 extends FrameDecoder {

    private final byte[] header = new byte[Frame1.LONG_HEADER];
    private int filled;

    @Override
    byte @Nullable [] next(ByteBuffer in) throws ProtocolException {
        return nextInPieces(in);
    }

    @Override
    boolean readHeader(ByteBuffer in) throws ProtocolException {
        while (filled == 0 || filled < headerSize()) {
            if (!in.hasRemaining()) {
                return false;
            }
            header[filled++] = in.get();
        }
        int end = headerSize();
        long length = isLong() ? Frame.longSize(header, 0) : header[0] & 0xFF;
        int flags = header[end - 1];
        filled = 0;
        if ((flags & ~Frame.MORE) != 0) {
            throw malformed("frame flags are " + (flags & 0xFF) + ", allowed in ZMTP 1.0: 0 and 1");
        }
        if (length == 0) {
            throw lengthZero();
        }
        begin(flags, length - 1);
        return true;
    }

    private boolean isLong() {
        return (header[0] & 0xFF) == Frame1.LONG_MARK;
    }

    private int headerSize() throws ProtocolException {
        if (header[0] == 0) {
            throw lengthZero();
        }
        return isLong() ? Frame1.LONG_HEADER : Frame1.SHORT_HEADER;
    }

    private static ProtocolException lengthZero() {
        return malformed("frame of length 0, allowed in ZMTP 1.0: from 1, as the flags count");
    }

    private static ProtocolException malformed(String message) {
        return new ProtocolException(ProtocolException.MALFORMED_MESSAGE, message);
    }
}
