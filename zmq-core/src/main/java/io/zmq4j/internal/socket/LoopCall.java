package io.zmq4j.internal.socket;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A call of a socket that a loop tries again whenever something happens. It is decided once: either an attempt succeeds or
 * fails, or somebody completes or cancels it before; so a message that is taken is always given to the caller, and one that
 * is not sent is not sent later.
 */
abstract class LoopCall<T extends @Nullable Object> extends CompletableFuture<T> {

    private enum State {
        WAITING,
        TRYING,
        DECIDED
    }

    /** Written by the loop before the call is completed, read by those who are told then. */
    private boolean overByAttempt;

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    /** Tries without waiting; false = not possible now. On the loop's thread. */
    abstract boolean attempt();

    /** What a successful attempt has brought. */
    abstract @Nullable T result();

    /** Makes an attempt and tells whether the call is over. On the loop's thread. */
    final boolean advance() {
        if (!state.compareAndSet(State.WAITING, State.TRYING)) {
            return true;
        }
        boolean done;
        try {
            done = attempt();
        } catch (Throwable e) {
            overByAttempt = true;
            state.set(State.DECIDED);
            super.completeExceptionally(e);
            return true;
        }
        overByAttempt = done;
        state.set(done ? State.DECIDED : State.WAITING);
        if (done) {
            super.complete(result());
        }
        return done;
    }

    /** Of a call that is over: whether an attempt has ended it, and nobody else. */
    final boolean isOverByAttempt() {
        return overByAttempt;
    }

    /** Any thread; whether the caller is the one who decides. An attempt, which never waits, is waited for. */
    private boolean decide() {
        while (!state.compareAndSet(State.WAITING, State.DECIDED)) {
            if (state.get() == State.DECIDED) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    @Override
    public boolean complete(T value) {
        return decide() && super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return decide() && super.completeExceptionally(failure);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return decide() ? super.cancel(mayInterruptIfRunning) : isCancelled();
    }
}
