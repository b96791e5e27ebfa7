package io.zmq4j.internal.socket;

import io.zmq4j.SocketStats;
import io.zmq4j.internal.session.Child;
import io.zmq4j.internal.session.ConnectionCounters;
import java.util.ArrayList;
import java.util.List;

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
        List<SocketStats.Peer> peers = new ArrayList<>(pipes.localPeers());
        for (Child child : children) {
            SocketStats.Peer peer = child.status();
            if (peer != null) {
                peers.add(peer);
            }
        }
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
                peers,
                counters.lastError());
    }
}
