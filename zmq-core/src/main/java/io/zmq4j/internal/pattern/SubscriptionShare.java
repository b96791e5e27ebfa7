package io.zmq4j.internal.pattern;

import io.zmq4j.PeerLimit;
import io.zmq4j.SocketConfig;
import io.zmq4j.internal.pipe.Pipe;
import org.jspecify.annotations.Nullable;

/** What a flood of subscriptions may cost a publisher: each peer has its share, and who goes beyond it is disconnected. */
final class SubscriptionShare {

    /** What the peer has gone beyond, and the option with its value. */
    record Excess(PeerLimit limit, String reason) {}

    private SubscriptionShare() {}

    /** Whether this peer may be subscribed to this topic too: null = it may. */
    static @Nullable Excess excess(SocketConfig.Limits limits, SubscriptionTrie trie, Pipe pipe, byte[] topic) {
        if (limits.subscriptions() > 0 && trie.topicCount(pipe) >= limits.subscriptions()) {
            return new Excess(
                    PeerLimit.SUBSCRIPTIONS,
                    "maxSubscriptions is " + limits.subscriptions() + ", and the peer wants one more");
        }
        long bytes = trie.topicBytes(pipe) + topic.length;
        if (limits.subscriptionBytes() > 0 && bytes > limits.subscriptionBytes()) {
            return new Excess(
                    PeerLimit.SUBSCRIPTION_BYTES,
                    "maxSubscriptionBytes is " + limits.subscriptionBytes() + ", and the peer wants " + bytes);
        }
        return null;
    }
}
