package io.zmq4j.spring.request;

import io.zmq4j.Msg;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.springframework.messaging.Message;

/** Sends requests over one named socket and joins the replies to them. Thread-safe. */
public interface Requester {

    /** Whether it can still be used; otherwise the next request needs another one. */
    boolean isUsable();

    /**
     * Sends the request and waits for its reply.
     *
     * @param message what the body was made of, for exceptions
     * @return the body of the reply
     */
    Msg request(Msg body, Message<?> message, Duration timeout);

    /** As {@link #request}, without waiting; completed on a thread that must not be held up. */
    CompletableFuture<Msg> requestAsync(Msg body, Message<?> message, Duration timeout);

    /** Requests that wait for their replies. */
    int pending();

    /** Ends every request that waits; the socket stays open. */
    void close();
}
