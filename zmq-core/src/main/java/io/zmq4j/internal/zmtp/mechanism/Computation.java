package io.zmq4j.internal.zmtp.mechanism;

import io.zmq4j.internal.zmtp.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * A part of a handshake that takes time, so that its owner may have it run elsewhere. Until that is over its mechanism belongs
 * to whoever runs it. Not thread-safe: it is handed over, and handed back.
 */
public final class Computation implements Runnable {

    /** What is computed. */
    interface Task {
        void run() throws ProtocolException;
    }

    private final Task task;
    private final Runnable wipe;
    private @Nullable Exception failure = new IllegalStateException("it did not come to its end");

    /** @param wipe forgets the secrets of the mechanism */
    Computation(Task task, Runnable wipe) {
        this.task = task;
        this.wipe = wipe;
    }

    /** To be called once. */
    @Override
    public void run() {
        try {
            task.run();
            failure = null;
        } catch (ProtocolException | RuntimeException e) {
            failure = e;
        }
    }

    /** Forgets the secrets of its mechanism, as nobody wants the result any more. Not while it runs. */
    public void wipe() {
        wipe.run();
    }

    /** Tells what went wrong, now that it has run. */
    void finish() throws ProtocolException {
        if (failure instanceof ProtocolException refused) {
            throw refused;
        }
        if (failure != null) {
            throw new IllegalStateException("internal error in the handshake: " + failure.getMessage(), failure);
        }
    }
}
