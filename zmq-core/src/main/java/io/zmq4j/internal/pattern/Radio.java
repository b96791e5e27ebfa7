package io.zmq4j.internal.pattern;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.internal.pipe.PeerReady;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.Subscription;
import io.zmq4j.internal.udp.Datagrams;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * RADIO, RFC 48: each message goes to the peers that have joined its group, as {@code | group | body |}, the same object to
 * all. Who joins and leaves takes effect as soon as it heads a pipe; messages of peers are dropped.
 */
final class Radio {

    private final Distributor distributor;
    private final SubscriptionTrie groups = new SubscriptionTrie();
    private final Drops drops;

    /** Of peers over udp, which cannot say what they want and get everything. */
    private final Set<Pipe> unfiltered = new LinkedHashSet<>();

    private boolean noDrop;
    private SocketConfig.Limits limits;

    private Radio(SocketConfig config, Drops drops) {
        this.distributor = new Distributor(drops);
        this.limits = config.limits();
        this.noDrop = config.pub().noDrop();
        this.drops = drops;
    }

    static Pattern pattern(SocketConfig config, Drops drops) {
        Radio radio = new Radio(config, drops);
        Out out = radio.new Out();
        return new Pattern(radio.new In(out), out, null, radio::reconfigure);
    }

    private void reconfigure(SocketConfig config) {
        noDrop = config.pub().noDrop();
        limits = config.limits();
    }

    private void forget(Pipe pipe) {
        unfiltered.remove(pipe);
        groups.removeAll(pipe, (group, last) -> {});
    }

    private final class In implements Inbound {

        private final Out out;

        In(Out out) {
            this.out = out;
        }

        @Override
        public void attach(Pipe pipe) {}

        @Override
        public void detach(Pipe pipe) {
            forget(pipe);
        }

        /** Whoever is behind the pipe now joins anew. */
        @Override
        public void peerReady(Pipe pipe, PeerReady peer) {
            forget(pipe);
            if (peer.type() == SocketType.DGRAM) {
                unfiltered.add(pipe);
            }
        }

        @Override
        public void readable(Pipe pipe) {
            Object item;
            while ((item = pipe.readItem()) != null) {
                if (item instanceof Msg) {
                    drops.count(DropReason.MALFORMED, 1);
                } else if (item instanceof Subscription change && pipe.isOpen()) {
                    SubscriptionShare.Excess excess = apply(pipe, change);
                    if (excess != null) {
                        out.detach(pipe);
                        drops.expel(pipe, excess.limit(), excess.reason());
                        return;
                    }
                }
            }
        }

        /** @return not null, and nothing has happened, when the peer is in too many groups */
        private SubscriptionShare.@Nullable Excess apply(Pipe pipe, Subscription change) {
            byte[] group = change.topic();
            if (!change.subscribe()) {
                groups.remove(group, pipe);
                return null;
            }
            SubscriptionShare.Excess excess = SubscriptionShare.excess(limits, groups, pipe, group);
            if (excess == null) {
                groups.add(group, pipe);
            }
            return excess;
        }

        @Override
        public @Nullable Msg tryReceive() {
            throw Discard.cannotReceive(SocketType.RADIO);
        }

        @Override
        public boolean canReceive() {
            return false;
        }
    }

    private final class Out implements Outbound {

        @Override
        public void attach(Pipe pipe) {
            distributor.attach(pipe);
        }

        @Override
        public void detach(Pipe pipe) {
            distributor.detach(pipe);
            forget(pipe);
        }

        @Override
        public void writable(Pipe pipe) {}

        @Override
        public boolean trySend(Msg msg) {
            SingleFrame.require(SocketType.RADIO, msg);
            byte[] group = Groups.encode(msg.group());
            distributor.clear();
            groups.matchExactly(group, distributor);
            if (!unfiltered.isEmpty()) {
                matchUnfiltered(group, msg);
            }
            if (noDrop && !distributor.canSend(false)) {
                return false;
            }
            distributor.send(msg.prepend(group), false);
            return true;
        }

        private void matchUnfiltered(byte[] group, Msg msg) {
            long size = Datagrams.sizeOfGrouped(group, msg);
            if (size > Datagrams.LARGEST) {
                throw new IllegalArgumentException("a message of " + SocketType.RADIO + " over udp has " + size
                        + " bytes with its group, allowed: up to " + Datagrams.LARGEST);
            }
            unfiltered.forEach(distributor::match);
        }

        /** Always, as for a publisher; with {@code noDrop} a send may wait all the same. */
        @Override
        public boolean canSend() {
            return true;
        }
    }
}
