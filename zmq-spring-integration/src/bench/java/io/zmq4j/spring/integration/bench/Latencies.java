package io.zmq4j.spring.integration.bench;

import io.zmq4j.Msg;
import io.zmq4j.ZmqSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** How long single messages take to a handler that was idle. They come at random, as a poller is asleep or not. */
final class Latencies {

    private static final int SIZE = 64;

    private final BlockingQueue<Double> micros = new LinkedBlockingQueue<>();

    /** A handler got this payload just now. */
    void arrived(byte[] payload) {
        micros.add((System.nanoTime() - ByteBuffer.wrap(payload).getLong()) / 1_000.0);
    }

    /**
     * @param longestIdle between two messages; a poller must not sleep longer, or its messages meet it when it has just
     *     fallen asleep
     * @return the median and the 99th percentile in microseconds
     */
    double[] measure(ZmqSocket push, int messages, Duration longestIdle) throws InterruptedException {
        double[] taken = new double[messages];
        for (int i = 0; i < messages; i++) {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longestIdle.toNanos()));
            push.send(
                    Msg.of(ByteBuffer.allocate(SIZE).putLong(System.nanoTime()).array()));
            taken[i] = micros.take();
        }
        Arrays.sort(taken);
        return new double[] {taken[messages / 2], taken[messages * 99 / 100]};
    }
}
