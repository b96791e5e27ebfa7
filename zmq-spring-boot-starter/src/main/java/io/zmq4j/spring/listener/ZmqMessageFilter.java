package io.zmq4j.spring.listener;

import org.springframework.messaging.Message;

/** Says which messages a listener does not get. */
@FunctionalInterface
public interface ZmqMessageFilter {

    /** Whether the message is discarded; it is counted, and a peer that waits for a reply gets an empty one. */
    boolean discard(Message<?> message);
}
