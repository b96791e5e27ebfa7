package io.zmq4j.spring.template;

import io.zmq4j.Msg;
import io.zmq4j.spring.ZmqSocketSpec;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/** A received message that still has its frames, so that its payload can be converted to what is asked for later. */
public final class ReceivedMessage extends GenericMessage<Object> {

    private final transient Msg msg;
    private final transient ZmqSocketSpec spec;

    public ReceivedMessage(Message<?> message, Msg msg, ZmqSocketSpec spec) {
        super(message.getPayload(), message.getHeaders());
        this.msg = msg;
        this.spec = spec;
    }

    /** The whole message, routing ids and delimiters included. */
    public Msg msg() {
        return msg;
    }

    /** The socket that it came from. */
    public ZmqSocketSpec spec() {
        return spec;
    }
}
