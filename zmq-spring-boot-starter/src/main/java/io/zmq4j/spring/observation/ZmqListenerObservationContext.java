package io.zmq4j.spring.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.zmq4j.SocketType;
import io.zmq4j.spring.ZmqSocketSpec;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/**
 * The observation of one call of a listener. Its carrier are the headers of the message: of those that came in a header
 * frame the ones that {@code zmq.header.accept} lets in.
 */
@SuppressWarnings("this-escape") // what its constructor calls is the base class's, or a method that nobody overrides
public class ZmqListenerObservationContext extends ReceiverContext<MessageHeaders> {

    private final String listenerId;
    private final ZmqSocketSpec spec;
    private final Message<?> message;
    private final int messages;

    /** @param messages how many messages a batch has; 0 = it is no batch */
    public ZmqListenerObservationContext(String listenerId, ZmqSocketSpec spec, Message<?> message, int messages) {
        super((carrier, key) -> carrier.get(key) instanceof String text ? text : null, kind(spec.type()));
        this.listenerId = listenerId;
        this.spec = spec;
        this.message = message;
        this.messages = messages;
        setCarrier(message.getHeaders());
    }

    /** A type whose every message waits for an answer makes its listener a server. */
    private static Kind kind(SocketType type) {
        return switch (type) {
            case REP, ROUTER, SERVER -> Kind.SERVER;
            case PAIR, PUB, SUB, REQ, DEALER, PULL, PUSH, XPUB, XSUB, STREAM -> Kind.CONSUMER;
            case CLIENT, RADIO, DISH, GATHER, SCATTER, DGRAM, PEER, CHANNEL -> Kind.CONSUMER;
        };
    }

    public String getListenerId() {
        return listenerId;
    }

    /** The socket that the message came from. */
    public ZmqSocketSpec getSpec() {
        return spec;
    }

    /** What the listener gets: of a batch the list, of a message that could not be converted its frames. */
    public Message<?> getMessage() {
        return message;
    }

    /** How many messages a batch has; 0 = it is no batch. */
    public int getMessages() {
        return messages;
    }
}
