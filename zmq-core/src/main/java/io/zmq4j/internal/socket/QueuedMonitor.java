package io.zmq4j.internal.socket;

import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.ZmqInterruptedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A bounded queue of events. Its lock is held for a queue operation only, so it never holds up an io thread. */
final class QueuedMonitor implements SocketMonitor {

    private static final int CAPACITY = 4096;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<SocketEvent> events = new ArrayDeque<>();
    private final @Nullable Set<Class<? extends SocketEvent>> types;
    private final Consumer<QueuedMonitor> onClose;
    private long dropped;
    private boolean closed;

    /** @param types the events that it keeps; null = all */
    QueuedMonitor(@Nullable Set<Class<? extends SocketEvent>> types, Consumer<QueuedMonitor> onClose) {
        this.types = types == null ? null : Set.copyOf(types);
        this.onClose = onClose;
    }

    private boolean wants(SocketEvent event) {
        return types == null || types.contains(event.getClass());
    }

    void offer(SocketEvent event) {
        if (!wants(event)) {
            return;
        }
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (events.size() == CAPACITY) {
                dropped++;
                return;
            }
            events.add(event);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable SocketEvent poll() {
        lock.lock();
        try {
            return events.poll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable SocketEvent next(Duration timeout) {
        long left = Deadline.nanos(timeout);
        lock.lock();
        try {
            while (events.isEmpty() && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return events.poll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ZmqInterruptedException("interrupted while waiting for a socket event");
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        SocketEvent last = new SocketEvent.MonitorStopped("");
        lock.lock();
        try {
            if (!closed && wants(last)) {
                events.add(last);
            }
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        onClose.accept(this);
    }
}
