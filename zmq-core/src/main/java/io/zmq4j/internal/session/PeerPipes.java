package io.zmq4j.internal.session;

import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.internal.pipe.PipeLimit;
import io.zmq4j.internal.pipe.PipePair;
import java.util.EnumSet;
import java.util.Set;

/** Pipes as the options of their socket want them. */
public final class PeerPipes {

    /** The types whose messages stand alone, so that a newer one can replace an older one. */
    private static final Set<SocketType> CONFLATING =
            EnumSet.of(SocketType.PUB, SocketType.SUB, SocketType.PUSH, SocketType.PULL, SocketType.DEALER);

    private PeerPipes() {}

    /** A pipe to one peer; the first end is the socket's. */
    public static PipePair create(SessionOwner owner) {
        SocketConfig.Queues queues = owner.config().queues();
        return queues.conflate() && CONFLATING.contains(owner.type())
                ? PipePair.conflating()
                : PipePair.of(
                        new PipeLimit(queues.sendHwm(), queues.sendHwmBytes()),
                        new PipeLimit(queues.receiveHwm(), queues.receiveHwmBytes()));
    }
}
