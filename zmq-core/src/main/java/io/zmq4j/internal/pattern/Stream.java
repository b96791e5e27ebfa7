package io.zmq4j.internal.pattern;

import io.zmq4j.Msg;
import io.zmq4j.RouterNotify;
import io.zmq4j.SocketConfig;
import io.zmq4j.UnroutableException;
import io.zmq4j.internal.pattern.PeerTable.Peer;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * The outbound half of STREAM: {@code [id, bytes]} goes to the connection of that id, and {@code [id, empty]} closes it after
 * all that was sent before. A full connection makes the sender wait.
 */
final class Stream extends ForwardingOutbound {

    private static final int FRAMES = 2;

    private final PeerTable peers;
    private final RouterIn in;

    /** @param room nothing is sent through it; it knows whether any pipe has room */
    private Stream(PeerTable peers, RouterIn in, LoadBalancer room) {
        super(room);
        this.peers = peers;
        this.in = in;
    }

    static Pattern pattern(SocketConfig config, Drops drops, IntSupplier random) {
        PeerTable peers = new PeerTable(random);
        LoadBalancer room = new LoadBalancer();
        RouterIn in = new RouterIn(peers, room, drops, true);
        in.notices(notices(config));
        return new Pattern(in, new Stream(peers, in, room), null, changed -> in.notices(notices(changed)));
    }

    private static Set<RouterNotify> notices(SocketConfig config) {
        return config.stream().notifyPeers() ? EnumSet.allOf(RouterNotify.class) : Set.of();
    }

    @Override
    public boolean trySend(Msg msg) {
        if (msg.size() != FRAMES) {
            throw new IllegalArgumentException(
                    "a message of STREAM has " + msg.size() + " frames, allowed: 2, the routing id and the bytes");
        }
        Peer peer = find(msg.bytes(0));
        if (msg.length(1) == 0) {
            in.dismiss(peer);
            return true;
        }
        boolean taken = peer.pipe.write(msg.dropFirst());
        if (taken) {
            peer.pipe.flush();
        }
        return taken;
    }

    private Peer find(byte[] id) {
        Peer peer = peers.find(id);
        if (peer == null || !peer.pipe.isOpen()) {
            throw new UnroutableException("no peer of this STREAM has the routing id " + Router.describe(id)
                    + ", allowed: ids of connected peers");
        }
        return peer;
    }

    @Override
    public boolean canSendTo(byte[] id) {
        return find(id).pipe.canWrite();
    }
}
