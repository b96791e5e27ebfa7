package io.zmq4j.spring.integration.inbound;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.springframework.messaging.Message;

/**
 * Gives messages to one subscriber at a time, and lets the loop take no more off the socket than it asks for. It ends only
 * with the adapter: a subscriber that cancels may be followed by another, and meanwhile messages stay in the socket.
 * Thread-safe; {@link #deliver} is called by the thread of the loop.
 */
final class DemandPublisher implements Publisher<Message<?>> {

    private static final Subscription NONE = new Subscription() {
        @Override
        public void request(long more) {
            // it has ended
        }

        @Override
        public void cancel() {
            // it has ended
        }
    };

    private final ReentrantLock lock = new ReentrantLock();
    // -- under the lock --
    private @Nullable ReceiveLoop<?> loop;
    private @Nullable Demand current;

    /** From now on the loop is told of the demand. */
    void open(ReceiveLoop<?> source) {
        lock.lock();
        try {
            loop = source;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the subscription; the loop delivers nothing any more. */
    void close() {
        Demand ended;
        lock.lock();
        try {
            ended = current;
            current = null;
            loop = null;
        } finally {
            lock.unlock();
        }
        if (ended != null) {
            ended.subscriber.onComplete();
        }
    }

    @Override
    public void subscribe(Subscriber<? super Message<?>> subscriber) {
        Demand demand = new Demand(subscriber);
        boolean ended;
        boolean taken;
        lock.lock();
        try {
            ended = loop == null;
            taken = current != null;
            if (!ended && !taken) {
                current = demand;
            }
        } finally {
            lock.unlock();
        }
        subscriber.onSubscribe(ended || taken ? NONE : demand);
        if (ended) {
            subscriber.onComplete();
        } else if (taken) {
            subscriber.onError(new IllegalStateException("there is a subscriber already, allowed: one at a time"));
        }
    }

    /** @return whether it was delivered; false = nobody asks for it now */
    boolean deliver(Message<?> message) {
        Demand to;
        lock.lock();
        try {
            to = current;
            if (to == null || to.requested == 0) {
                return false;
            }
            if (to.requested < Long.MAX_VALUE) {
                to.requested--;
            }
        } finally {
            lock.unlock();
        }
        to.subscriber.onNext(message);
        return true;
    }

    private final class Demand implements Subscription {

        private final Subscriber<? super Message<?>> subscriber;
        // -- under the lock --
        private long requested;

        Demand(Subscriber<? super Message<?>> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long more) {
            if (more <= 0) {
                cancel();
                subscriber.onError(new IllegalArgumentException("request of " + more + ", allowed: from 1 (rule 3.9)"));
                return;
            }
            lock.lock();
            try {
                if (current == this && loop != null) {
                    requested = requested + more < 0 ? Long.MAX_VALUE : requested + more;
                    loop.request(more);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void cancel() {
            lock.lock();
            try {
                if (current == this) {
                    current = null;
                    if (loop != null) {
                        loop.endDemand();
                    }
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
