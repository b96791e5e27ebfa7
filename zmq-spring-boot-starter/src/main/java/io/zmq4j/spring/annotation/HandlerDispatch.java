package io.zmq4j.spring.annotation;

import io.zmq4j.spring.ZmqConversionException;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.listener.ZmqMessageListener;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/** Gives each message to one of the {@link ZmqHandler} methods of a class, by the rule that is told there. */
final class HandlerDispatch implements ZmqMessageListener {

    private final Map<String, ZmqMessageListener> named;
    private final @Nullable ZmqMessageListener ofFrames;
    private final @Nullable ZmqMessageListener fallback;

    HandlerDispatch(
            Map<String, ZmqMessageListener> named,
            @Nullable ZmqMessageListener ofFrames,
            @Nullable ZmqMessageListener fallback) {
        this.named = named;
        this.ofFrames = ofFrames;
        this.fallback = fallback;
    }

    @Override
    public @Nullable Object onMessage(Message<?> message) throws Exception {
        Object type = message.getHeaders().get(ZmqHeaders.PAYLOAD_TYPE);
        ZmqMessageListener handler = handler(message, type);
        if (handler == null) {
            throw new ZmqConversionException(
                    message,
                    "no @ZmqHandler takes a message "
                            + (type == null ? "without a payload type" : "of payload type '" + type + "'")
                            + ", allowed: header " + ZmqHeaders.PAYLOAD_TYPE + " of " + named.keySet()
                            + ", or a default handler");
        }
        return handler.onMessage(message);
    }

    private @Nullable ZmqMessageListener handler(Message<?> message, @Nullable Object type) {
        if (type instanceof String name) {
            return named.getOrDefault(name, fallback);
        }
        return ofFrames != null && message.getPayload() instanceof List<?> ? ofFrames : fallback;
    }
}
