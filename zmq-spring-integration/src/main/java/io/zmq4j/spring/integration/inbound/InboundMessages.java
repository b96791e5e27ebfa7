package io.zmq4j.spring.integration.inbound;

import io.zmq4j.Msg;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqSocketSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/**
 * Makes messages of what one socket receives: each by itself, or several as one. What cannot be converted goes to the error
 * channel alone, with its raw frames. Thread-safe.
 */
final class InboundMessages {

    private final MsgMapper mapper;
    private final ZmqSocketSpec spec;
    private final ParameterizedTypeReference<?> payloadType;
    private final BiPredicate<Message<?>, RuntimeException> errors;
    private final BiConsumer<List<Msg>, RuntimeException> unhandled;

    /**
     * @param errors takes a message of raw frames and what it has failed by, and says whether there is an error channel
     * @param unhandled is told what no error channel has taken of messages that came together with others
     */
    InboundMessages(
            MsgMapper mapper,
            ZmqSocketSpec spec,
            ParameterizedTypeReference<?> payloadType,
            BiPredicate<Message<?>, RuntimeException> errors,
            BiConsumer<List<Msg>, RuntimeException> unhandled) {
        this.mapper = mapper;
        this.spec = spec;
        this.payloadType = payloadType;
        this.errors = errors;
        this.unhandled = unhandled;
    }

    /** @return null = it cannot be converted, and the error channel has it; without one this throws */
    @Nullable
    Message<?> of(Msg msg) {
        try {
            return mapper.toMessage(msg, spec, payloadType);
        } catch (RuntimeException e) {
            if (errors.test(mapper.toRawMessage(msg, spec), e)) {
                return null;
            }
            throw e;
        }
    }

    /** One message for each; those that cannot be converted are gone from the list. */
    List<Message<?>> ofEach(List<Msg> msgs) {
        List<Message<?>> messages = new ArrayList<>(msgs.size());
        msgs.removeIf(msg -> {
            Message<?> message = null;
            try {
                message = of(msg);
            } catch (RuntimeException e) {
                unhandled.accept(List.of(msg), e);
            }
            if (message != null) {
                messages.add(message);
            }
            return message == null;
        });
        return messages;
    }

    /** The messages as one, or null when there are none; those that cannot be converted are gone from the list. */
    @Nullable
    Message<?> ofAll(List<Msg> msgs) {
        List<Message<?>> messages = ofEach(msgs);
        if (messages.isEmpty()) {
            return null;
        }
        List<Object> payloads = new ArrayList<>(messages.size());
        List<Map<String, Object>> headers = new ArrayList<>(messages.size());
        for (Message<?> message : messages) {
            payloads.add(message.getPayload());
            headers.add(message.getHeaders());
        }
        return new GenericMessage<>(
                payloads,
                Map.of(
                        ZmqHeaders.RECEIVED_SOCKET, spec.name(),
                        ZmqHeaders.SOCKET_TYPE, spec.type(),
                        ZmqHeaders.BATCH_HEADERS, headers));
    }
}
