package io.zmq4j.testing;

import java.util.concurrent.atomic.AtomicLong;

/** The transports that a test of behaviour runs over. */
public enum Transport {
    INPROC,
    TCP;

    private static final AtomicLong NAMES = new AtomicLong();

    /** An endpoint that can be bound and is taken by nobody else. */
    public String endpoint() {
        return switch (this) {
            case INPROC -> "inproc://test-" + NAMES.incrementAndGet();
            case TCP -> "tcp://127.0.0.1:*";
        };
    }
}
