package io.zmq4j.internal.pattern;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.Subscription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SUB and XSUB, RFC 29. Subscriptions are counted, and every publisher gets the first and the last of each prefix; a new
 * or reconnected one gets them all. SUB filters what arrives, as a publisher may not have heard of a cancellation yet.
 * An XSUB may send subscriptions as messages, of which a repeated one is passed on too: a proxy with a verbose XPUB in
 * front relies on that. Other messages of an XSUB go to all publishers.
 */
final class XSub {

    private final SocketType type;
    private final CountedSubscriptions subscriptions = new CountedSubscriptions();
    private final FairQueue queue = new FairQueue();
    private final Distributor distributor;
    private boolean inverted;
    private boolean passesEveryCancellation;
    private boolean takesFirstFrames;

    /** A message that {@link Inbound#canReceive} has found. */
    private @Nullable Msg found;

    XSub(SocketType type, SocketConfig config, Drops drops) {
        this.type = type;
        this.distributor = new Distributor(drops);
        reconfigure(config);
    }

    Pattern pattern() {
        return type == SocketType.SUB
                ? new Pattern(new FilteringIn(), new Out(), new Own(), this::reconfigure)
                : new Pattern(queue, new Out(), new Own(), this::reconfigure);
    }

    private void reconfigure(SocketConfig config) {
        inverted = config.pub().invertMatching();
        passesEveryCancellation = type == SocketType.XSUB && config.pub().verboseUnsubscribe();
        takesFirstFrames = config.pub().onlyFirstSubscribe();
    }

    private void sendAllTo(Pipe pipe) {
        subscriptions.forEach(prefix -> pipe.write(new Subscription(true, prefix)));
        pipe.flush();
    }

    private void cancel(Subscription cancellation) {
        if (subscriptions.remove(cancellation.topic()) || passesEveryCancellation) {
            distributor.sendToAll(cancellation);
        }
    }

    private final class Own implements Subscriptions {

        @Override
        public void subscribe(byte[] prefix) {
            byte[] topic = prefix.clone();
            if (subscriptions.add(topic)) {
                distributor.sendToAll(new Subscription(true, topic));
            }
        }

        @Override
        public void unsubscribe(byte[] prefix) {
            cancel(new Subscription(false, prefix.clone()));
        }

        @Override
        public List<byte[]> list() {
            return subscriptions.list();
        }
    }

    private final class FilteringIn extends ForwardingInbound {

        FilteringIn() {
            super(queue);
        }

        @Override
        public @Nullable Msg tryReceive() {
            Msg msg = found;
            if (msg != null) {
                found = null;
                return msg;
            }
            while ((msg = queue.tryReceive()) != null && !isWanted(msg)) {}
            return msg;
        }

        private boolean isWanted(Msg msg) {
            return subscriptions.matches(Topics.keyOf(msg, subscriptions.longest())) != inverted;
        }

        @Override
        public boolean canReceive() {
            if (found == null) {
                found = tryReceive();
            }
            return found != null;
        }
    }

    private final class Out implements Outbound {

        @Override
        public void attach(Pipe pipe) {
            distributor.attach(pipe);
            sendAllTo(pipe);
        }

        @Override
        public void detach(Pipe pipe) {
            distributor.detach(pipe);
        }

        @Override
        public void writable(Pipe pipe) {}

        @Override
        public boolean trySend(Msg msg) {
            if (type == SocketType.SUB) {
                throw NoOutbound.cannotSend(type);
            }
            Subscription subscription = Topics.subscriptionOf(msg, takesFirstFrames);
            if (subscription == null) {
                distributor.sendToAll(msg);
                return true;
            }
            if (subscription.subscribe()) {
                subscriptions.add(subscription.topic());
                distributor.sendToAll(subscription);
            } else {
                cancel(subscription);
            }
            if (msg.size() > 1) {
                distributor.sendToAll(msg.dropFirst());
            }
            return true;
        }

        @Override
        public int topics() {
            return subscriptions.size();
        }

        @Override
        public boolean canSend() {
            return type != SocketType.SUB;
        }
    }
}
