package io.zmq4j.internal.session;

import io.zmq4j.Authenticator;
import io.zmq4j.Metadata;
import io.zmq4j.PeerLimit;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketStats;
import io.zmq4j.SocketStats.PeerState;
import io.zmq4j.internal.engine.EngineFailure;
import io.zmq4j.internal.engine.EngineFigures;
import io.zmq4j.internal.transport.Transports;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the world learns of one connection: its state, its events, its share of the counters. Owner: the session's reactor. */
final class PeerJournal {

    private static final byte[] NAMELESS = {};

    private final SessionOwner owner;
    private final String endpoint;
    private final long id = PeerIds.next();
    private String address = "";
    private long attempts;
    private Authenticator.@Nullable Decision decision;

    // -- written by the reactor, read by whoever asks --
    private volatile SocketStats.Peer status;
    private volatile @Nullable EngineFigures figures;

    /** Written by the socket: what that calls the peer, empty = what the peer calls itself. */
    private volatile byte[] name = NAMELESS;

    PeerJournal(SessionOwner owner, String endpoint) {
        this.owner = owner;
        this.endpoint = endpoint;
        this.status = entry(PeerState.CONNECTING);
    }

    private SocketStats.Peer entry(PeerState state) {
        return entry(state, Metadata.EMPTY, NAMELESS);
    }

    private SocketStats.Peer entry(PeerState state, Metadata metadata, byte[] routingId) {
        return new SocketStats.Peer(
                endpoint, address, state, Instant.now(), attempts, metadata, id, routingId, SocketStats.Traffic.NONE);
    }

    long id() {
        return id;
    }

    String endpoint() {
        return endpoint;
    }

    /** Any thread. */
    SocketStats.Peer status() {
        SocketStats.Peer now = status;
        byte[] given = name;
        EngineFigures wire = figures;
        SocketStats.Peer named = given.length == 0 ? now : now.withRoutingId(given);
        return wire == null ? named : named.withTraffic(traffic(wire));
    }

    private static SocketStats.Traffic traffic(EngineFigures wire) {
        long roundTrip = wire.roundTripNanos();
        return new SocketStats.Traffic(
                0,
                0,
                0,
                0,
                wire.bytesSent(),
                wire.bytesReceived(),
                roundTrip == 0 ? null : Duration.ofNanos(roundTrip));
    }

    /** Any thread. */
    void named(byte[] routingId) {
        name = routingId;
        owner.publish(new SocketEvent.PeerNamed(endpoint, status.address(), id, routingId));
    }

    void connecting() {
        address = "";
        status = entry(PeerState.CONNECTING);
    }

    void waiting() {
        address = "";
        attempts++;
        status = entry(PeerState.WAITING_TO_RECONNECT);
    }

    void accepted(String peer) {
        address = peer;
        owner.publish(new SocketEvent.Accepted(endpoint, peer, id));
    }

    void connected(String peer) {
        address = peer;
        owner.publish(new SocketEvent.Connected(endpoint, peer, id));
    }

    void handshaking(EngineFigures wire) {
        figures = wire;
        decision = null;
        status = entry(PeerState.HANDSHAKING);
    }

    /** The address of the peer without its port. */
    String host() {
        return Transports.hostOf(address);
    }

    /** What the authenticator has said of the peer. */
    void decided(Authenticator.Decision said) {
        decision = said;
    }

    /**
     * The peer is ready.
     *
     * @param proven properties that the channel vouches for
     * @return the peer's properties, and its address
     */
    Metadata ready(Metadata properties, byte[] routingId, Map<String, String> proven) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(properties.asMap());
        all.remove(Metadata.USER_ID); // nobody has proved it
        all.remove(Metadata.TLS_SUBJECT);
        Authenticator.Decision known = decision;
        if (known != null) {
            all.putAll(known.metadata());
            if (!known.userId().isEmpty()) {
                all.put(Metadata.USER_ID, known.userId());
            }
        }
        all.putAll(proven);
        all.put(Metadata.PEER_ADDRESS, host());
        Metadata metadata = Metadata.of(all);
        status = entry(PeerState.READY, metadata, routingId);
        owner.counters().connects.incrementAndGet();
        owner.publish(new SocketEvent.HandshakeSucceeded(endpoint, address, metadata, id));
        return metadata;
    }

    void handshakeFailed(EngineFailure failure) {
        figures = null;
        if (failure.kind() != EngineFailure.Kind.CLOSED) {
            String reason = failure.reason() + refusal();
            owner.counters().handshakeFailures.incrementAndGet();
            count(failure);
            owner.counters().error("handshake at " + endpoint + " with " + address + ": " + reason);
            owner.publish(new SocketEvent.HandshakeFailed(endpoint, address, reason, failure.code(), id));
        }
    }

    /** Why the authenticator has not let the peer in, if it says so. */
    private String refusal() {
        Authenticator.Decision said = decision;
        return said == null || said.isAccepted() || said.reason().isEmpty() ? "" : ": " + said.reason();
    }

    void disconnected(EngineFailure failure) {
        boolean fault = failure.kind() == EngineFailure.Kind.PROTOCOL || failure.kind() == EngineFailure.Kind.TIMEOUT;
        if (fault) {
            owner.counters().error("connection at " + endpoint + " with " + address + ": " + failure.reason());
        }
        count(failure);
        disconnected(failure.reason(), failure.code());
    }

    private void count(EngineFailure failure) {
        PeerLimit limit = failure.limit();
        if (limit != null) {
            owner.counters().limited(limit);
        }
    }

    /** @param code the protocol error, 0 = it was none */
    void disconnected(String reason, int code) {
        byte[] routingId = status().routingId();
        figures = null;
        owner.counters().disconnects.incrementAndGet();
        owner.publish(new SocketEvent.Disconnected(endpoint, address, reason, id, routingId, code));
    }
}
