package io.zmq4j.internal.session;

import io.zmq4j.PeerLimit;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketEvent;
import io.zmq4j.internal.reactor.Reactor;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many connections of one listener there are, and whether there may be one more. Places are taken by the listener's
 * reactor, and given back by that of each connection.
 */
final class Admission {

    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final SessionOwner owner;
    private final Reactor reactor;
    private final String endpoint;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger handshakes = new AtomicInteger();

    /** Only while there is a limit. */
    private final ConcurrentMap<String, Integer> byAddress = new ConcurrentHashMap<>();

    // -- the listener's reactor --
    private long untold;
    private String lastReason = "";
    private boolean isQuiet;

    /** @param reactor of the listener */
    Admission(SessionOwner owner, Reactor reactor, String endpoint) {
        this.owner = owner;
        this.reactor = reactor;
        this.endpoint = endpoint;
    }

    private record Refusal(PeerLimit limit, String reason) {}

    /** What one connection takes up. Owner: its reactor. */
    final class Place {
        private final @Nullable String address;
        private boolean handshaking = true;
        private boolean taken = true;

        private Place(@Nullable String address) {
            this.address = address;
        }

        /** The peer is ready. */
        void ready() {
            if (handshaking) {
                handshaking = false;
                handshakes.decrementAndGet();
            }
        }

        /** The connection has ended. */
        void leave() {
            if (!taken) {
                return;
            }
            taken = false;
            ready();
            connections.decrementAndGet();
            if (address != null) {
                byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    /**
     * A place for a connection; null = there is none, which is told.
     *
     * @param address of the peer, null = it has none
     */
    @Nullable
    Place take(@Nullable String address) {
        SocketConfig.Limits limits = owner.config().limits();
        Refusal refusal = refusal(limits, address);
        if (refusal != null) {
            owner.counters().limited(refusal.limit);
            refused(refusal.reason);
            return null;
        }
        connections.incrementAndGet();
        handshakes.incrementAndGet();
        String counted = limits.connectionsPerAddress() > 0 ? address : null;
        if (counted != null) {
            byAddress.merge(counted, 1, Integer::sum);
        }
        return new Place(counted);
    }

    private @Nullable Refusal refusal(SocketConfig.Limits limits, @Nullable String address) {
        if (isReached(connections.get(), limits.connections())) {
            return new Refusal(
                    PeerLimit.CONNECTIONS, "maxConnections is " + limits.connections() + ", and so many are there");
        }
        if (isReached(handshakes.get(), limits.handshakes())) {
            return new Refusal(
                    PeerLimit.HANDSHAKES,
                    "maxHandshakes is " + limits.handshakes()
                            + ", and the peers of so many connections are not ready yet");
        }
        if (address != null && isReached(byAddress.getOrDefault(address, 0), limits.connectionsPerAddress())) {
            return new Refusal(
                    PeerLimit.CONNECTIONS_PER_ADDRESS,
                    "maxConnectionsPerAddress is " + limits.connectionsPerAddress() + ", and so many are there of "
                            + address);
        }
        return null;
    }

    private static boolean isReached(int count, int limit) {
        return limit > 0 && count >= limit;
    }

    /** The first is told at once, and how many follow once a second: a flood must not become one of events. */
    private void refused(String reason) {
        owner.counters().refused.incrementAndGet();
        if (isQuiet) {
            untold++;
            lastReason = reason;
        } else {
            tell(reason);
        }
    }

    private void tell(String reason) {
        owner.counters().error("accept at " + endpoint + ": " + reason);
        owner.publish(new SocketEvent.AcceptFailed(endpoint, reason));
        isQuiet = true;
        reactor.schedule(PAUSE, this::onPauseEnd);
    }

    private void onPauseEnd() {
        isQuiet = false;
        if (untold > 0) {
            String reason = lastReason + "; " + untold + " refused within a second";
            untold = 0;
            tell(reason);
        }
    }
}
