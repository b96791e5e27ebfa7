package io.zmq4j.spring.listener;

import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqReplySender;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/** Handles the messages of a socket, on the threads of its container. */
@FunctionalInterface
public interface ZmqMessageListener {

    /**
     * @param message a received message with a payload of {@code byte[]} or {@code List<byte[]>}; for a batch listener,
     *     one whose payload is a list of converted payloads
     * @return the reply, or a {@link java.util.concurrent.CompletionStage} of it; null = none
     * @throws Exception whatever went wrong; it goes to the error handlers and never ends the container
     */
    @Nullable
    Object onMessage(Message<?> message) throws Exception;

    /**
     * A listener that answers through the {@link ZmqReplySender} in header {@link ZmqHeaders#REPLY_SENDER} of its message,
     * now or later, and not by what it returns. It is for sockets on which a listener can answer.
     *
     * @see ZmqListenerContainerFactory#canReply
     */
    static ZmqMessageListener answeringLater(ZmqMessageListener listener) {
        return message -> LateReply.call(listener, message);
    }
}
