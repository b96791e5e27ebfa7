package io.zmq4j.internal.pattern;

import io.zmq4j.DropReason;
import io.zmq4j.PeerLimit;
import io.zmq4j.internal.pipe.Pipe;

/** Told by a pattern what it drops, and what it knows of its pipes. */
@FunctionalInterface
public interface Drops {

    void count(DropReason reason, long messages);

    /**
     * The pattern itself has closed this pipe, for instance of a peer with a routing id that is taken, and has detached it
     * from both halves. The pipe does not call its host again, so whoever lists pipes forgets this one now.
     */
    default void onClosed(Pipe pipe) {}

    /** From now on the pattern finds the peer behind this pipe by this routing id. */
    default void onNamed(Pipe pipe, byte[] routingId) {}

    /** Some peer has run into this limit, and stays. */
    default void onLimit(PeerLimit limit, String reason) {}

    /** The peer behind this pipe has run into this limit, and its connection is to end for that reason. */
    default void onExpelled(Pipe pipe, PeerLimit limit, String reason) {}

    /** Closes a pipe as {@link #close} does as its peer has run into a limit. */
    default void expel(Pipe pipe, PeerLimit limit, String reason) {
        onExpelled(pipe, limit, reason);
        close(pipe);
    }

    /** Closes a pipe whose peer the pattern does not want, and counts what was in it. */
    default void close(Pipe pipe) {
        int dropped = pipe.close();
        if (dropped > 0) {
            count(DropReason.CLOSED, dropped);
        }
        onClosed(pipe);
    }
}
