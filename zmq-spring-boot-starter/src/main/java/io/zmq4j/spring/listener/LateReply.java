package io.zmq4j.spring.listener;

import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqReplySender;
import io.zmq4j.spring.template.ReceivedMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/** The answer to one attempt at a request, as the asynchronous result of the listener. Thread-safe. */
final class LateReply implements ZmqReplySender {

    private final Promise promise = new Promise();

    /** A result that only its {@link LateReply} has, so that its end by timeout is what decides who was first. */
    static final class Promise extends CompletableFuture<Object> {}

    /** Calls a listener with the handle among its headers; what it returns is left. */
    static Promise call(ZmqMessageListener listener, Message<?> message) throws Exception {
        LateReply reply = new LateReply();
        try {
            listener.onMessage(reply.addedTo(message));
            return reply.promise;
        } catch (Throwable e) {
            reply.promise.completeExceptionally(e);
            throw e;
        }
    }

    private Message<?> addedTo(Message<?> message) {
        Map<String, Object> headers = new HashMap<>(message.getHeaders());
        headers.put(ZmqHeaders.REPLY_SENDER, this);
        Message<Object> added = new GenericMessage<>(message.getPayload(), headers);
        return message instanceof ReceivedMessage received
                ? new ReceivedMessage(added, received.msg(), received.spec())
                : added;
    }

    @Override
    public boolean reply(@Nullable Object payload) {
        return promise.complete(payload);
    }

    @Override
    public boolean fail(Throwable failure) {
        return promise.completeExceptionally(failure);
    }
}
