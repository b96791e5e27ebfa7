package io.zmq4j.internal.socket;

import java.time.Duration;

/** Time-outs as nanoseconds. */
final class Deadline {

    /** So far ahead that sums with the clock do not overflow: 146 years. */
    static final long FOREVER = Long.MAX_VALUE / 2;

    private static final long FOREVER_SECONDS = FOREVER / 1_000_000_000;

    private Deadline() {}

    /** Nanoseconds of a time-out; negative ones and very long ones have no limit. */
    static long nanos(Duration timeout) {
        return timeout.isNegative() || timeout.getSeconds() >= FOREVER_SECONDS ? FOREVER : timeout.toNanos();
    }
}
