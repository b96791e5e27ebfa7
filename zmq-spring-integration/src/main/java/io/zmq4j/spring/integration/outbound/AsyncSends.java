package io.zmq4j.spring.integration.outbound;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;

/**
 * Sends in order without keeping the caller: what the socket does not take at once waits here, in a bounded queue that one
 * task of the executor empties. Thread-safe.
 */
final class AsyncSends {

    /** Sends, waiting at most for this time; a failure is an exception. */
    interface Attempt {

        /** Whether it was taken. */
        boolean send(Duration timeout);
    }

    /** Its deadline is in nanoseconds of the clock; null = none. */
    private record Waiting(
            Message<?> message,
            Attempt attempt,
            @Nullable Long deadline,
            Supplier<? extends RuntimeException> late,
            CompletableFuture<Void> result) {}

    private static final Duration FOREVER = Duration.ofSeconds(-1);

    private final Executor executor;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    // -- under the lock --
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private boolean emptying;
    private boolean stopped;
    private @Nullable Thread sending;

    /** @param capacity how many may wait */
    AsyncSends(Executor executor, int capacity) {
        this.executor = executor;
        this.capacity = capacity;
    }

    /**
     * Sends now if nothing waits before it and the socket takes it, or else as soon as it does.
     *
     * @param timeout how long it may wait; negative = without limit
     * @param late what the result fails with when that time elapses
     */
    CompletableFuture<Void> send(
            Message<?> message, Attempt attempt, Duration timeout, Supplier<? extends RuntimeException> late) {
        Waiting send = new Waiting(message, attempt, deadline(timeout), late, new CompletableFuture<>());
        RuntimeException failure = null;
        boolean sent = false;
        lock.lock();
        try {
            if (stopped) {
                throw new MessageDeliveryException(message, "the adapter is stopped");
            }
            sent = waiting.isEmpty() && attempt.send(Duration.ZERO);
            if (!sent) {
                enqueue(send);
            }
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            lock.unlock();
        }
        if (sent || failure != null) {
            complete(send, failure);
        }
        return send.result;
    }

    private static @Nullable Long deadline(Duration timeout) {
        return timeout.isNegative() ? null : Long.valueOf(System.nanoTime() + timeout.toNanos());
    }

    private void enqueue(Waiting send) {
        if (waiting.size() == capacity) {
            throw new MessageDeliveryException(
                    send.message, capacity + " messages wait to be sent already, allowed: " + capacity);
        }
        waiting.add(send);
        if (!emptying) {
            try {
                executor.execute(this::empty);
                emptying = true;
            } catch (RuntimeException e) {
                waiting.remove(send);
                throw e;
            }
        }
    }

    private void empty() {
        for (Waiting next = begin(); next != null; next = begin()) {
            RuntimeException failure = null;
            try {
                if (!next.attempt.send(remaining(next))) {
                    failure = next.late.get();
                }
            } catch (RuntimeException e) {
                failure = e;
            }
            end(next);
            complete(next, failure);
        }
    }

    private @Nullable Waiting begin() {
        lock.lock();
        try {
            Waiting next = waiting.peek();
            emptying = next != null;
            sending = next == null ? null : Thread.currentThread();
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void end(Waiting sent) {
        lock.lock();
        try {
            waiting.remove(sent);
            sending = null;
            // under the lock, so that no interrupt of ours can come later
            Thread.interrupted();
        } finally {
            lock.unlock();
        }
    }

    private static Duration remaining(Waiting send) {
        return send.deadline == null ? FOREVER : Duration.ofNanos(Math.max(0, send.deadline - System.nanoTime()));
    }

    private static void complete(Waiting send, @Nullable RuntimeException failure) {
        if (failure == null) {
            send.result.complete(null);
        } else {
            send.result.completeExceptionally(failure);
        }
    }

    /** How many wait. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Takes messages again. */
    void start() {
        lock.lock();
        try {
            stopped = false;
        } finally {
            lock.unlock();
        }
    }

    /** Fails what waits, and what comes from now on; nothing is lost in silence. */
    void stop() {
        List<Waiting> unsent;
        lock.lock();
        try {
            stopped = true;
            unsent = new ArrayList<>(waiting);
            if (sending != null) {
                // the first one fails on the thread that sends it
                unsent.remove(0);
                sending.interrupt();
            }
            waiting.removeAll(unsent);
        } finally {
            lock.unlock();
        }
        unsent.forEach(each -> complete(
                each, new MessageDeliveryException(each.message, "the adapter was stopped before it was sent")));
    }
}
