package io.zmq4j.internal.reactor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

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
    private static final VarHandle HOLDER;

    static {
        try {
            HOLDER = MethodHandles.lookup().findVarHandle(BriefLock.class, "holder", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile @Nullable Thread holder;

    public boolean tryEnter() {
        return holder == null && HOLDER.compareAndSet(this, null, Thread.currentThread());
    }

    /** Not by the thread that is inside. */
    public void enter() {
        if (!tryEnter()) {
            enterContended();
        }
    }

    /** What was done inside is visible to the next one inside. */
    public void exit() {
        HOLDER.setRelease(this, (Thread) null);
    }

    /** As {@link #exit}, and what the caller reads next is no older than this. */
    void exitAndLook() {
        holder = null;
    }

    public boolean isMine() {
        return holder == Thread.currentThread();
    }

    /** Whether anybody is inside. */
    boolean isHeld() {
        return holder != null;
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
