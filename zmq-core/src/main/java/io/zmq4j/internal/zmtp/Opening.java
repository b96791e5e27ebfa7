package io.zmq4j.internal.zmtp;

import io.zmq4j.internal.zmtp.mechanism.Computation;
import io.zmq4j.internal.zmtp.mechanism.Credentials;
import io.zmq4j.internal.zmtp.mechanism.Mechanism;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What two peers say to each other before the first message. */
interface Opening {

    /** Whether the greeting of the peer is complete. */
    boolean isGreeted();

    /** Takes input up to the end of the opening, never beyond; null when more is needed. */
    @Nullable
    ZmtpPeer advance(ByteBuffer in) throws ProtocolException;

    /** Reads the frames that follow, once the opening is over. */
    FrameDecoder frames();

    /** What has to be computed before {@link #advance} is called again; null = nothing. */
    default @Nullable Computation computation() {
        return null;
    }

    /** That is done; see {@link Mechanism#onComputed}. */
    default void onComputed() throws ProtocolException {
        throw new IllegalStateException("nothing was computed");
    }

    /** What a verdict is due on before the opening goes on; null = nothing. */
    default @Nullable Credentials awaitsVerdict() {
        return null;
    }

    /** The peer is let in, or not; see {@link Mechanism#onVerdict}. */
    default void onVerdict(int status) {
        throw new IllegalStateException("no verdict is due");
    }

    /** Whether the peer is a subscriber that does not tell its subscriptions, and filters what it gets. */
    default boolean subscribesToAll() {
        return false;
    }
}
