package io.zmq4j.internal.reactor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock for what takes microseconds: one compare-and-set to take it, one store to give it back, and no queue. A caller that
 * does not get it spins, yields, and then naps for growing times, in case the holder has lost its core; so the holder never
 * has to wake anybody. Interrupts do not end the wait, and are kept.
 */
public final class BriefLock {

    private static final int SPINS = 100;
    private static final int YIELDS = 100;
    private static final long SHORTEST_NAP = 1_000;
    private static final long LONGEST_NAP = 100_000;
    private static final VarHandle HELD;

    static {
        try {
            HELD = MethodHandles.lookup().findVarHandle(BriefLock.class, "held", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile boolean held;

    public boolean tryEnter() {
        return !held && HELD.compareAndSet(this, false, true);
    }

    /** Not by the thread that is inside. Who that is, is not kept: storing a reference here would cost more than the lock. */
    public void enter() {
        if (!tryEnter()) {
            enterContended();
        }
    }

    /** What was done inside is visible to the next one inside. */
    public void exit() {
        HELD.setRelease(this, false);
    }

    /** As {@link #exit}, and what the caller reads next is no older than this. */
    void exitAndLook() {
        held = false;
    }

    /** Whether anybody is inside. */
    boolean isHeld() {
        return held;
    }

    private void enterContended() {
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
            if (tryEnter()) {
                return;
            }
        }
        for (int i = 0; i < YIELDS; i++) {
            Thread.yield();
            if (tryEnter()) {
                return;
            }
        }
        boolean interrupted = false;
        long nap = SHORTEST_NAP;
        while (!tryEnter()) {
            interrupted |= Thread.interrupted(); // an interrupted thread does not park
            LockSupport.parkNanos(this, nap);
            nap = Math.min(nap * 2, LONGEST_NAP);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
