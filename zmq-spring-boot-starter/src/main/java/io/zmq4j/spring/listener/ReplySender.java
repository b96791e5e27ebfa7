package io.zmq4j.spring.listener;

import io.zmq4j.Msg;
import io.zmq4j.SocketClosedException;
import io.zmq4j.SocketType;
import io.zmq4j.UnroutableException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqMessagingException;
import io.zmq4j.spring.ZmqSendTimeoutException;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.template.ZmqOperations;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.GenericMessage;

/**
 * Sends what a listener returns: to the requester, on the socket that the request came from, or elsewhere. A requester
 * that waits in lock step, which is one behind a REP socket or one that put an empty delimiter before its request to a
 * ROUTER, is never left without an answer: a failure gets an error reply, or an empty one. Thread-safe.
 */
final class ReplySender {

    private static final byte[] EMPTY = new byte[0];

    private final ZmqSocket socket;
    private final ZmqSocketSpec spec;
    private final MsgMapper mapper;
    private final @Nullable ZmqOperations operations;
    private final @Nullable String sendTo;
    private final boolean returnExceptions;
    private final ListenerCounters counters;

    /** @param socket the one that the requests came from; a later one of its name is not theirs */
    ReplySender(
            ZmqSocket socket,
            ZmqSocketSpec spec,
            ListenerSettings settings,
            ZmqListenerEndpoint endpoint,
            ListenerCounters counters) {
        this.socket = socket;
        this.spec = spec;
        this.mapper = settings.mapper(endpoint);
        this.operations = settings.operations();
        this.sendTo = endpoint.sendTo();
        this.returnExceptions =
                endpoint.returnExceptions() == null ? settings.returnExceptions() : endpoint.returnExceptions();
        this.counters = counters;
    }

    /** Whether a listener of a socket of this type may return something without saying where it goes. */
    static boolean canReply(SocketType type) {
        return switch (type) {
            case REP, ROUTER, PAIR, CHANNEL, SERVER, PEER -> true;
            case PUB, SUB, REQ, DEALER, PULL, PUSH, XPUB, XSUB, STREAM -> false;
            case CLIENT, RADIO, DISH, GATHER, SCATTER, DGRAM -> false;
        };
    }

    /** @param result what the listener returned; null = nothing */
    void reply(Msg request, Message<?> message, @Nullable Object result) {
        if (result == null) {
            if (spec.type() == SocketType.REP) {
                replyEmpty(request, message);
            }
            return;
        }
        if (sendTo == null) {
            answer(request, message, result);
            return;
        }
        forward(sendTo, result);
        if (spec.type() == SocketType.REP) {
            replyEmpty(request, message);
        }
    }

    /** Answers a request that failed, where somebody waits in lock step or errors are asked for. */
    void replyFailure(Msg request, Message<?> message, Throwable failure) {
        if (returnExceptions && canReply(spec.type())) {
            String text = String.valueOf(failure.getMessage());
            Map<String, Object> headers =
                    Map.of(ZmqHeaders.ERROR_CLASS, failure.getClass().getName(), ZmqHeaders.ERROR_MESSAGE, text);
            answer(request, message, new GenericMessage<>(text, headers));
        } else {
            replyEmpty(request, message);
        }
    }

    /** Answers a requester that waits in lock step with an empty payload; nobody else. */
    void replyEmpty(Msg request, Message<?> message) {
        if (spec.type() == SocketType.REP || spec.type() == SocketType.ROUTER && envelopeEnd(request) > 1) {
            answer(request, message, EMPTY);
        }
    }

    private void forward(String destination, Object result) {
        if (operations == null) {
            throw new IllegalStateException("a result for " + destination + " cannot be sent without a ZmqOperations");
        }
        if (result instanceof Message<?> message) {
            operations.send(destination, message);
        } else {
            operations.convertAndSend(destination, result);
        }
    }

    private void answer(Msg request, Message<?> message, Object result) {
        if (!canReply(spec.type())) {
            throw new ZmqMessagingException("socket '" + spec.name() + "' (" + spec.type()
                    + ") cannot take the listener's result, allowed: a listener that returns nothing, or @SendTo");
        }
        Message<?> reply = new GenericMessage<>(
                result instanceof Message<?> made ? made.getPayload() : result, replyHeaders(request, message, result));
        Msg msg = mapper.toMsg(reply, spec);
        Duration timeout = socket.config().sendTimeout();
        try {
            if (!socket.send(msg, timeout)) {
                throw new ZmqSendTimeoutException(reply, spec.name(), timeout);
            }
        } catch (UnroutableException | SocketClosedException e) {
            // the requester has left, or was left when the container stopped: there is nobody to answer
            counters.unroutable.increment();
        }
    }

    private Map<String, Object> replyHeaders(Msg request, Message<?> message, Object result) {
        Map<String, Object> headers = new HashMap<>();
        Object correlation = message.getHeaders().get(ZmqHeaders.CORRELATION_ID);
        if (correlation != null) {
            headers.put(ZmqHeaders.CORRELATION_ID, correlation);
        }
        if (spec.frames().hasTopic()) {
            headers.put(ZmqHeaders.TOPIC, message.getHeaders().getOrDefault(ZmqHeaders.RECEIVED_TOPIC, ""));
        }
        if (result instanceof Message<?> made) {
            made.getHeaders().forEach((name, value) -> {
                if (!name.equals(MessageHeaders.ID) && !name.equals(MessageHeaders.TIMESTAMP)) {
                    headers.put(name, value);
                }
            });
        }
        // last, and from the frames: a message that could not be converted lacks them, and a reply goes nowhere else
        if (spec.type() == SocketType.ROUTER) {
            headers.put(ZmqHeaders.ROUTING_ID, request.bytes(0));
            headers.put(ZmqHeaders.ENVELOPE, request.frames().subList(1, envelopeEnd(request)));
        } else if (spec.type() == SocketType.SERVER || spec.type() == SocketType.PEER) {
            byte[] id = ByteBuffer.allocate(Integer.BYTES)
                    .putInt(request.routingId())
                    .array();
            headers.put(ZmqHeaders.ROUTING_ID, id);
        }
        return headers;
    }

    /** Where the payload of a request to a ROUTER begins: after the first empty frame, or else after the routing id. */
    private static int envelopeEnd(Msg request) {
        for (int i = 1; i < request.size() - 1; i++) {
            if (request.length(i) == 0) {
                return i + 1;
            }
        }
        return 1;
    }
}
