package io.zmq4j.spring.listener;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A count that can be waited for to become zero. Thread-safe. It is counted with every message and waited for only at a
 * stop, so counting takes the lock only where the count becomes zero while somebody waits.
 */
final class Tally {

    private final AtomicInteger count = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition zero = lock.newCondition();
    // -- written under the lock; who counts reads it after the count, who waits writes it before it reads the count --
    private volatile int waiting;

    void up() {
        count.incrementAndGet();
    }

    void down() {
        if (count.decrementAndGet() == 0 && waiting > 0) {
            lock.lock();
            try {
                zero.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    int count() {
        return count.get();
    }

    /**
     * Waits until the count is zero.
     *
     * @param deadline in {@link System#nanoTime()}
     * @return whether it is; false = the deadline has passed, or the thread was interrupted, whose flag stays set
     */
    boolean awaitZero(long deadline) {
        lock.lock();
        waiting++;
        try {
            while (count.get() > 0) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                zero.await(left, TimeUnit.NANOSECONDS);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting--;
            lock.unlock();
        }
    }
}
