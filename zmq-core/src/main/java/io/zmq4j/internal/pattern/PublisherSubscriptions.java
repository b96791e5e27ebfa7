package io.zmq4j.internal.pattern;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.PeerLimit;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.internal.pattern.SubscriptionTrie.Removal;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.Subscription;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the peers of a PUB or XPUB have subscribed to, and what the application of an XPUB is told of it: new and last
 * subscriptions of a topic, with {@code verbose} every subscription, with {@code verboser} every cancellation as well. In
 * manual mode it is told everything, nothing takes effect by itself, and its own {@link #subscribe} and
 * {@link #unsubscribe} are for the peer whose notice or message it received last.
 */
final class PublisherSubscriptions implements Subscriptions {

    private record Notice(Msg msg, @Nullable Pipe pipe, boolean subscribed) {}

    private final SocketType type;
    private final Drops drops;
    private SocketConfig.Limits limits;
    private SocketConfig.Pub options;

    private final SubscriptionTrie effective = new SubscriptionTrie();

    /** What peers have asked for in manual mode, to tell the application when they leave. */
    private final SubscriptionTrie requested = new SubscriptionTrie();

    private final ArrayDeque<Notice> notices = new ArrayDeque<>();
    private @Nullable Pipe lastHeard;

    /** Who alone gets the next message. */
    private @Nullable Pipe loneReceiver;

    PublisherSubscriptions(SocketType type, SocketConfig config, Drops drops) {
        this.type = type;
        this.options = config.pub();
        this.limits = config.limits();
        this.drops = drops;
    }

    void reconfigure(SocketConfig config) {
        options = config.pub();
        limits = config.limits();
        if (!options.manualLastValue()) {
            loneReceiver = null;
        }
    }

    private boolean isManual() {
        return (options.manual() || options.manualLastValue()) && type == SocketType.XPUB;
    }

    /** The subscription or cancellation that this message of a peer is or begins with; null = none. */
    @Nullable
    Subscription in(Msg msg) {
        return Topics.subscriptionOf(msg, options.onlyFirstSubscribe());
    }

    /**
     * A peer has subscribed or cancelled.
     *
     * @return not null, and nothing has happened, when the peer has too many subscriptions: its pipe is to be closed
     */
    SubscriptionShare.@Nullable Excess apply(Pipe pipe, Subscription subscription) {
        if (!pipe.isOpen()) {
            return null; // it cannot be sent to any more
        }
        SubscriptionTrie trie = isManual() ? requested : effective;
        byte[] topic = subscription.topic();
        boolean told;
        if (subscription.subscribe()) {
            SubscriptionShare.Excess excess = SubscriptionShare.excess(limits, trie, pipe, topic);
            if (excess != null) {
                return excess;
            }
            told = trie.add(topic, pipe) || options.verbose();
        } else {
            told = trie.remove(topic, pipe) == Removal.LAST;
        }
        if (told || options.verboser() || isManual()) {
            tell(subscription, pipe);
        }
        return null;
    }

    /** A pipe has gone: its subscriptions vanish. */
    void forget(Pipe pipe) {
        boolean manual = isManual();
        effective.removeAll(pipe, (topic, last) -> {
            if (!manual && (last || options.verboser())) {
                tell(new Subscription(false, topic), null);
            }
        });
        requested.removeAll(pipe, (topic, last) -> tell(new Subscription(false, topic), null));
        if (lastHeard == pipe) {
            lastHeard = null;
        }
        if (loneReceiver == pipe) {
            loneReceiver = null;
        }
    }

    private void tell(Subscription subscription, @Nullable Pipe pipe) {
        if (type != SocketType.XPUB) {
            return;
        }
        int most = limits.subscriptionNotices();
        if (most == 0 || notices.size() < most) {
            notices.add(new Notice(subscription.toMsg(), pipe, subscription.subscribe()));
        } else {
            drops.count(DropReason.HWM, 1);
            drops.onLimit(
                    PeerLimit.SUBSCRIPTION_NOTICES,
                    "maxSubscriptionNotices is " + most + ", and so many wait for the application");
        }
    }

    boolean hasNotice() {
        return !notices.isEmpty();
    }

    /** The next notice for the application. */
    @Nullable
    Msg pollNotice() {
        Notice notice = notices.poll();
        if (notice == null) {
            return null;
        }
        Pipe pipe = notice.pipe;
        lastHeard = pipe != null && pipe.isOpen() ? pipe : null;
        loneReceiver = options.manualLastValue() && notice.subscribed ? lastHeard : null;
        return notice.msg;
    }

    /** The application has received a message of this peer. */
    void onReceivedFrom(Pipe pipe) {
        lastHeard = pipe;
    }

    /** Who alone gets the next message, if it wants it; null = it is for all. */
    @Nullable
    Pipe loneReceiver() {
        return loneReceiver;
    }

    /** The message for one was sent, and the next one is for all. */
    void onSentToLoneReceiver() {
        loneReceiver = null;
    }

    /** Whether this peer is subscribed to this message. */
    boolean matches(Msg msg, Pipe pipe) {
        return effective.matches(Topics.keyOf(msg, effective.longest()), pipe);
    }

    /** How many different topics messages are matched with. */
    int size() {
        return effective.size();
    }

    void match(Msg msg, Distributor distributor) {
        effective.match(Topics.keyOf(msg, effective.longest()), distributor);
    }

    /** For the peer of the last received notice or message; no effect if that one has left, or none was received. */
    @Override
    public void subscribe(byte[] prefix) {
        Pipe pipe = requireManual();
        if (pipe != null) {
            effective.add(prefix.clone(), pipe);
        }
    }

    /** For the peer of the last received notice or message; no effect if that one has left, or none was received. */
    @Override
    public void unsubscribe(byte[] prefix) {
        Pipe pipe = requireManual();
        if (pipe != null) {
            effective.remove(prefix, pipe);
        }
    }

    private @Nullable Pipe requireManual() {
        if (!isManual()) {
            throw new UnsupportedOperationException(
                    "an XPUB socket subscribes its peers itself only with xpubManual or xpubManualLastValue, which are false");
        }
        return lastHeard;
    }

    /** The topics that messages are matched with. */
    @Override
    public List<byte[]> list() {
        return effective.topics();
    }
}
