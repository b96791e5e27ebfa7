package io.zmq4j.internal.socket;

import io.zmq4j.SocketEvent;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The monitors of one socket. Any thread. */
final class Monitors {

    private final CopyOnWriteArrayList<QueuedMonitor> monitors = new CopyOnWriteArrayList<>();
    private final Later later;
    private volatile boolean closed;

    /** Runs a task on a thread that must not wait. */
    @FunctionalInterface
    interface Later {
        void run(long delayNanos, Runnable task);
    }

    Monitors(Later later) {
        this.later = later;
    }

    /** @param types the events that it keeps; null = all */
    QueuedMonitor open(@Nullable Set<Class<? extends SocketEvent>> types) {
        QueuedMonitor monitor = new QueuedMonitor(types, monitors::remove);
        monitors.add(monitor);
        if (closed) {
            monitor.close();
        }
        return monitor;
    }

    /** Runs a task that may publish after this time; never if the context closes before. */
    void after(long nanos, Runnable task) {
        later.run(nanos, task);
    }

    boolean isEmpty() {
        return monitors.isEmpty();
    }

    void publish(SocketEvent event) {
        for (QueuedMonitor monitor : monitors) {
            monitor.offer(event);
        }
    }

    /** No event follows; what is queued can still be taken. */
    void close() {
        closed = true;
        monitors.forEach(QueuedMonitor::close);
    }
}
