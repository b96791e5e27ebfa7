package io.zmq4j.internal.engine;

import io.zmq4j.internal.zmtp.mechanism.Computation;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A computation in the hands of a helper, whose connection may end meanwhile: the secrets are forgotten by who is the last to
 * know them.
 */
final class HelperTask implements Runnable {

    private enum State {
        WAITING,
        RUNNING,
        DONE,
        /** Nobody wants it any more. */
        ABANDONED
    }

    private final Computation computation;
    private final Runnable done;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    /** @param done is called by the helper at the end, unless nobody wants it any more */
    HelperTask(Computation computation, Runnable done) {
        this.computation = computation;
        this.done = done;
    }

    /** On a helper's thread. */
    @Override
    public void run() {
        if (!state.compareAndSet(State.WAITING, State.RUNNING)) {
            return;
        }
        try {
            computation.run();
        } finally {
            if (state.compareAndSet(State.RUNNING, State.DONE)) {
                done.run();
            } else {
                computation.wipe();
            }
        }
    }

    /** The connection has ended. Called by its owner, once. */
    void abandon() {
        if (state.getAndSet(State.ABANDONED) != State.RUNNING) {
            computation.wipe();
        }
    }
}
