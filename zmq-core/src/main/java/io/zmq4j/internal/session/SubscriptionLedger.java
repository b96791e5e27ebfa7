package io.zmq4j.internal.session;

import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.Subscription;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the socket behind a connecting session is subscribed to, as far as the session has read it. With it the session tells
 * each new connection of all subscriptions at once, whatever the application's threads are doing.
 */
final class SubscriptionLedger {

    private final Set<ByteBuffer> topics = new LinkedHashSet<>();
    private @Nullable Iterator<ByteBuffer> replay;

    /** A socket sends only the first subscription of a topic and the last cancellation, so a set is enough. */
    void apply(Subscription subscription) {
        replay = null;
        ByteBuffer topic = ByteBuffer.wrap(subscription.topic());
        if (subscription.subscribe()) {
            topics.add(topic);
        } else {
            topics.remove(topic);
        }
    }

    /** Applies what stands before the first message in this pipe. */
    void takeFrom(Pipe pipe) {
        Subscription subscription;
        while ((subscription = pipe.readSubscription()) != null) {
            apply(subscription);
        }
    }

    /** For a new connection: all topics are to be sent, oldest first, before anything else. */
    void startReplay() {
        replay = topics.iterator();
    }

    /** The next topic of the replay; null when it is over. */
    byte @Nullable [] replayNext() {
        if (replay == null || !replay.hasNext()) {
            replay = null;
            return null;
        }
        return replay.next().array();
    }
}
