package io.zmq4j.internal.session;

import io.zmq4j.SocketConfig;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before each attempt to connect again. The span doubles from the first interval to the longest one, and the
 * wait is random in the upper half of the span: that keeps many clients of one server apart, and never hurries. Only a
 * completed handshake begins anew.
 */
final class ReconnectBackoff {

    private final DoubleSupplier random;
    private long span;

    /** @param random evenly distributed from 0 to 1 */
    ReconnectBackoff(DoubleSupplier random) {
        this.random = random;
    }

    /** Nanoseconds to wait before the next attempt. */
    long next(SocketConfig.Reconnect config) {
        long first = config.interval().toNanos();
        long longest = Math.max(first, config.maxInterval().toNanos());
        span = span == 0 ? first : Math.min(span * 2, longest);
        return span / 2 + (long) (random.getAsDouble() * (span - span / 2));
    }

    void reset() {
        span = 0;
    }
}
