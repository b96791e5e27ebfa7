package io.zmq4j;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link ZmqContext} is built.
 *
 * @param ioThreads how many threads move bytes, 1 to 64; one is enough for about a gigabit per second (ZMQ_IO_THREADS)
 * @param maxSockets how many sockets may be open at once, from 1 (ZMQ_MAX_SOCKETS)
 * @param threadNamePrefix what the names of all threads of the context begin with (ZMQ_THREAD_NAME_PREFIX)
 * @param threadFactory makes the threads; null = daemon platform threads
 * @param spinTime how long a thread that waits in a call may look again and again before it sleeps, up to 1 ms; zero = not at
 *     all. It spares two wake-ups where the answer comes at once, and is tried ever less often where it does not.
 * @param blocky whether a socket made without options of its own lingers, so that closing the context waits for what it has
 *     sent; if not, its linger time is zero (ZMQ_BLOCKY; default true)
 * @param ipv6 whether a socket made without options of its own uses IPv6 addresses beside IPv4 (ZMQ_IPV6 of the context; here
 *     true by default)
 * @param authenticator decides on the peers of PLAIN and CURVE servers, and of all sockets with a zapDomain; null = who is bound
 *     to {@code inproc://zeromq.zap.01} does, as RFC 27 says, and if nobody is, a CURVE server lets everybody in who knows
 *     its public key, while the others let nobody in
 */
public record ContextConfig(
        int ioThreads,
        int maxSockets,
        String threadNamePrefix,
        @Nullable ThreadFactory threadFactory,
        Duration spinTime,
        boolean blocky,
        boolean ipv6,
        @Nullable Authenticator authenticator) {

    private static final int MOST_IO_THREADS = 64;
    private static final Duration LONGEST_SPIN = Duration.ofMillis(1);
    private static final ContextConfig DEFAULTS =
            new ContextConfig(1, 1023, "zmq", null, Duration.ofNanos(150_000), true, true, null);

    public ContextConfig {
        if (ioThreads < 1 || ioThreads > MOST_IO_THREADS) {
            throw new IllegalArgumentException("ioThreads is " + ioThreads + ", allowed: 1 to " + MOST_IO_THREADS);
        }
        if (maxSockets < 1) {
            throw new IllegalArgumentException("maxSockets is " + maxSockets + ", allowed: from 1");
        }
        if (threadNamePrefix.isBlank()) {
            throw new IllegalArgumentException("threadNamePrefix is blank");
        }
        if (spinTime.isNegative() || spinTime.compareTo(LONGEST_SPIN) > 0) {
            throw new IllegalArgumentException("spinTime is " + spinTime + ", allowed: from zero to " + LONGEST_SPIN);
        }
    }

    public static ContextConfig defaults() {
        return DEFAULTS;
    }

    /** The options of a socket that is made without any: the defaults, but for what this context says of them. */
    public SocketConfig socketDefaults() {
        SocketConfig defaults = SocketConfig.defaults();
        return defaults.toBuilder()
                .linger(blocky ? defaults.linger() : Duration.ZERO)
                .ipv6(ipv6)
                .build();
    }

    public static Builder builder() {
        return new Builder(DEFAULTS);
    }

    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Not thread-safe. */
    public static final class Builder {
        private int ioThreads;
        private int maxSockets;
        private String threadNamePrefix;
        private @Nullable ThreadFactory threadFactory;
        private Duration spinTime;
        private boolean blocky;
        private boolean ipv6;
        private @Nullable Authenticator authenticator;

        private Builder(ContextConfig from) {
            ioThreads = from.ioThreads;
            maxSockets = from.maxSockets;
            threadNamePrefix = from.threadNamePrefix;
            threadFactory = from.threadFactory;
            spinTime = from.spinTime;
            blocky = from.blocky;
            ipv6 = from.ipv6;
            authenticator = from.authenticator;
        }

        public Builder ioThreads(int count) {
            ioThreads = count;
            return this;
        }

        public Builder maxSockets(int count) {
            maxSockets = count;
            return this;
        }

        public Builder threadNamePrefix(String prefix) {
            threadNamePrefix = prefix;
            return this;
        }

        public Builder threadFactory(@Nullable ThreadFactory factory) {
            threadFactory = factory;
            return this;
        }

        public Builder spinTime(Duration time) {
            spinTime = time;
            return this;
        }

        /** ZMQ_BLOCKY; see {@link ContextConfig}. */
        public Builder blocky(boolean value) {
            blocky = value;
            return this;
        }

        /** ZMQ_IPV6 of the context; see {@link ContextConfig}. */
        public Builder ipv6(boolean value) {
            ipv6 = value;
            return this;
        }

        /** Decides who may connect; see {@link ContextConfig}. */
        public Builder authenticator(@Nullable Authenticator value) {
            authenticator = value;
            return this;
        }

        public ContextConfig build() {
            return new ContextConfig(
                    ioThreads, maxSockets, threadNamePrefix, threadFactory, spinTime, blocky, ipv6, authenticator);
        }
    }
}
