package io.zmq4j.internal.pattern;

import io.zmq4j.Msg;
import io.zmq4j.internal.pipe.PeerReady;
import io.zmq4j.internal.pipe.Pipe;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a pattern. Owner: the socket's lock. A call may read pipes, and so call back their host, which
 * calls {@link #peerReady} or {@link #detach} of any pipe before that call returns.
 */
public interface Inbound {

    /** A new pipe, before its {@link Pipe#start}. */
    void attach(Pipe pipe);

    /**
     * What this side calls the peer behind a pipe that will be attached, whatever that peer says.
     *
     * @throws IllegalArgumentException when another peer is called so
     */
    default void name(Pipe pipe, byte[] id) {
        throw new UnsupportedOperationException("peers have no routing ids here, allowed: ROUTER, STREAM");
    }

    /** Everything was read from the pipe, or it was closed. No effect on a pipe that is not attached. */
    void detach(Pipe pipe);

    /** The pipe has something to read. No effect on one that is active already. */
    void readable(Pipe pipe);

    /**
     * The next message; null = there is none now, and a later call of {@link #readable}, {@link #peerReady} or
     * {@link #detach} may bring one.
     *
     * @throws io.zmq4j.WrongStateException when the pattern expects a send first
     * @throws UnsupportedOperationException when this socket type cannot receive
     */
    @Nullable
    Msg tryReceive();

    /** Whether {@link #tryReceive} would return a message. */
    boolean canReceive();

    /** The peer behind the pipe is ready, for the first time or, after a reconnect, again; comes before its messages. */
    default void peerReady(Pipe pipe, PeerReady peer) {}

    /**
     * The pipe from which the next message will come, if that is the only candidate and its other end is a socket of this
     * process; null = cannot be said.
     */
    default @Nullable Pipe expectedSource() {
        return null;
    }
}
