package io.zmq4j.internal.pattern;

import java.util.List;

/** The subscriptions that an application makes on SUB and XSUB, or for its peers on a manual XPUB. */
public interface Subscriptions {

    /** Asks for messages whose first frame begins with these bytes; none = all messages. */
    void subscribe(byte[] prefix);

    /** Takes one {@link #subscribe} back; no effect when there is none. */
    void unsubscribe(byte[] prefix);

    /** The prefixes that are subscribed to, each one once. */
    List<byte[]> list();
}
