package io.zmq4j.bench.driver;

import org.jspecify.annotations.Nullable;

/**
 * What one run of one peer gave.
 *
 * @param score messages a second, or the median round trip in microseconds
 * @param p99Micros of the round trip; 0 where there is none
 * @param cpuMicros processor time of all processes for one message (or round trip)
 * @param stalls waits of more than 100 ms for the next message
 * @param failure why there is no result; null when there is
 */
record Outcome(double score, double p99Micros, double cpuMicros, long stalls, @Nullable String failure) {

    static Outcome failed(String reason) {
        return new Outcome(0, 0, 0, 0, reason);
    }

    boolean isSuccess() {
        return failure == null;
    }
}
