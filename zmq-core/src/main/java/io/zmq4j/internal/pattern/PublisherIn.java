package io.zmq4j.internal.pattern;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.internal.pipe.PeerReady;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The inbound half of PUB and XPUB. Subscriptions take effect as soon as they head a pipe, even if the application never
 * receives. Messages of XSUB peers stop at the head, one of each pipe being held as its attachment, until an XPUB
 * application takes them, fairly; a PUB drops them.
 */
final class PublisherIn implements Inbound {

    private final SocketType type;
    private final PublisherSubscriptions subscriptions;
    private final Publisher out;
    private final Drops drops;

    /** Active are those with a held message. */
    private final PipeList pipes = new PipeList(PipeList.Side.IN);

    PublisherIn(SocketType type, PublisherSubscriptions subscriptions, Publisher out, Drops drops) {
        this.type = type;
        this.subscriptions = subscriptions;
        this.out = out;
        this.drops = drops;
    }

    @Override
    public void attach(Pipe pipe) {
        pipes.add(pipe);
    }

    @Override
    public void detach(Pipe pipe) {
        if (pipes.remove(pipe)) {
            subscriptions.forget(pipe);
            if (pipe.attachment() != null) {
                pipe.attachment(null);
                drops.count(DropReason.CLOSED, 1);
            }
        }
    }

    /** Whoever is behind the pipe now subscribes anew; what an earlier peer had subscribed to is not its own. */
    @Override
    public void peerReady(Pipe pipe, PeerReady peer) {
        subscriptions.forget(pipe);
    }

    @Override
    public void readable(Pipe pipe) {
        if (pipe.attachment() == null) {
            readToNextMessage(pipe);
        }
    }

    private void readToNextMessage(Pipe pipe) {
        Object item;
        while ((item = pipe.readItem()) != null) {
            Subscription subscription = item instanceof Subscription given ? given : subscriptions.in((Msg) item);
            if (subscription != null) {
                SubscriptionShare.Excess excess = subscriptions.apply(pipe, subscription);
                if (excess != null) {
                    refuse(pipe, excess);
                    return;
                }
                item = item instanceof Msg msg && msg.size() > 1 ? msg.dropFirst() : null;
            }
            if (item != null && type == SocketType.XPUB) {
                pipe.attachment(item);
                pipes.activate(pipe);
                return;
            } else if (item != null) {
                drops.count(DropReason.MALFORMED, 1);
            }
        }
        pipes.deactivate(pipe);
    }

    private void refuse(Pipe pipe, SubscriptionShare.Excess excess) {
        detach(pipe);
        out.detach(pipe);
        drops.expel(pipe, excess.limit(), excess.reason());
    }

    @Override
    public @Nullable Msg tryReceive() {
        if (type == SocketType.PUB) {
            throw Discard.cannotReceive(type);
        }
        Msg notice = subscriptions.pollNotice();
        if (notice != null) {
            return notice;
        }
        Pipe pipe = pipes.current();
        if (pipe == null) {
            return null;
        }
        Msg msg = (Msg) pipe.attachment();
        pipe.attachment(null);
        pipes.served(pipe);
        subscriptions.onReceivedFrom(pipe);
        readToNextMessage(pipe);
        return msg;
    }

    @Override
    public boolean canReceive() {
        return type == SocketType.XPUB && (subscriptions.hasNotice() || pipes.active() > 0);
    }
}
