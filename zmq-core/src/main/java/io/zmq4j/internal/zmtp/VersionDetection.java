package io.zmq4j.internal.zmtp;

import io.zmq4j.ZmtpVersion;
import io.zmq4j.internal.zmtp.mechanism.Mechanism;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The opening where older peers are allowed. It sends no more than a peer of any version understands: 10 bytes of signature,
 * which one without a greeting reads as the header of a routing id; the major version to a peer that has sent a signature
 * too; the rest when the peer's revision is known.
 *
 * <pre>
 * the peer sends                                    it speaks
 * a first byte other than FF, or FF (8 bytes) even  1.0, without a greeting
 * FF (8 bytes) odd 0                                1.0
 * FF (8 bytes) odd 1 or 2                           2.0
 * FF (8 bytes) odd 3 and above                      3.x
 * </pre>
 */
final class VersionDetection implements Opening {

    private static final int SIGNATURE_SIZE = 10;
    private static final int MAJOR = 3;

    private final ZmtpSettings settings;
    private final Mechanism mechanism;
    private final FrameDecoder frames;
    private final OutputQueue1 output;
    private final ByteBuffer seen = ByteBuffer.allocate(SIGNATURE_SIZE + 1);
    private @Nullable Opening chosen;

    VersionDetection(ZmtpSettings settings, Mechanism mechanism, FrameDecoder frames, OutputQueue1 output) {
        this.settings = settings;
        this.mechanism = mechanism;
        this.frames = frames;
        this.output = output;
        output.add(Arrays.copyOf(Greeting.encode(mechanism.name(), settings.routingId().length), SIGNATURE_SIZE));
    }

    @Override
    public boolean isGreeted() {
        return chosen != null && chosen.isGreeted();
    }

    @Override
    public FrameDecoder frames() {
        return chosen == null ? frames : chosen.frames();
    }

    @Override
    public boolean subscribesToAll() {
        return chosen != null && chosen.subscribesToAll();
    }

    @Override
    public @Nullable ZmtpPeer advance(ByteBuffer in) throws ProtocolException {
        Opening current = chosen;
        if (current == null) {
            current = choose(in);
            if (current == null) {
                return null;
            }
            chosen = current;
            ZmtpPeer peer = current.advance(seen.flip());
            if (peer != null) {
                return peer;
            }
        }
        return current.advance(in);
    }

    /** Reads until the version is known; what the opening of that version must read again remains in {@link #seen}. */
    private @Nullable Opening choose(ByteBuffer in) throws ProtocolException {
        while (in.hasRemaining()) {
            int index = seen.position();
            int value = in.get() & 0xFF;
            seen.put((byte) value);
            if (index == 0 && value != 0xFF || index == SIGNATURE_SIZE - 1 && (value & 1) == 0) {
                require(ZmtpVersion.V1, index, value);
                return OldOpening.unversioned(settings, output);
            }
            if (index == SIGNATURE_SIZE - 1) {
                output.add(new byte[] {MAJOR});
            }
            if (index == SIGNATURE_SIZE) {
                return versioned(value);
            }
        }
        return null;
    }

    private Opening versioned(int revision) throws ProtocolException {
        if (revision >= MAJOR) {
            return new Handshake(settings, mechanism, frames, output, SIGNATURE_SIZE + 1);
        }
        ZmtpVersion version = revision == 0 ? ZmtpVersion.V1 : ZmtpVersion.V2;
        require(version, SIGNATURE_SIZE, revision);
        seen.clear();
        return OldOpening.versioned(settings, version, output);
    }

    private void require(ZmtpVersion version, int index, int value) throws ProtocolException {
        boolean known = OldOpening.knows(settings.type());
        if (!known || version.compareTo(settings.minProtocol()) < 0) {
            throw new ProtocolException(
                    ProtocolException.UNSPECIFIED,
                    "greeting byte " + index + " is " + value + ": the peer speaks ZMTP "
                            + (version == ZmtpVersion.V1 ? "1.0, or none" : "2.0") + ", allowed: "
                            + (known
                                    ? settings.minProtocol() + " and newer"
                                    : "3.0 and newer with " + settings.type()));
        }
    }
}
