package io.zmq4j.spring.integration.inbound;

import io.zmq4j.Msg;
import io.zmq4j.ZmqSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages off a socket, at most so many at once as are there, and first of all those that were taken before and given
 * back. Used by the thread of one loop after the other.
 */
final class Receiver implements ReceiveLoop.Source<List<Msg>> {

    private final int most;
    // -- the thread that starts the loop, before it runs --
    private @Nullable ZmqSocket socket;
    // -- volatile as the loop of the next start has another thread --
    private volatile @Nullable List<Msg> kept;

    Receiver(int most) {
        this.most = most;
    }

    /** From where to take. */
    void open(ZmqSocket from) {
        socket = from;
    }

    @Override
    public @Nullable List<Msg> receive(Duration timeout) {
        List<Msg> again = kept;
        if (again != null) {
            kept = null;
            return again;
        }
        ZmqSocket from = socket;
        if (from == null) {
            throw new IllegalStateException("there is no socket to receive from");
        }
        List<Msg> taken = new ArrayList<>();
        return from.receive(taken, most, timeout) == 0 ? null : taken;
    }

    /** Gives back what nobody has asked for. */
    void keep(List<Msg> taken) {
        kept = taken;
    }
}
