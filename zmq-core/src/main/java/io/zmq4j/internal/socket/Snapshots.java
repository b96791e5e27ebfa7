package io.zmq4j.internal.socket;

import io.zmq4j.SocketStats;
import io.zmq4j.internal.session.Child;
import io.zmq4j.internal.session.ConnectionCounters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the figures of a socket together. */
final class Snapshots {

    private Snapshots() {}

    static SocketStats of(
            TrafficCounters traffic,
            ConnectionCounters counters,
            SocketPipes pipes,
            Endpoints endpoints,
            List<Child> children,
            List<byte[]> subscriptions) {
        ConnectionCounters.Failure error = counters.lastError();
        return new SocketStats(
                traffic.sent(),
                traffic.sentBytes(),
                traffic.received(),
                traffic.receivedBytes(),
                counters.drops(),
                counters.connects.get(),
                counters.disconnects.get(),
                counters.reconnects.get(),
                counters.handshakeFailures.get(),
                pipes.sendBacklog(),
                pipes.receiveBacklog(),
                subscriptions,
                endpoints.bound(),
                endpoints.connected(),
                peers(children, pipes),
                error == null ? null : error.what(),
                error == null ? null : error.when(),
                counters.unknownCommands.get(),
                counters.refused.get(),
                counters.limited());
    }

    /** A session that has ended may have left a pipe to be read, and one whose peer is not ready yet has none. */
    private static List<SocketStats.Peer> peers(List<Child> children, SocketPipes pipes) {
        Map<Long, SocketStats.Peer> peers = new LinkedHashMap<>();
        for (Child child : children) {
            SocketStats.Peer peer = child.status();
            if (peer != null) {
                peers.put(peer.id(), peer);
            }
        }
        for (PipePeer behind : pipes.peers()) {
            SocketStats.Peer peer = behind.status();
            if (peer != null && (behind.isLocal() || peers.containsKey(peer.id()))) {
                peers.put(peer.id(), peer);
            }
        }
        return List.copyOf(peers.values());
    }
}
