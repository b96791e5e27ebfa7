package io.zmq4j.spring.integration.inbound;

import io.zmq4j.Msg;
import io.zmq4j.spring.FrameMode;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqSocketSpec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.GenericMessage;

/** Makes replies of what a flow returns. A reply goes to the peer that its request came from, whatever its headers say. Thread-safe. */
final class Replies {

    private static final byte[] EMPTY = new byte[0];

    private final MsgMapper mapper;
    private final ZmqSocketSpec spec;
    /** Frames of its own are all that an error reply has, also where the replies of flows bring the whole envelope. */
    private final ZmqSocketSpec errorSpec;

    private final ZmqSocketSpec rawSpec;
    private final ReplyOnError onError;

    Replies(MsgMapper mapper, ZmqSocketSpec spec, ReplyOnError onError) {
        this.mapper = mapper;
        this.spec = spec;
        this.errorSpec = spec.frames() == FrameMode.RAW ? with(spec, FrameMode.PAYLOAD) : spec;
        this.rawSpec = with(spec, FrameMode.RAW);
        this.onError = onError;
    }

    private static ZmqSocketSpec with(ZmqSocketSpec spec, FrameMode mode) {
        return spec.toBuilder().emptyDelimiter(false).frames(mode).build();
    }

    /** Whether a client gets an answer that its request failed. */
    boolean answersFailures() {
        return onError != ReplyOnError.NONE;
    }

    /** @throws io.zmq4j.spring.ZmqConversionException when the reply cannot be made into frames */
    Msg of(Message<?> request, Message<?> reply) {
        Map<String, Object> headers = headers(request);
        reply.getHeaders().forEach((name, value) -> {
            if (mayBeReplied(name, value, request)) {
                headers.put(name, value);
            }
        });
        putRouting(request, headers);
        return mapper.toMsg(new GenericMessage<>(reply.getPayload(), headers), spec);
    }

    /** A request that cannot be converted: all its frames, and the headers that lead back to its client. */
    Message<?> raw(Msg received) {
        return mapper.toMessage(received, rawSpec);
    }

    /** What a client gets whose request has failed. */
    Msg ofFailure(Message<?> request, Throwable failure) {
        Map<String, Object> headers = headers(request);
        putRouting(request, headers);
        if (onError == ReplyOnError.EMPTY) {
            return mapper.toMsg(new GenericMessage<>(EMPTY, headers), errorSpec);
        }
        Throwable cause = cause(failure);
        String text = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
        headers.put(ZmqHeaders.ERROR_CLASS, cause.getClass().getName());
        headers.put(ZmqHeaders.ERROR_MESSAGE, text);
        // as bytes, which need no converter: one that knows no text must not cost the client its answer
        return mapper.toMsg(new GenericMessage<>(text.getBytes(StandardCharsets.UTF_8), headers), errorSpec);
    }

    private Map<String, Object> headers(Message<?> request) {
        Map<String, Object> headers = new HashMap<>();
        Object correlation = request.getHeaders().get(ZmqHeaders.CORRELATION_ID);
        if (correlation != null) {
            headers.put(ZmqHeaders.CORRELATION_ID, correlation);
        }
        if (spec.frames().hasTopic()) {
            headers.put(ZmqHeaders.TOPIC, request.getHeaders().getOrDefault(ZmqHeaders.RECEIVED_TOPIC, ""));
        }
        return headers;
    }

    /** The error headers of a request, which flows copy, do not make an error of its reply. */
    private static boolean mayBeReplied(String name, Object value, Message<?> request) {
        return switch (name) {
            case MessageHeaders.ID, MessageHeaders.TIMESTAMP -> false;
            case ZmqHeaders.ERROR_CLASS, ZmqHeaders.ERROR_MESSAGE ->
                !value.equals(request.getHeaders().get(name));
            default -> true;
        };
    }

    private static void putRouting(Message<?> from, Map<String, Object> headers) {
        for (String name : new String[] {ZmqHeaders.ROUTING_ID, ZmqHeaders.ENVELOPE}) {
            Object value = from.getHeaders().get(name);
            if (value == null) {
                headers.remove(name);
            } else {
                headers.put(name, value);
            }
        }
    }

    /** What has gone wrong in the flow, without what Spring has wrapped around it, whose text shows messages. */
    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof MessagingException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
