package io.zmq4j.internal.session;

import io.zmq4j.internal.pipe.Subscription;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the socket behind a connecting session is subscribed to, as far as the session has read it. With it the session tells
 * each new connection of all subscriptions at once, whatever the application's threads are doing.
 */
final class SubscriptionLedger {

    private final Set<ByteBuffer> topics = new LinkedHashSet<>();

    /** A socket sends only the first subscription of a topic and the last cancellation, so a set is enough. */
    void apply(Subscription subscription) {
        ByteBuffer topic = ByteBuffer.wrap(subscription.topic());
        if (subscription.subscribe()) {
            topics.add(topic);
        } else {
            topics.remove(topic);
        }
    }

    /** All topics, oldest first. To be finished before the next {@link #apply}. */
    Iterator<byte[]> topics() {
        return topics.stream().map(ByteBuffer::array).iterator();
    }
}
