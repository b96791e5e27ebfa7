package io.zmq4j.spring.boot;

import io.zmq4j.DropReason;
import io.zmq4j.PeerLimit;
import io.zmq4j.SocketStats;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSocketListener;
import io.zmq4j.spring.ZmqSocketSpec;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Knows the sockets that are or were open without opening any, and keeps a snapshot of each for a moment, so that a
 * scrape of a dozen meters costs one {@link ZmqSocket#stats()}. Counts go on where they were when a socket is opened
 * again. Thread-safe.
 */
public class ZmqSocketTracker implements ZmqSocketListener {

    private static final long FRESH_NANOS = Duration.ofMillis(500).toNanos();

    private final Map<String, Tracked> sockets = new ConcurrentHashMap<>();
    private final Map<String, RuntimeException> failures = new ConcurrentHashMap<>();
    private final List<Consumer<ZmqSocketSpec>> observers = new CopyOnWriteArrayList<>();

    @Override
    public void onOpened(ZmqSocketSpec spec, ZmqSocket socket) {
        failures.remove(spec.name());
        Tracked before = sockets.get(spec.name());
        sockets.put(spec.name(), new Tracked(spec, socket, before == null ? null : before.read()));
        if (before == null) {
            observers.forEach(observer -> observer.accept(spec));
        }
    }

    @Override
    public void onOpenFailed(ZmqSocketSpec spec, RuntimeException cause) {
        failures.put(spec.name(), cause);
    }

    /** Why the last attempt to open the socket of this name failed; null = it did not, or there was none. */
    public @Nullable RuntimeException openFailure(String name) {
        return failures.get(name);
    }

    /** Calls this one with every socket that is opened for the first time, those that were so far included. */
    public void onEachSocket(Consumer<ZmqSocketSpec> observer) {
        observers.add(observer);
        sockets.values().forEach(tracked -> observer.accept(tracked.spec));
    }

    /** The counts and connections of the socket of this name, at most half a second old; null = it was never open. */
    public @Nullable SocketStats stats(String name) {
        Tracked tracked = sockets.get(name);
        return tracked == null ? null : tracked.stats();
    }

    private static final class Tracked {
        private final ZmqSocketSpec spec;
        private final ZmqSocket socket;
        private final @Nullable SocketStats before;
        private volatile @Nullable Snapshot last;

        private Tracked(ZmqSocketSpec spec, ZmqSocket socket, @Nullable SocketStats before) {
            this.spec = spec;
            this.socket = socket;
            this.before = before;
        }

        private SocketStats stats() {
            Snapshot snapshot = last;
            if (snapshot == null || System.nanoTime() - snapshot.nanos() > FRESH_NANOS) {
                snapshot = new Snapshot(read(), System.nanoTime());
                last = snapshot;
            }
            return snapshot.stats();
        }

        private SocketStats read() {
            SocketStats now = socket.stats();
            return before == null ? now : sum(before, now);
        }
    }

    private record Snapshot(SocketStats stats, long nanos) {}

    private static SocketStats sum(SocketStats before, SocketStats now) {
        Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
        before.dropped().forEach((reason, count) -> dropped.merge(reason, count, Long::sum));
        now.dropped().forEach((reason, count) -> dropped.merge(reason, count, Long::sum));
        Map<PeerLimit, Long> limited = new EnumMap<>(PeerLimit.class);
        before.limited().forEach((limit, count) -> limited.merge(limit, count, Long::sum));
        now.limited().forEach((limit, count) -> limited.merge(limit, count, Long::sum));
        return new SocketStats(
                before.messagesSent() + now.messagesSent(),
                before.bytesSent() + now.bytesSent(),
                before.messagesReceived() + now.messagesReceived(),
                before.bytesReceived() + now.bytesReceived(),
                dropped,
                before.connects() + now.connects(),
                before.disconnects() + now.disconnects(),
                before.reconnects() + now.reconnects(),
                before.handshakeFailures() + now.handshakeFailures(),
                now.sendQueue(),
                now.receiveQueue(),
                now.subscriptions(),
                now.bound(),
                now.connected(),
                now.peers(),
                now.lastError(),
                now.lastErrorAt(),
                before.unknownCommands() + now.unknownCommands(),
                before.refused() + now.refused(),
                limited);
    }
}
