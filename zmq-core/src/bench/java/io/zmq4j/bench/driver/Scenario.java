package io.zmq4j.bench.driver;

import java.util.List;

/**
 * One line of the table.
 *
 * @param size bytes of a message
 */
record Scenario(String name, Kind kind, int size) {

    /** The program that reports, and the one that is started first with it where there are two. */
    enum Kind {
        TCP_THROUGHPUT(true),
        TCP_ROUND_TRIP(false),
        INPROC_THROUGHPUT(true),
        INPROC_ROUND_TRIP(false);

        private final boolean rate;

        Kind(boolean rate) {
            this.rate = rate;
        }

        /** Whether the figure is messages per second, so that more is better; otherwise it is the median time. */
        boolean isRate() {
            return rate;
        }
    }

    static final List<Scenario> ALL = List.of(
            new Scenario("tcp-push-pull-16B", Kind.TCP_THROUGHPUT, 16),
            new Scenario("tcp-push-pull-256B", Kind.TCP_THROUGHPUT, 256),
            new Scenario("tcp-push-pull-1KiB", Kind.TCP_THROUGHPUT, 1 << 10),
            new Scenario("tcp-push-pull-64KiB", Kind.TCP_THROUGHPUT, 1 << 16),
            new Scenario("tcp-req-rep-32B", Kind.TCP_ROUND_TRIP, 32),
            new Scenario("inproc-push-pull-16B", Kind.INPROC_THROUGHPUT, 16),
            new Scenario("inproc-push-pull-1KiB", Kind.INPROC_THROUGHPUT, 1 << 10),
            new Scenario("inproc-pair-32B", Kind.INPROC_ROUND_TRIP, 32));
}
