package io.zmq4j.internal.zmtp;

import io.zmq4j.SocketType;
import io.zmq4j.ZmtpVersion;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The opening of ZMTP 1.0 (RFC 13) and 2.0 (RFC 15), after what {@link VersionDetection} has read: each peer sends the type
 * of its socket, unless it is one without a greeting, and its routing id, in a frame that is empty when it has none.
 */
final class OldOpening implements Opening {

    private final SocketType local;
    private final ZmtpVersion version;
    private final boolean unversioned;
    private final FrameDecoder frames;
    private @Nullable SocketType peerType;

    private OldOpening(SocketType local, ZmtpVersion version, boolean unversioned) {
        this.local = local;
        this.version = version;
        this.unversioned = unversioned;
        this.frames = version == ZmtpVersion.V1 ? new FrameDecoder1() : new FrameDecoder2();
        frames.messageLimit(ZmtpPeer.LONGEST_ROUTING_ID);
        // a peer without a greeting does not tell; any that fits will do, as all that fit speak alike
        this.peerType = unversioned ? local.compatible().iterator().next() : null;
    }

    /** With a peer without a greeting, to which our signature was the header of the routing id that is sent now. */
    static OldOpening unversioned(ZmtpSettings settings, OutputQueue1 output) {
        output.add(settings.routingId());
        output.speak();
        return new OldOpening(settings.type(), ZmtpVersion.V1, true);
    }

    /** With a peer whose greeting has said this version. */
    static OldOpening versioned(ZmtpSettings settings, ZmtpVersion version, OutputQueue1 output) {
        output.add(new byte[] {(byte) settings.type().ordinal()});
        if (version == ZmtpVersion.V1) {
            output.addFrame(0, settings.routingId());
            output.speak();
        } else {
            output.add(Frame.encode(0, settings.routingId()));
        }
        return new OldOpening(settings.type(), version, false);
    }

    /** Whether these versions know the type; their numbers are those of the declaration, as in libzmq. */
    static boolean knows(SocketType type) {
        return type.ordinal() <= SocketType.XSUB.ordinal();
    }

    @Override
    public boolean isGreeted() {
        return peerType != null;
    }

    @Override
    public FrameDecoder frames() {
        return frames;
    }

    @Override
    public boolean subscribesToAll() {
        return unversioned && (local == SocketType.PUB || local == SocketType.XPUB);
    }

    @Override
    public @Nullable ZmtpPeer advance(ByteBuffer in) throws ProtocolException {
        SocketType type = peerType;
        if (type == null) {
            if (!in.hasRemaining()) {
                return null;
            }
            type = type(in.get() & 0xFF);
            peerType = type;
        }
        byte[] routingId = frames.next(in);
        if (routingId == null) {
            return null;
        }
        if (frames.flags() != 0) {
            throw new ProtocolException(
                    ProtocolException.MALFORMED_MESSAGE, "the frame of the routing id has the flag MORE");
        }
        return ZmtpPeer.old(version, type, !unversioned, routingId);
    }

    private SocketType type(int number) throws ProtocolException {
        for (SocketType type : local.compatible()) {
            if (type.ordinal() == number) {
                return type;
            }
        }
        throw new ProtocolException(
                ProtocolException.INVALID_METADATA,
                "a peer of socket type number " + number + " cannot talk to " + local + ", allowed: "
                        + local.compatible());
    }
}
