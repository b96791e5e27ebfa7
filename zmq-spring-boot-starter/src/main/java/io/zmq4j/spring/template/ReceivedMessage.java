package io.zmq4j.spring.template;

import io.zmq4j.Msg;
import io.zmq4j.spring.ZmqSocketSpec;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/** A received message that still has its frames, so that its payload can be converted to what is asked for later. */
final class ReceivedMessage extends GenericMessage<Object> {

    private final transient Msg msg;
    private final transient ZmqSocketSpec spec;

    ReceivedMessage(Message<?> message, Msg msg, ZmqSocketSpec spec) {
        super(message.getPayload(), message.getHeaders());
        this.msg = msg;
        this.spec = spec;
    }

    Msg msg() {
        return msg;
    }

    ZmqSocketSpec spec() {
        return spec;
    }
}
