package io.zmq4j.internal.reactor;

import org.jspecify.annotations.Nullable;

/** A {@link BriefLock} that knows who is inside. */
final class OwnedLock {

    private final BriefLock lock = new BriefLock();
    private volatile @Nullable Thread owner;

    void enter() {
        lock.enter();
        owner = Thread.currentThread();
    }

    boolean tryEnter() {
        if (!lock.tryEnter()) {
            return false;
        }
        owner = Thread.currentThread();
        return true;
    }

    /** What the caller reads next is no older than this. */
    void exit() {
        owner = null;
        lock.exitAndLook();
    }

    /** Whether anybody is inside. */
    boolean isHeld() {
        return lock.isHeld();
    }

    /** Whether the calling thread is inside. */
    boolean isMine() {
        return owner == Thread.currentThread();
    }
}
