package io.zmq4j.demo.agent;

import java.time.Duration;

/** Turns a counter that grows into a rate per second. Not thread-safe. */
final class Rate {

    private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

    private long lastCount;
    private long lastNanos;
    private double perSecond;

    Rate(long count, long nanos) {
        lastCount = count;
        lastNanos = nanos;
    }

    /** The rate since the update before; a counter that has started anew counts from 0. */
    double update(long count, long nanos) {
        long elapsed = nanos - lastNanos;
        if (elapsed <= 0) {
            return perSecond;
        }
        long growth = count >= lastCount ? count - lastCount : count;
        perSecond = Math.round(growth * NANOS_PER_SECOND / elapsed);
        lastCount = count;
        lastNanos = nanos;
        return perSecond;
    }
}
