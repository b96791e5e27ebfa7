package io.zmq4j.internal.zmtp;

import io.zmq4j.SocketType;
import io.zmq4j.ZmtpVersion;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** ZWS 2.0 without a mechanism (RFC 45, "No Mechanism"): the first message of each side is its routing id. */
final class BareOpening implements Opening {

    private final SocketType local;
    private final FrameDecoder frames;

    BareOpening(ZmtpSettings settings, FrameDecoder frames, OutputQueue output) {
        local = settings.type();
        this.frames = frames;
        frames.messageLimit(ZmtpPeer.LONGEST_ROUTING_ID);
        output.add(Frame.encode(0, settings.routingId()));
    }

    @Override
    public boolean isGreeted() {
        return true;
    }

    @Override
    public FrameDecoder frames() {
        return frames;
    }

    @Override
    public @Nullable ZmtpPeer advance(ByteBuffer in) throws ProtocolException {
        byte[] routingId = frames.next(in);
        if (routingId == null) {
            return null;
        }
        if (frames.flags() != 0) {
            throw new ProtocolException(
                    ProtocolException.UNEXPECTED_COMMAND,
                    "the first frame has the flags " + frames.flags() + ", allowed: 0, as it is the routing id");
        }
        // the peer does not tell its type; any that fits will do, as all that fit speak alike
        SocketType any = local.compatible().iterator().next();
        return ZmtpPeer.old(ZmtpVersion.V3, any, false, routingId);
    }
}
