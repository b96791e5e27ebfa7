package io.zmq4j.internal.pattern;

/**
 * What a flood of subscriptions may cost a publisher. A peer that goes beyond its share is disconnected; notices beyond
 * their number, which an XPUB application has not received, are dropped, as it may never mean to receive any.
 *
 * @param topics that one peer may be subscribed to
 * @param topicBytes of all topics of one peer
 * @param notices that may wait for the application of an XPUB
 */
record SubscriptionLimits(int topics, long topicBytes, int notices) {

    static final SubscriptionLimits DEFAULT = new SubscriptionLimits(1 << 21, 1L << 28, 1 << 21);
}
