package io.zmq4j.internal.socket;

import io.zmq4j.SocketEvent;
import java.util.concurrent.CopyOnWriteArrayList;

/** The monitors of one socket. Any thread. */
final class Monitors {

    private final CopyOnWriteArrayList<QueuedMonitor> monitors = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    QueuedMonitor open() {
        QueuedMonitor monitor = new QueuedMonitor(monitors::remove);
        monitors.add(monitor);
        if (closed) {
            monitor.close();
        }
        return monitor;
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
