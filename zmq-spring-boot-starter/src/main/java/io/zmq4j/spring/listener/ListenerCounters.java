package io.zmq4j.spring.listener;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The counts behind {@link ZmqListenerStats}. Thread-safe. */
final class ListenerCounters {

    final Tally inFlight = new Tally();
    final LongAdder processed = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder filtered = new LongAdder();
    final LongAdder abandoned = new LongAdder();
    final LongAdder unroutable = new LongAdder();
    final LongAdder retried = new LongAdder();
    final LongAdder recovered = new LongAdder();
    final LongAdder unrecovered = new LongAdder();
    private volatile @Nullable String lastError;
    private volatile long lastMessageMillis;

    void messageArrived() {
        lastMessageMillis = System.currentTimeMillis();
    }

    void failed(int messages, Throwable failure) {
        failed.add(messages);
        error(failure);
    }

    void error(Throwable failure) {
        // not toString(): that of a MessagingException shows the payload
        lastError = failure.getClass().getName() + ": " + failure.getMessage();
    }

    ZmqListenerStats snapshot(int queued) {
        long millis = lastMessageMillis;
        return new ZmqListenerStats(
                queued,
                inFlight.count(),
                processed.sum(),
                failed.sum(),
                filtered.sum(),
                abandoned.sum(),
                unroutable.sum(),
                retried.sum(),
                recovered.sum(),
                unrecovered.sum(),
                lastError,
                millis == 0 ? null : Instant.ofEpochMilli(millis));
    }
}
