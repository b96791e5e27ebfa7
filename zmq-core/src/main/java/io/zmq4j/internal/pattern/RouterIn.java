package io.zmq4j.internal.pattern;

import io.zmq4j.Msg;
import io.zmq4j.RouterNotify;
import io.zmq4j.SocketConfig;
import io.zmq4j.internal.pattern.PeerTable.Peer;
import io.zmq4j.internal.pipe.PeerReady;
import io.zmq4j.internal.pipe.Pipe;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The inbound half of ROUTER and STREAM: messages of all peers in turn, each behind the routing id of its sender, and if so
 * configured {@code [id, empty]} when a peer comes, before its messages, and when it goes, after them. It also decides who may
 * have an id: a newcomer with one that is taken is refused, or with handover replaces the older peer, which goes.
 */
final class RouterIn extends ForwardingInbound {

    private static final byte[] EMPTY = {};

    private final FairQueue queue;
    private final PeerTable peers;
    private final Outbound out;
    private final Drops drops;

    /** Whether everything of an older peer is received before a newer one has its id. */
    private final boolean inTurn;

    private boolean handover;
    private boolean tellsComing;
    private boolean tellsGoing;

    /** Notices, and a message during whose reading a notice came up. */
    private final ArrayDeque<Msg> first = new ArrayDeque<>();

    RouterIn(PeerTable peers, Outbound out, Drops drops, boolean inTurn) {
        this(new FairQueue(), peers, out, drops, inTurn);
    }

    private RouterIn(FairQueue queue, PeerTable peers, Outbound out, Drops drops, boolean inTurn) {
        super(queue);
        this.queue = queue;
        this.peers = peers;
        this.out = out;
        this.drops = drops;
        this.inTurn = inTurn;
    }

    void reconfigure(SocketConfig.Routing routing) {
        handover = routing.handover();
        notices(routing.notices());
    }

    void notices(Set<RouterNotify> wanted) {
        tellsComing = wanted.contains(RouterNotify.CONNECT);
        tellsGoing = wanted.contains(RouterNotify.DISCONNECT);
    }

    @Override
    public void detach(Pipe pipe) {
        super.detach(pipe);
        leave(pipe);
    }

    @Override
    public void name(Pipe pipe, byte[] id) {
        Peer holder = peers.find(id);
        if (holder != null && holder.pipe.isOpen()) {
            throw new IllegalArgumentException(
                    "another peer has the routing id " + Router.describe(id) + ", allowed: an id that is free");
        }
        if (holder != null) {
            retire(holder);
        }
        peers.put(id, pipe).named = true;
    }

    @Override
    public void peerReady(Pipe pipe, PeerReady ready) {
        byte[] wanted = ready.routingId();
        Peer known = PeerTable.of(pipe);
        if (known != null) {
            boolean same = PeerTable.isFree(wanted) ? known.chosenByUs : Arrays.equals(known.id, wanted);
            if (same || known.named) {
                announce(known);
                return; // reconnected under its old id
            }
            leave(pipe);
        }
        Peer holder = PeerTable.isFree(wanted) ? null : peers.find(wanted);
        if (holder != null) {
            if (holder.pipe.isOpen() && !handover) {
                close(pipe);
                return;
            }
            retire(holder);
        }
        enter(wanted, pipe);
    }

    /** Makes its id free. */
    private void retire(Peer holder) {
        Pipe pipe = holder.pipe;
        if (inTurn && !pipe.isOpen()) {
            Msg msg;
            while ((msg = pipe.read()) != null) { // which detaches it at the end
                first.add(msg.prepend(holder.id));
            }
        }
        leave(pipe);
        if (pipe.isOpen()) {
            close(pipe);
        }
    }

    /** Closes the connection of a peer, which is gone without a notice. */
    void dismiss(Peer peer) {
        peers.remove(peer);
        close(peer.pipe);
    }

    private Peer enter(byte[] wanted, Pipe pipe) {
        Peer peer = peers.put(wanted, pipe);
        announce(peer);
        return peer;
    }

    private void announce(Peer peer) {
        if (!peer.announced) {
            peer.announced = true;
            drops.onNamed(peer.pipe, peer.id);
            if (tellsComing) {
                tell(peer);
            }
        }
    }

    private void leave(Pipe pipe) {
        Peer peer = PeerTable.of(pipe);
        if (peer != null && peers.remove(peer) && peer.announced && tellsGoing) {
            tell(peer);
        }
    }

    private void tell(Peer peer) {
        first.add(Msg.of(peer.id, EMPTY));
    }

    private void close(Pipe pipe) {
        queue.detach(pipe);
        out.detach(pipe);
        drops.close(pipe);
    }

    @Override
    public @Nullable Msg tryReceive() {
        Msg notice = first.poll();
        if (notice != null) {
            return notice;
        }
        Msg msg = receiveWithId();
        if (first.isEmpty()) {
            return msg;
        }
        if (msg != null) {
            first.add(msg);
        }
        return first.poll();
    }

    private @Nullable Msg receiveWithId() {
        Msg msg = queue.tryReceive();
        Pipe pipe = queue.source();
        if (msg == null || pipe == null) {
            return msg;
        }
        Peer peer = PeerTable.of(pipe);
        return msg.prepend((peer == null ? enter(EMPTY, pipe) : peer).id);
    }

    @Override
    public boolean canReceive() {
        return !first.isEmpty() || queue.canReceive() || !first.isEmpty();
    }
}
