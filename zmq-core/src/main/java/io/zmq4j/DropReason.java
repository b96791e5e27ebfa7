package io.zmq4j;

import java.util.Locale;

/** Why a message did not go where it was sent. */
public enum DropReason {
    /** The queue to that peer was full. */
    HWM,
    /** Nobody was there to take it, such as a reply whose requester has left, or a datagram that cannot be delivered. */
    NO_PEER,
    /** A ROUTER has no peer of that routing id. */
    UNROUTABLE,
    /** A reply to a request that is no longer waited for, or one that breaks the pattern. */
    LATE_REPLY,
    /**
     * It breaks the pattern: a request without an envelope, another number of frames than the socket type has, any
     * message to a socket that receives none, or a datagram that is none of a RADIO or too large.
     */
    MALFORMED,
    /** It was still queued when its connection or socket was closed. */
    CLOSED;

    /** Its name in metrics, such as {@code no_peer}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
