package io.zmq4j.spring.integration.inbound;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.ErrorMessage;

/**
 * The error channel of a gateway, whose flow may answer an error at once; one that only logs it never does, and is not
 * waited for. Thread-safe.
 */
final class ErrorFlow {

    private final Supplier<@Nullable MessageChannel> channel;
    private final BiFunction<Message<?>, RuntimeException, ErrorMessage> errors;

    /**
     * @param channel gives the error channel, null = there is none
     * @param errors makes the error of a request that has failed
     */
    ErrorFlow(
            Supplier<@Nullable MessageChannel> channel, BiFunction<Message<?>, RuntimeException, ErrorMessage> errors) {
        this.channel = channel;
        this.errors = errors;
    }

    boolean isThere() {
        return channel.get() != null;
    }

    /** @return null = the flow has not answered when the channel has taken the error, or there is no channel */
    @Nullable
    Message<?> answer(Message<?> request, RuntimeException failure) {
        MessageChannel to = channel.get();
        if (to == null) {
            return null;
        }
        ErrorMessage error = errors.apply(request, failure);
        AtomicReference<@Nullable Message<?>> answer = new AtomicReference<>();
        MessageChannel replies = (message, timeout) -> answer.compareAndSet(null, message);
        Map<String, Object> headers = new HashMap<>(error.getHeaders());
        headers.put(MessageHeaders.REPLY_CHANNEL, replies);
        Message<?> original = error.getOriginalMessage();
        to.send(
                original == null
                        ? new ErrorMessage(error.getPayload(), headers)
                        : new ErrorMessage(error.getPayload(), headers, original));
        return answer.get();
    }
}
