package io.zmq4j.bench;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** How many messages came in how much time, and how long none came. */
final class Progress {

    private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    long messages;
    long nanos;
    private long longestGap;
    private long stalls;

    void onGap(long gap) {
        longestGap = Math.max(longestGap, gap);
        stalls += gap > STALL_NANOS ? 1 : 0;
    }

    String values() {
        return String.format(
                Locale.ROOT,
                "messages=%d nanos=%d longestGapMicros=%d stalls=%d",
                messages,
                nanos,
                TimeUnit.NANOSECONDS.toMicros(longestGap),
                stalls);
    }
}
