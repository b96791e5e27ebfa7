package io.zmq4j.internal.zmtp.mechanism;

import io.zmq4j.internal.zmtp.ProtocolException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A part of a handshake that takes time, to be run by any thread. Until it is done its mechanism belongs to that thread, and
 * nobody else touches it.
 */
public final class Computation implements Runnable {

    /** What is computed. */
    interface Task {
        void run() throws ProtocolException;
    }

    private enum State {
        WAITING,
        RUNNING,
        DONE,
        /** Nobody wants it any more. */
        ABANDONED
    }

    private final Task task;
    private final Runnable wipe;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    // -- who runs it; from DONE on who began it --
    private @Nullable Exception failure;

    /** @param wipe forgets the secrets of the mechanism */
    Computation(Task task, Runnable wipe) {
        this.task = task;
        this.wipe = wipe;
    }

    /** To be called once. No effect when it was abandoned before. */
    @Override
    public void run() {
        if (!state.compareAndSet(State.WAITING, State.RUNNING)) {
            return;
        }
        Exception problem = new IllegalStateException("a computation of the handshake did not come to its end");
        try {
            task.run();
            problem = null;
        } catch (ProtocolException | RuntimeException e) {
            problem = e;
        } finally {
            failure = problem;
            if (!state.compareAndSet(State.RUNNING, State.DONE)) {
                wipe.run();
            }
        }
    }

    /** Forgets the secrets: at once, or as soon as they are not computed with any more. Called by who began it, once. */
    public void abandon() {
        if (state.getAndSet(State.ABANDONED) != State.RUNNING) {
            wipe.run();
        }
    }

    /** Tells what went wrong, now that it is done. */
    void finish() throws ProtocolException {
        if (state.get() != State.DONE) {
            throw new IllegalStateException("the computation is " + state.get());
        }
        if (failure instanceof ProtocolException refused) {
            throw refused;
        }
        if (failure != null) {
            throw new IllegalStateException("internal error in the handshake: " + failure, failure);
        }
    }
}
