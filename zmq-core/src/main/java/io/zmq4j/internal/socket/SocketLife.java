package io.zmq4j.internal.socket;

import io.zmq4j.ContextClosedException;
import io.zmq4j.SocketClosedException;
import io.zmq4j.SocketType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** How far a socket is on its way from open to gone. Any thread. */
final class SocketLife {

    private enum State {
        OPEN,
        CLOSING,
        CLOSED_BY_CONTEXT
    }

    private final SocketType type;
    private final AtomicBoolean closeBegun = new AtomicBoolean();
    private final AtomicBoolean finished = new AtomicBoolean();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile State state = State.OPEN;

    SocketLife(SocketType type) {
        this.type = type;
    }

    /** Whether its calls are refused. */
    boolean isClosed() {
        return state != State.OPEN;
    }

    /** What a call is refused with. */
    SocketClosedException closedException() {
        return state == State.CLOSED_BY_CONTEXT
                ? new ContextClosedException("the context of this " + type + " socket is closed")
                : new SocketClosedException("this " + type + " socket is closed");
    }

    /**
     * Refuses all calls from now on.
     *
     * @return whether this is the first time, and the caller has to do the rest
     */
    boolean beginClosing(boolean byContext) {
        if (!closeBegun.compareAndSet(false, true)) {
            return false;
        }
        state = byContext ? State.CLOSED_BY_CONTEXT : State.CLOSING;
        return true;
    }

    /** Nothing of the socket is left, after this last action; happens once. */
    void finish(Runnable lastAction) {
        if (finished.compareAndSet(false, true)) {
            lastAction.run();
            done.complete(null);
        }
    }

    /** Done when nothing of the socket is left. */
    CompletableFuture<Void> done() {
        return done;
    }
}
