package io.zmq4j.internal.zmtp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** In the place of an opening after the connection has parted: nothing is received any more, and no message is sent. */
final class PartedOpening implements Opening {

    private final FrameDecoder frames;

    PartedOpening(FrameDecoder frames) {
        this.frames = frames;
    }

    @Override
    public boolean isGreeted() {
        return true;
    }

    @Override
    public @Nullable ZmtpPeer advance(ByteBuffer in) {
        in.position(in.limit());
        return null;
    }

    @Override
    public FrameDecoder frames() {
        return frames;
    }
}
