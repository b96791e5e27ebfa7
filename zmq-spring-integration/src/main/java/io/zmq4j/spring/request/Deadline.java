package io.zmq4j.spring.request;

import java.time.Duration;

/** A point in time until which several waits in a row may last. Immutable. */
public final class Deadline {

    /** Stands for "no limit"; beyond the life of a process, and safe to add to {@code nanoTime}. */
    private static final long LONGEST_NANOS = Duration.ofDays(36_500).toNanos();

    private final long at;

    private Deadline(long at) {
        this.at = at;
    }

    /** A negative time and one that is too long for nanoseconds have no limit. */
    public static Deadline after(Duration time) {
        return new Deadline(System.nanoTime() + nanos(time));
    }

    static long nanos(Duration time) {
        return time.isNegative() || time.getSeconds() >= LONGEST_NANOS / 1_000_000_000L
                ? LONGEST_NANOS
                : time.toNanos();
    }

    long nanosLeft() {
        return Math.max(0, at - System.nanoTime());
    }

    Duration left() {
        return Duration.ofNanos(nanosLeft());
    }

    /** What is left, or this time if that is shorter; a negative one has no limit. */
    public Duration atMost(Duration time) {
        return Duration.ofNanos(Math.min(nanosLeft(), nanos(time)));
    }
}
