package io.zmq4j.spring.template;

import io.zmq4j.spring.UnknownZmqSocketException;
import io.zmq4j.spring.ZmqConversionException;
import io.zmq4j.spring.ZmqReplyTimeoutException;
import io.zmq4j.spring.ZmqSendTimeoutException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.core.MessageReceivingOperations;
import org.springframework.messaging.core.MessageRequestReplyOperations;
import org.springframework.messaging.core.MessageSendingOperations;

/**
 * Sends, receives and requests over named sockets. A destination is {@code "socket"} or {@code "socket/topic"}.
 * Payloads are converted: bytes and text as they are, other objects as JSON. Thread-safe.
 *
 * <p>A message that the socket has not taken within its send timeout is a {@link ZmqSendTimeoutException}, never
 * silence; only publishers drop by design. A name that is not declared is an {@link UnknownZmqSocketException}, a
 * payload that cannot be converted a {@link ZmqConversionException} or Spring's
 * {@link org.springframework.messaging.converter.MessageConversionException}, and a peer that is not there, of a socket
 * that addresses its peers, an {@link io.zmq4j.UnroutableException}.
 *
 * <p>The group of a RADIO is given like a topic, {@code "radio/group"}. The peer of a ROUTER, SERVER or PEER is given by
 * the header {@link io.zmq4j.spring.ZmqHeaders#ROUTING_ID}.
 */
public interface ZmqOperations
        extends MessageSendingOperations<String>,
                MessageReceivingOperations<String>,
                MessageRequestReplyOperations<String> {

    /**
     * Sends these frames as they are, whatever the frame mode of the socket, after the topic if the destination has
     * one.
     */
    void send(String destination, byte[]... frames);

    /**
     * Sends these frames if that needs no waiting.
     *
     * @return whether the socket has taken them
     */
    boolean trySend(String destination, byte[]... frames);

    /**
     * Sends these payloads in this order, each a message of its own: cheaper than one call for each.
     *
     * @throws ZmqSendTimeoutException when the socket has not taken all of them within its send timeout; its message tells
     *     how many it has
     */
    void sendBatch(String destination, Collection<?> payloads);

    /**
     * Sends an object without waiting. The future ends when the socket has taken it, or as a send would fail; what follows
     * it may block.
     */
    CompletableFuture<Void> sendAsync(String destination, Object payload);

    /** Publishes an object under a topic. */
    void publish(String socket, String topic, Object payload);

    /**
     * Sends a request and waits for its reply. Over a DEALER many requests may be under way at once: each has a
     * correlation frame and an empty delimiter before its payload, {@code [id][][payload]}, which every REP socket and
     * every ROUTER service for REQ clients gives back. Over a REQ they follow one another, and over a CLIENT as well, whose
     * only frame has no room for an id. Nobody else may receive on a socket that is used for requests.
     *
     * @throws ZmqReplyTimeoutException when there was no reply within the reply timeout of the socket
     */
    default <T> @Nullable T request(String destination, Object payload, Class<T> replyType) {
        return request(destination, payload, ParameterizedTypeReference.forType(replyType), null);
    }

    default <T> @Nullable T request(String destination, Object payload, Class<T> replyType, Duration timeout) {
        return request(destination, payload, ParameterizedTypeReference.forType(replyType), timeout);
    }

    default <T> @Nullable T request(String destination, Object payload, ParameterizedTypeReference<T> replyType) {
        return request(destination, payload, replyType, null);
    }

    /** @param timeout for the reply; null = the reply timeout of the socket */
    <T> @Nullable T request(
            String destination, Object payload, ParameterizedTypeReference<T> replyType, @Nullable Duration timeout);

    /**
     * Sends a request without waiting for its reply. The future ends as {@link #request} would; what follows it runs on
     * the executor of the template, so it may block.
     */
    default <T> CompletableFuture<T> requestAsync(String destination, Object payload, Class<T> replyType) {
        return requestAsync(destination, payload, ParameterizedTypeReference.forType(replyType), null);
    }

    default <T> CompletableFuture<T> requestAsync(
            String destination, Object payload, Class<T> replyType, Duration timeout) {
        return requestAsync(destination, payload, ParameterizedTypeReference.forType(replyType), timeout);
    }

    default <T> CompletableFuture<T> requestAsync(
            String destination, Object payload, ParameterizedTypeReference<T> replyType) {
        return requestAsync(destination, payload, replyType, null);
    }

    /** @param timeout for the reply; null = the reply timeout of the socket */
    <T> CompletableFuture<T> requestAsync(
            String destination, Object payload, ParameterizedTypeReference<T> replyType, @Nullable Duration timeout);

    /** Receives a message and converts its payload; null when none came within this time. */
    <T> @Nullable T receiveAndConvert(String destination, Class<T> type, Duration timeout);

    /** Lends the socket of this name to a callback, for what has no method here. */
    <T> @Nullable T execute(String socket, ZmqCallback<T> callback);
}
