package io.zmq4j.spring.listener;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded queue between the thread that reads a socket and the workers of a container. It ends in two ways: closed,
 * it gives out what it has; abandoned, it drops that. Thread-safe. Waits here ignore interrupts, so that no message
 * gets lost between two hands; {@link #close} and {@link #abandon} end them.
 */
final class HandOff<T> {

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notFull = lock.newCondition();
    private final Condition notEmpty = lock.newCondition();
    // -- under the lock --
    private final ArrayDeque<T> items = new ArrayDeque<>();
    private boolean closed;

    HandOff(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Waits while it is full; if it was, until it is half empty.
     *
     * @return whether the item was taken; false = it was closed or abandoned
     */
    boolean put(T item) {
        lock.lock();
        try {
            while (items.size() >= capacity && !closed) {
                notFull.awaitUninterruptibly();
            }
            if (closed) {
                return false;
            }
            items.add(item);
            notEmpty.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a first item and adds what is there, {@code max} items at most.
     *
     * @return how many were added; 0 = it is closed and empty
     */
    int take(List<? super T> into, int max) {
        lock.lock();
        try {
            while (items.isEmpty() && !closed) {
                notEmpty.awaitUninterruptibly();
            }
            int count = Math.min(max, items.size());
            for (int i = 0; i < count; i++) {
                into.add(items.remove());
            }
            // not with every item: who puts would wake up, and wait again, for each of them
            if (items.size() <= capacity / 2) {
                notFull.signal();
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more; what is there is still given out. */
    void close() {
        lock.lock();
        try {
            closed = true;
            notFull.signalAll();
            notEmpty.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Drops what is there and takes nothing more.
     *
     * @return how many items were dropped
     */
    int abandon() {
        lock.lock();
        try {
            int count = items.size();
            items.clear();
            close();
            return count;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return items.size();
        } finally {
            lock.unlock();
        }
    }
}
