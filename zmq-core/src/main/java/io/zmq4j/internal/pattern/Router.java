package io.zmq4j.internal.pattern;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.UnroutableException;
import io.zmq4j.internal.pattern.PeerTable.Peer;
import java.util.function.IntSupplier;

/**
 * The outbound half of ROUTER, RFC 28: the first frame says which peer gets the others. A message without others is sent to
 * nobody, as in libzmq.
 */
final class Router extends ForwardingOutbound {

    private final PeerTable peers;
    private final Drops drops;
    private boolean mandatory;

    /** @param room nothing is sent through it; it knows whether any pipe has room */
    private Router(PeerTable peers, Drops drops, LoadBalancer room) {
        super(room);
        this.peers = peers;
        this.drops = drops;
    }

    static Pattern pattern(SocketConfig config, Drops drops, IntSupplier random) {
        PeerTable peers = new PeerTable(random);
        Router out = new Router(peers, drops, new LoadBalancer());
        RouterIn in = new RouterIn(peers, out, drops, false);
        Probing probing = new Probing(out, config.routing().probe());
        Pattern pattern = new Pattern(in, probing, null, changed -> {
            out.mandatory = changed.routing().mandatory();
            in.reconfigure(changed.routing());
            probing.enable(changed.routing().probe());
        });
        pattern.reconfigure().accept(config);
        return pattern;
    }

    @Override
    public boolean trySend(Msg msg) {
        if (msg.size() == 1) {
            return true;
        }
        byte[] id = msg.bytes(0);
        Peer peer = peers.find(id);
        if (peer == null || !peer.pipe.isOpen()) {
            unroutable(id);
            return true;
        }
        if (mandatory && !peer.pipe.canWrite()) {
            return false;
        }
        if (peer.pipe.write(msg.dropFirst())) {
            peer.pipe.flush();
        } else {
            drops.count(DropReason.HWM, 1);
        }
        return true;
    }

    private void unroutable(byte[] id) {
        if (mandatory) {
            throw unknown(id, "allowed with routerMandatory");
        }
        drops.count(DropReason.UNROUTABLE, 1);
    }

    private static UnroutableException unknown(byte[] id, String allowed) {
        return new UnroutableException("no peer of this ROUTER has the routing id " + describe(id) + ", " + allowed
                + ": ids of connected peers");
    }

    @Override
    public boolean canSendTo(byte[] id) {
        Peer peer = peers.find(id);
        if (peer == null || !peer.pipe.isOpen()) {
            throw unknown(id, "allowed");
        }
        return peer.pipe.canWrite();
    }

    /** As hexadecimal digits, cut when it is longer than an id can be read. */
    static String describe(byte[] id) {
        int shown = Math.min(id.length, 32);
        StringBuilder text = new StringBuilder("0x");
        for (int i = 0; i < shown; i++) {
            text.append(Character.forDigit(id[i] >> 4 & 0xf, 16)).append(Character.forDigit(id[i] & 0xf, 16));
        }
        return text.append(shown < id.length ? "..." : "") + " (" + id.length + " bytes)";
    }

    /** Without {@code routerMandatory} always, as what cannot be sent is dropped; else whether any peer has room. */
    @Override
    public boolean canSend() {
        return !mandatory || super.canSend();
    }
}
