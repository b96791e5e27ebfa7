package io.zmq4j.spring.bench;

import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/** How long single messages take that find everybody idle. */
final class Latencies {

    private static final long IDLE_NANOS = 1_000_000;

    private final BlockingQueue<Long> taken = new LinkedBlockingQueue<>();

    void add(long nanos) {
        taken.add(nanos);
    }

    /**
     * @param send sends a message with this time in it
     * @return the median and the 99th percentile in microseconds
     */
    double[] measure(LongConsumer send, long millis) throws InterruptedException {
        int count = (int) Math.max(100, millis);
        double[] micros = new double[count];
        for (int i = 0; i < count; i++) {
            LockSupport.parkNanos(IDLE_NANOS);
            send.accept(System.nanoTime());
            micros[i] = taken.take() / 1_000.0;
        }
        Arrays.sort(micros);
        return new double[] {micros[count / 2], micros[count * 99 / 100]};
    }
}
