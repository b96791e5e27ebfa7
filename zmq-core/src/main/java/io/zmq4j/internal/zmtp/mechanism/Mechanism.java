package io.zmq4j.internal.zmtp.mechanism;

import io.zmq4j.internal.zmtp.Command;
import io.zmq4j.internal.zmtp.PropertyList;
import io.zmq4j.internal.zmtp.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * One side of a security handshake (RFC 37, "Security mechanisms"). After the greeting, and again after each command of
 * the peer and each verdict, {@link #nextCommand} is asked until it has none. The handshake is complete when
 * {@link #peerProperties} are known and nothing is left to send.
 */
public interface Mechanism {

    /** The name in the greeting, at most 20 ASCII characters; both peers must name the same. */
    String name();

    /**
     * The next command to send, without a frame header; null while it is the peer's turn, while a verdict is due, and when
     * all is said.
     */
    byte @Nullable [] nextCommand();

    /** Takes a handshake command of the peer. Not while a verdict is due. */
    void onCommand(Command command) throws ProtocolException;

    /** What the peer says of itself; null until the handshake is complete on the peer's side. */
    @Nullable
    PropertyList peerProperties();

    /**
     * What has to be computed before the handshake goes on, and before anything else is called but {@link #name}; null =
     * nothing.
     */
    default @Nullable Computation computation() {
        return null;
    }

    /**
     * The {@link #computation} is done.
     *
     * @throws ProtocolException as it has found that the peer's last command is wrong
     */
    default void onComputed() throws ProtocolException {
        throw new IllegalStateException(name() + " computes nothing");
    }

    /** What a verdict is due on before the handshake goes on; null = nothing. */
    default @Nullable Credentials awaitsVerdict() {
        return null;
    }

    /**
     * The peer is let in, or not.
     *
     * @param status of ZAP (RFC 27): 200 = let in
     */
    default void onVerdict(int status) {
        throw new IllegalStateException(name() + " awaits no verdict");
    }

    /** What protects the traffic after the handshake; null = nothing does. */
    default @Nullable TrafficCipher cipher() {
        return null;
    }

    /** Forgets all secrets. The connection is over, and nothing is computed for it. */
    default void wipe() {}
}
