package io.zmq4j.demo.alert;

import io.zmq4j.demo.collector.RingBuffer;
import io.zmq4j.spring.annotation.ZmqListener;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/**
 * Pulls alerts and keeps the last ones. Other workers, in whatever language, may connect to the same PUSH socket: the
 * alerts are then shared out among them. Thread-safe.
 */
@Component
public class AlertWorker {

    private final ReentrantLock lock = new ReentrantLock();
    private final RingBuffer<Alert> alerts;
    private long received;

    AlertWorker(AlertProperties properties) {
        this.alerts = new RingBuffer<>(properties.kept());
    }

    @ZmqListener("alert-worker")
    void onAlert(Alert alert) {
        lock.lock();
        try {
            received++;
            alerts.add(alert);
        } finally {
            lock.unlock();
        }
    }

    /** The last alerts, the oldest first. */
    public List<Alert> alerts() {
        lock.lock();
        try {
            return alerts.toList();
        } finally {
            lock.unlock();
        }
    }

    /** How many alerts it has received. */
    public long received() {
        lock.lock();
        try {
            return received;
        } finally {
            lock.unlock();
        }
    }
}
