package io.zmq4j.internal.socket;

import io.zmq4j.SocketType;
import io.zmq4j.UnroutableException;
import io.zmq4j.internal.pattern.Groups;
import io.zmq4j.internal.pattern.NumberedPeers;
import io.zmq4j.internal.pattern.Pattern;
import io.zmq4j.internal.pattern.Subscriptions;
import io.zmq4j.internal.pipe.Pipe;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What only some types are asked for: subscriptions, groups, peers with ids. Other types refuse it. */
final class PatternCalls {

    private static final int LONGEST_ID = 255;

    private final SocketType type;
    private final GuardedCalls calls;
    private final SocketPipes pipes;
    private final Endpoints endpoints;

    // -- inside the guard --
    private final Pattern pattern;

    PatternCalls(SocketType type, GuardedCalls calls, SocketPipes pipes, Endpoints endpoints) {
        this.type = type;
        this.calls = calls;
        this.pipes = pipes;
        this.endpoints = endpoints;
        this.pattern = pipes.pattern();
    }

    // -- subscriptions --

    void subscribe(byte[] prefix) {
        byte[] copy = prefix.clone();
        calls.inside(() -> subscriptions().subscribe(copy));
    }

    void unsubscribe(byte[] prefix) {
        byte[] copy = prefix.clone();
        calls.inside(() -> subscriptions().unsubscribe(copy));
    }

    private Subscriptions subscriptions() {
        Subscriptions subscriptions = pattern.subscriptions();
        if (subscriptions == null) {
            throw new UnsupportedOperationException(type + " has no subscriptions, allowed: SUB, XSUB, manual XPUB");
        }
        return subscriptions;
    }

    int topicsCount() {
        int[] count = new int[1];
        calls.inside(() -> count[0] = pattern.out().topics());
        return count[0];
    }

    int subscribers(byte[] topic) {
        return calls.ask(() -> pattern.out().receivers(topic));
    }

    boolean awaitSubscribers(byte[] topic, int count, Duration timeout) {
        byte[] copy = topic.clone();
        return calls.await(() -> pattern.out().receivers(copy) >= count, timeout, "awaitSubscribers");
    }

    // -- groups --

    void join(String group) {
        calls.inside(() -> groups().join(group));
    }

    void leave(String group) {
        calls.inside(() -> groups().leave(group));
    }

    private Groups groups() {
        Groups groups = pattern.groups();
        if (groups == null) {
            throw new UnsupportedOperationException(type + " has no groups, allowed: DISH");
        }
        return groups;
    }

    /** What this socket is subscribed to, or has joined. Inside the guard. */
    List<byte[]> interests() {
        Groups groups = pattern.groups();
        if (groups != null) {
            return groups.list();
        }
        Subscriptions subscriptions = pattern.subscriptions();
        return subscriptions == null ? List.of() : subscriptions.list();
    }

    // -- peers with ids --

    void connect(String endpoint, byte[] routingId) {
        if (type != SocketType.ROUTER && type != SocketType.STREAM) {
            throw new UnsupportedOperationException(type + " does not address its peers, allowed: ROUTER, STREAM");
        }
        if (routingId.length == 0 || routingId.length > LONGEST_ID || routingId[0] == 0) {
            throw new IllegalArgumentException("routingId has " + routingId.length + " bytes"
                    + (routingId.length > 0 && routingId[0] == 0 ? " and begins with a zero byte" : "")
                    + ", allowed: 1 to 255 bytes that do not begin with a zero byte");
        }
        endpoints.connect(endpoint, routingId.clone());
    }

    int connectPeer(String endpoint) {
        if (type != SocketType.PEER) {
            throw new UnsupportedOperationException(type + " cannot connect a peer by routing id, allowed: PEER");
        }
        NumberedPeers peers = numberedPeers();
        Pipe pipe = endpoints.connectPeer(endpoint);
        int[] id = new int[1];
        calls.inside(() -> id[0] = peers.idOf(pipe));
        return id[0];
    }

    void disconnectPeer(int routingId) {
        NumberedPeers peers = numberedPeers();
        Set<Pipe> ended = new HashSet<>();
        calls.inside(() -> {
            Pipe pipe = find(peers, routingId);
            pipes.end(pipe);
            ended.add(pipe);
        });
        endpoints.onDisconnected(ended);
    }

    boolean canSendTo(byte[] routingId) {
        return calls.ask(() -> pattern.out().canSendTo(routingId));
    }

    boolean canSendTo(int routingId) {
        NumberedPeers peers = numberedPeers();
        return calls.ask(() -> find(peers, routingId).canWrite());
    }

    private Pipe find(NumberedPeers peers, int routingId) {
        Pipe pipe = peers.find(routingId);
        if (pipe == null) {
            throw new UnroutableException("no peer of this " + type + " has the routing id "
                    + Integer.toUnsignedString(routingId) + ", allowed: ids of peers that are still there");
        }
        return pipe;
    }

    private NumberedPeers numberedPeers() {
        NumberedPeers peers = pattern.peers();
        if (peers == null) {
            throw new UnsupportedOperationException(type + " has no routing ids of its own, allowed: SERVER, PEER");
        }
        return peers;
    }
}
