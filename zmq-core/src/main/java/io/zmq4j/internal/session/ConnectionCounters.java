package io.zmq4j.internal.session;

import io.zmq4j.DropReason;
import io.zmq4j.PeerLimit;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** What happened to the connections of a socket, and which messages were lost. Any thread. */
public final class ConnectionCounters {

    public final AtomicLong connects = new AtomicLong();
    public final AtomicLong disconnects = new AtomicLong();
    public final AtomicLong reconnects = new AtomicLong();
    public final AtomicLong handshakeFailures = new AtomicLong();
    public final AtomicLong unknownCommands = new AtomicLong();

    /** Connections that were closed as soon as they were accepted, by a filter or a limit. */
    public final AtomicLong refused = new AtomicLong();

    private final AtomicLongArray drops = new AtomicLongArray(DropReason.values().length);
    private final AtomicLongArray limited = new AtomicLongArray(PeerLimit.values().length);
    private volatile @Nullable Failure lastError;

    /** What went wrong, and when. */
    public record Failure(String what, Instant when) {}

    public void drop(DropReason reason, long messages) {
        drops.addAndGet(reason.ordinal(), messages);
    }

    public Map<DropReason, Long> drops() {
        Map<DropReason, Long> map = new EnumMap<>(DropReason.class);
        for (DropReason reason : DropReason.values()) {
            map.put(reason, drops.get(reason.ordinal()));
        }
        return map;
    }

    /** A peer has run into this limit. */
    public void limited(PeerLimit limit) {
        limited.incrementAndGet(limit.ordinal());
    }

    public Map<PeerLimit, Long> limited() {
        Map<PeerLimit, Long> map = new EnumMap<>(PeerLimit.class);
        for (PeerLimit limit : PeerLimit.values()) {
            map.put(limit, limited.get(limit.ordinal()));
        }
        return map;
    }

    public void error(String what) {
        lastError = new Failure(what, Instant.now());
    }

    /** Connections whose peer is ready, roughly while some come and go. */
    public long ready() {
        return Math.max(0, connects.get() - disconnects.get());
    }

    public @Nullable Failure lastError() {
        return lastError;
    }
}
