package io.zmq4j.spring.listener;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A count that can be waited for to become zero. Thread-safe. */
final class Tally {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition zero = lock.newCondition();
    private volatile int count;

    void up() {
        add(1);
    }

    void down() {
        add(-1);
    }

    private void add(int change) {
        lock.lock();
        try {
            count += change;
            if (count == 0) {
                zero.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    int count() {
        return count;
    }

    /**
     * Waits until the count is zero.
     *
     * @param deadline in {@link System#nanoTime()}
     * @return whether it is; false = the deadline has passed, or the thread was interrupted, whose flag stays set
     */
    boolean awaitZero(long deadline) {
        lock.lock();
        try {
            while (count > 0) {
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
            lock.unlock();
        }
    }
}
