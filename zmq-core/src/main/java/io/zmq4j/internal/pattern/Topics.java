package io.zmq4j.internal.pattern;

import io.zmq4j.Msg;
import io.zmq4j.internal.pipe.Subscription;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Topics in messages: the first frame is what subscriptions match, and a message can itself be a subscription. */
final class Topics {

    private static final byte UNSUBSCRIBE = 0;
    private static final byte SUBSCRIBE = 1;

    private Topics() {}

    /** The bytes of the first frame: its array, or of a buffer a copy of as many as can matter. */
    static byte[] keyOf(Msg msg, int longest) {
        if (msg.hasArray(0)) {
            return msg.bytes(0);
        }
        ByteBuffer frame = msg.buffer(0);
        byte[] key = new byte[Math.min(longest, frame.remaining())];
        frame.get(key);
        return key;
    }

    /**
     * A single frame of 1 or 0 and a topic is a subscription or its end (RFC 29); null = it is neither.
     *
     * @param beforeOthers whether the first frame of several can be one too
     */
    static @Nullable Subscription subscriptionOf(Msg msg, boolean beforeOthers) {
        if (msg.size() != 1 && !beforeOthers || msg.length(0) == 0) {
            return null;
        }
        byte kind = msg.hasArray(0) ? msg.bytes(0)[0] : msg.buffer(0).get();
        if (kind != SUBSCRIBE && kind != UNSUBSCRIBE) {
            return null;
        }
        byte[] frame = msg.bytes(0);
        return new Subscription(kind == SUBSCRIBE, Arrays.copyOfRange(frame, 1, frame.length));
    }
}
