package io.zmq4j.bench;

import java.time.Duration;

/**
 * What one program is asked to do, from its arguments {@code peer endpoint size warmupMillis windowMillis}.
 *
 * @param size bytes of a message
 * @param warmup how long it runs before the measurement, from the first message on
 * @param window how long it measures
 */
record Plan(Peer peer, String endpoint, int size, Duration warmup, Duration window) {

    private static final String USAGE = "arguments: peer endpoint size warmupMillis windowMillis";
    private static final Duration GRACE = Duration.ofSeconds(15);

    /** Parses the arguments and starts a watchdog, so that a program whose peer hangs ends by itself. */
    static Plan start(String... args) {
        if (args.length != 5) {
            throw new IllegalArgumentException(USAGE + "; given: " + String.join(" ", args));
        }
        int size = Integer.parseInt(args[2]);
        if (size < 0) {
            throw new IllegalArgumentException("size is " + size + ", allowed: from 0");
        }
        Duration warmup = Duration.ofMillis(Long.parseLong(args[3]));
        Duration window = Duration.ofMillis(Long.parseLong(args[4]));
        Watchdog.arm(warmup.plus(window).plus(GRACE));
        return new Plan(Peer.of(args[0]), args[1], size, warmup, window);
    }
}
