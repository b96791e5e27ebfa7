package io.zmq4j.internal.session;

import java.util.concurrent.atomic.AtomicLong;

/** Numbers of connections, each used once in this process. Any thread. */
public final class PeerIds {

    private static final AtomicLong LAST = new AtomicLong();

    private PeerIds() {}

    public static long next() {
        return LAST.incrementAndGet();
    }
}
