package io.zmq4j.internal.zmtp.mechanism;

import io.zmq4j.internal.zmtp.Command;
import io.zmq4j.internal.zmtp.PropertyList;
import io.zmq4j.internal.zmtp.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * One side of a security handshake (RFC 37, "Security mechanisms"). After the greeting, and again after each command of
 * the peer, {@link #nextCommand} is asked until it has none. The handshake is complete when {@link #peerProperties} are
 * known and nothing is left to send.
 */
public interface Mechanism {

    /** The name in the greeting, at most 20 ASCII characters; both peers must name the same. */
    String name();

    /** The next command to send, without a frame header; null while it is the peer's turn, and when all is said. */
    byte @Nullable [] nextCommand();

    /** Takes a handshake command of the peer. */
    void onCommand(Command command) throws ProtocolException;

    /** What the peer says of itself; null until the handshake is complete on the peer's side. */
    @Nullable
    PropertyList peerProperties();
}
