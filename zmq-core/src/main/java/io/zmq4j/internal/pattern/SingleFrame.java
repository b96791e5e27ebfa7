package io.zmq4j.internal.pattern;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import org.jspecify.annotations.Nullable;

/**
 * The rule of the types whose messages have one frame (RFC 41, 48, 49, 51, 52), and their outbound half: another message is
 * refused when it is to be sent, and dropped as a whole when a peer sends it all the same.
 */
final class SingleFrame extends ForwardingOutbound {

    private final SocketType type;

    private SingleFrame(SocketType type, Outbound next) {
        super(next);
        this.type = type;
    }

    static Outbound out(SocketType type, Outbound next) {
        return new SingleFrame(type, next);
    }

    static Inbound in(Inbound next, Drops drops) {
        return new FilteredIn(next, msg -> orDrop(msg, drops));
    }

    /** @throws IllegalArgumentException when the message has more than one frame */
    static void require(SocketType type, Msg msg) {
        if (msg.size() != 1) {
            throw new IllegalArgumentException(
                    "a " + type + " socket cannot send a message of " + msg.size() + " frames, allowed: 1");
        }
    }

    /** The message, or null after it was counted. */
    static @Nullable Msg orDrop(Msg msg, Drops drops) {
        if (msg.size() == 1) {
            return msg;
        }
        drops.count(DropReason.MALFORMED, 1);
        return null;
    }

    @Override
    public boolean trySend(Msg msg) {
        require(type, msg);
        return super.trySend(msg);
    }
}
