package io.zmq4j.internal.socket;

import io.zmq4j.Metadata;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketStats;
import io.zmq4j.SocketStats.PeerState;
import io.zmq4j.internal.pipe.PeerReady;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.reactor.BriefLock;
import io.zmq4j.internal.session.Child;
import io.zmq4j.internal.session.PeerIds;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a socket knows of the peer behind one of its pipes. A peer in another process is known by its session, one in this
 * process by its introduction. Owned by whoever is inside the socket's guard; the status is for any thread.
 */
final class PipePeer {

    private static final long SLOW_EVENT_INTERVAL = Duration.ofSeconds(1).toNanos();

    private final Pipe pipe;
    private final Monitors monitors;

    private enum Pace {
        STEADY,
        /** Its queue is full, which is not told yet, as the last time was not long ago. */
        SLOW_UNTOLD,
        SLOW
    }

    /** Null while it is not introduced, and for a peer in another process. */
    private volatile SocketStats.@Nullable Peer local;

    // -- inside the guard --
    private boolean introduced;

    // -- under this lock, which also keeps its events in order --
    private final BriefLock pace = new BriefLock();
    private Pace now = Pace.STEADY;
    private boolean everSlow;
    private long slowAt;
    private boolean lookDue;

    PipePeer(Pipe pipe, Monitors monitors) {
        this.pipe = pipe;
        this.monitors = monitors;
    }

    /** Its socket may use it from now on. */
    void onReady(PeerReady peer) {
        introduced = true;
        String address = peer.metadata().get(Metadata.PEER_ADDRESS);
        if (address != null && address.startsWith("inproc://")) {
            local = new SocketStats.Peer(
                    address,
                    address,
                    PeerState.READY,
                    Instant.now(),
                    0,
                    peer.metadata(),
                    PeerIds.next(),
                    peer.routingId(),
                    SocketStats.Traffic.NONE);
        }
    }

    /** The pattern calls it so from now on. */
    void onNamed(byte[] routingId) {
        SocketStats.Peer here = local;
        if (here != null) {
            local = here.withRoutingId(routingId);
            monitors.publish(new SocketEvent.PeerNamed(here.endpoint(), here.address(), here.id(), routingId));
        } else if (session() != null) {
            session().named(routingId);
        }
    }

    /** It may not stay, for this reason, and its pipe is closed after this. */
    void onExpelled(String reason) {
        SocketStats.Peer here = local;
        Child session = session();
        if (here != null) {
            monitors.publish(new SocketEvent.Disconnected(
                    here.endpoint(), here.address(), reason, here.id(), here.routingId(), 0));
        } else if (session != null) {
            session.expel(reason);
        }
    }

    /**
     * The queue to it is full.
     *
     * @return whether {@link #onDrained} should follow
     */
    boolean onFull() {
        if (monitors.isEmpty()) {
            return false;
        }
        pace.enter();
        try {
            long wait = everSlow ? SLOW_EVENT_INTERVAL - (System.nanoTime() - slowAt) : 0;
            if (wait <= 0) {
                tellSlow();
            } else {
                now = Pace.SLOW_UNTOLD;
                lookLater(wait);
            }
        } finally {
            pace.exit();
        }
        return true;
    }

    private void lookLater(long nanos) {
        if (!lookDue) {
            lookDue = true;
            monitors.after(nanos, this::look);
        }
    }

    /** Any thread. Tells now, if it still is slow, what could not be told before. */
    private void look() {
        pace.enter();
        try {
            lookDue = false;
            if (now == Pace.SLOW_UNTOLD) {
                tellSlow();
            }
        } finally {
            pace.exit();
        }
    }

    private void tellSlow() {
        now = Pace.SLOW;
        everSlow = true;
        slowAt = System.nanoTime();
        SocketStats.Peer peer = status();
        if (peer != null) {
            monitors.publish(new SocketEvent.PeerSlow(peer.endpoint(), peer.address(), peer.id(), pipe.outBacklog()));
        }
    }

    /** It has taken all that was queued for it. Any thread. */
    void onDrained() {
        pace.enter();
        try {
            SocketStats.Peer peer = status();
            if (now == Pace.SLOW && peer != null) {
                monitors.publish(new SocketEvent.PeerDrained(peer.endpoint(), peer.address(), peer.id()));
            }
            now = Pace.STEADY;
        } finally {
            pace.exit();
        }
    }

    /** It has gone, though something of it may be left to read. */
    void onGone() {
        onDrained();
        introduced = false;
        local = null;
    }

    boolean isReady() {
        Child session = session();
        return local != null || introduced && session != null && isReady(session.status());
    }

    private static boolean isReady(SocketStats.@Nullable Peer peer) {
        return peer != null && peer.state() == PeerState.READY;
    }

    private @Nullable Child session() {
        return pipe.farHost() instanceof Child child ? child : null;
    }

    // -- any thread --

    boolean isLocal() {
        return local != null;
    }

    /** Whether it is in this process, and has this number. */
    boolean isLocal(long id) {
        SocketStats.Peer here = local;
        return here != null && here.id() == id;
    }

    /** Whether it is in this process, joined by this name. */
    boolean isLocalAt(String endpoint) {
        SocketStats.Peer here = local;
        return here != null && here.endpoint().equals(endpoint);
    }

    /** Its status with the traffic of its pipe; null = it is not known yet, or has gone. */
    SocketStats.@Nullable Peer status() {
        SocketStats.Peer here = local;
        Child session = session();
        SocketStats.Peer peer = here != null || session == null ? here : session.status();
        if (peer == null) {
            return null;
        }
        SocketStats.Traffic wire = peer.traffic();
        return peer.withTraffic(new SocketStats.Traffic(
                pipe.outBacklog(),
                pipe.inBacklog(),
                pipe.outCount(),
                pipe.inCount(),
                wire.bytesSent(),
                wire.bytesReceived(),
                wire.roundTrip()));
    }
}
