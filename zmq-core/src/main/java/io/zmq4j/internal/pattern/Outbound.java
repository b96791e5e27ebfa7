package io.zmq4j.internal.pattern;

import io.zmq4j.Msg;
import io.zmq4j.internal.pipe.PeerReady;
import io.zmq4j.internal.pipe.Pipe;

/** The sending half of a pattern. Owner: the socket's lock. */
public interface Outbound {

    /** A new pipe, before its {@link Pipe#start}. */
    void attach(Pipe pipe);

    /** The peer has closed the pipe, or it was closed here. No effect on a pipe that is not attached. */
    void detach(Pipe pipe);

    /** The pipe has room again. */
    void writable(Pipe pipe);

    /**
     * Hands a message to whoever gets it, or drops it where the pattern says so, and flushes what was written.
     *
     * @return false, and nothing has happened, when nobody can take it now: the caller waits for a new pipe or for room
     * @throws io.zmq4j.WrongStateException when the pattern expects a receive first
     * @throws io.zmq4j.UnroutableException when a mandatory ROUTER, a SERVER or a PEER does not know the peer
     * @throws IllegalArgumentException when this socket type has no messages of that many frames, or no such group
     * @throws UnsupportedOperationException when this socket type cannot send
     */
    boolean trySend(Msg msg);

    /**
     * How many peers would get a message that begins with this topic.
     *
     * @throws UnsupportedOperationException when messages do not go to all that want them
     */
    default int receivers(byte[] topic) {
        throw new UnsupportedOperationException("this type does not know who subscribes, allowed: PUB, XPUB");
    }

    /** Whether {@link #trySend} would, as far as can be said without the message, return true. */
    boolean canSend();

    /**
     * How many different topics are subscribed to: by the peers of a PUB or XPUB, by a SUB or XSUB itself.
     *
     * @throws UnsupportedOperationException when this socket type has none
     */
    default int topics() {
        throw new UnsupportedOperationException("this type has no topics, allowed: PUB, XPUB, SUB, XSUB");
    }

    /**
     * Whether a message to the peer of this routing id would be taken now.
     *
     * @throws io.zmq4j.UnroutableException when there is no such peer
     * @throws UnsupportedOperationException when routing ids of this socket type are no bytes, or it has none
     */
    default boolean canSendTo(byte[] id) {
        throw new UnsupportedOperationException(
                "this type does not address its peers by bytes, allowed: ROUTER, STREAM");
    }

    /** The peer behind the pipe is ready, for the first time or, after a reconnect, again. */
    default void peerReady(Pipe pipe, PeerReady peer) {}
}
