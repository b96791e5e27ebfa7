package io.zmq4j.spring.integration.inbound;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.ErrorMessage;

/** Sends an error to a channel whose flow may answer it at once, as one that only logs it never does and is not waited for. */
final class ErrorFlow {

    private ErrorFlow() {}

    /** @return null = the flow has not answered when the channel has taken the error */
    static @Nullable Message<?> answer(MessageChannel errors, ErrorMessage error) {
        AtomicReference<@Nullable Message<?>> answer = new AtomicReference<>();
        MessageChannel replies = (message, timeout) -> answer.compareAndSet(null, message);
        Map<String, Object> headers = new HashMap<>(error.getHeaders());
        headers.put(MessageHeaders.REPLY_CHANNEL, replies);
        Message<?> original = error.getOriginalMessage();
        errors.send(
                original == null
                        ? new ErrorMessage(error.getPayload(), headers)
                        : new ErrorMessage(error.getPayload(), headers, original));
        return answer.get();
    }
}
