package io.zmq4j.spring;

import org.jspecify.annotations.Nullable;

/**
 * Answers one request, once, at any time and from any thread: what a listener takes that cannot answer when its method
 * returns, in header {@link ZmqHeaders#REPLY_SENDER} or as an argument of this type. Until it has answered, its request is
 * under way like one whose result is asynchronous: {@code zmq.listener.async-timeout} bounds the time, after which the
 * request has failed, and a requester that waits in lock step gets the answer that a failure gets. Thread-safe.
 */
public interface ZmqReplySender {

    /**
     * Answers the requester. Another thread sends the answer, as soon as the listener has returned; what goes wrong then
     * is counted and handled as with a value that the listener returns, and a listener that throws has failed, whatever
     * it answered before.
     *
     * @param payload the payload, or a {@code Message} with headers of the reply; null = no answer, or an empty one where
     *     the socket is a REP
     * @return false = nothing is sent, as the request was answered before, has failed or is overdue
     */
    boolean reply(@Nullable Object payload);

    /**
     * Ends the request with a failure, which is tried again, handled and answered as one that the listener throws.
     *
     * @return false = nothing is done, as the request was answered before, has failed or is overdue
     */
    boolean fail(Throwable failure);
}
