package io.zmq4j.internal.session;

import io.zmq4j.Metadata;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketStats;
import io.zmq4j.SocketStats.PeerState;
import io.zmq4j.internal.engine.EngineFailure;
import io.zmq4j.internal.transport.Transports;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What the world learns of one connection: its state, its events, its share of the counters. Owner: the session's reactor. */
final class PeerJournal {

    private final SessionOwner owner;
    private final String endpoint;
    private String address = "";
    private long attempts;

    /** Written by the reactor, read by whoever asks. */
    private volatile SocketStats.Peer status;

    PeerJournal(SessionOwner owner, String endpoint) {
        this.owner = owner;
        this.endpoint = endpoint;
        this.status = entry(PeerState.CONNECTING, Metadata.EMPTY);
    }

    private SocketStats.Peer entry(PeerState state, Metadata metadata) {
        return new SocketStats.Peer(endpoint, address, state, Instant.now(), attempts, metadata);
    }

    String endpoint() {
        return endpoint;
    }

    /** Any thread. */
    SocketStats.Peer status() {
        return status;
    }

    void connecting() {
        address = "";
        status = entry(PeerState.CONNECTING, Metadata.EMPTY);
    }

    void waiting() {
        address = "";
        attempts++;
        status = entry(PeerState.WAITING_TO_RECONNECT, Metadata.EMPTY);
    }

    void accepted(String peer) {
        address = peer;
    }

    void connected(String peer) {
        address = peer;
        owner.publish(new SocketEvent.Connected(endpoint, peer));
    }

    void handshaking() {
        status = entry(PeerState.HANDSHAKING, Metadata.EMPTY);
    }

    /** @return the peer's properties, and its address */
    Metadata ready(Metadata properties) {
        Map<String, String> all = new HashMap<>(properties.asMap());
        all.put(Metadata.PEER_ADDRESS, Transports.hostOf(address));
        Metadata metadata = Metadata.of(all);
        status = entry(PeerState.READY, metadata);
        owner.counters().connects.incrementAndGet();
        owner.publish(new SocketEvent.HandshakeSucceeded(endpoint, address, metadata));
        return metadata;
    }

    void handshakeFailed(EngineFailure failure) {
        if (failure.kind() != EngineFailure.Kind.CLOSED) {
            owner.counters().handshakeFailures.incrementAndGet();
            owner.counters().error("handshake at " + endpoint + " with " + address + ": " + failure.reason());
            owner.publish(new SocketEvent.HandshakeFailed(endpoint, address, failure.reason(), failure.code()));
        }
    }

    void disconnected(EngineFailure failure) {
        boolean fault = failure.kind() == EngineFailure.Kind.PROTOCOL || failure.kind() == EngineFailure.Kind.TIMEOUT;
        if (fault) {
            owner.counters().error("connection at " + endpoint + " with " + address + ": " + failure.reason());
        }
        disconnected(failure.reason());
    }

    void disconnected(String reason) {
        owner.counters().disconnects.incrementAndGet();
        owner.publish(new SocketEvent.Disconnected(endpoint, address, reason));
    }
}
