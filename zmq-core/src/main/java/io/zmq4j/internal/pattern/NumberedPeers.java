package io.zmq4j.internal.pattern;

import io.zmq4j.internal.pipe.Pipe;
import org.jspecify.annotations.Nullable;

/** The peers of a SERVER or PEER by routing id, an unsigned number that is never 0. */
public interface NumberedPeers {

    /** The routing id that this pipe was given, which it keeps when its peer has gone. */
    int idOf(Pipe pipe);

    /** The pipe of the peer with this routing id; null when there is none, or none any more. */
    @Nullable
    Pipe find(int routingId);
}
