package io.zmq4j.internal.pipe;

import io.zmq4j.Msg;

/**
 * A subscription or its cancellation on its way from a subscriber to a publisher. It travels in the queue but does not
 * count against its mark, so that none is ever lost.
 */
public record Subscription(boolean subscribe, byte[] topic) {

    /** As an application of XPUB receives it, and one of XSUB sends it: a byte 1 or 0 before the topic. */
    public Msg toMsg() {
        byte[] frame = new byte[topic.length + 1];
        frame[0] = (byte) (subscribe ? 1 : 0);
        System.arraycopy(topic, 0, frame, 1, topic.length);
        return Msg.of(frame);
    }
}
