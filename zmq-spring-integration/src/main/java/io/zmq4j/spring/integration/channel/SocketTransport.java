package io.zmq4j.spring.integration.channel;

import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.integration.support.AdapterSocket;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.Message;

/** Sockets that others may be behind: what crosses them are the bytes that the mapper makes of a message. */
final class SocketTransport extends ZmqChannelTransport {

    private final @Nullable Function<String, AdapterSocket> senderOf;
    private final @Nullable Function<String, AdapterSocket> receiverOf;

    SocketTransport(
            @Nullable Function<String, AdapterSocket> senderOf, @Nullable Function<String, AdapterSocket> receiverOf) {
        if (senderOf == null && receiverOf == null) {
            throw new IllegalArgumentException(
                    "a channel has neither sender nor receiver, allowed: one of them at least");
        }
        this.senderOf = senderOf;
        this.receiverOf = receiverOf;
    }

    @Override
    void init(String channel) {
        AdapterSocket sender = null;
        AdapterSocket receiver = null;
        if (senderOf != null) {
            sender = senderOf.apply(channel);
            ZmqSocketSpec spec = sender.spec();
            if (!spec.type().canSend()) {
                throw new IllegalArgumentException("sender '" + spec.name() + "' of channel '" + channel + "' is a "
                        + spec.type() + ", which cannot send, allowed: a type that can, such as PUSH or PUB");
            }
        }
        if (receiverOf != null) {
            receiver = receiverOf.apply(channel);
            ZmqSocketSpec spec = receiver.spec();
            if (!spec.type().canReceive()) {
                throw new IllegalArgumentException("receiver '" + spec.name() + "' of channel '" + channel + "' is a "
                        + spec.type() + ", which cannot receive, allowed: a type that can, such as PULL or SUB");
            }
        }
        use(receiver, sender);
    }

    @Override
    boolean transfer(AdapterSocket to, Message<?> message, MsgMapper mapper, Duration timeout) {
        return to.open().send(mapper.toMsg(message, to.spec()), timeout);
    }

    @Override
    MsgMapper reading(MsgMapper mapper) {
        return mapper;
    }

    @Override
    ParameterizedTypeReference<?> reading(ParameterizedTypeReference<?> payloadType) {
        return payloadType;
    }

    @Override
    Message<?> delivered(Message<?> received) {
        return received;
    }

    @Override
    void drain(Duration timeout) {
        // what peers have sent may come forever
    }

    @Override
    void release() {
        AdapterSocket sender = sender();
        if (sender != null) {
            sender.release();
        }
    }

    @Override
    int destroy() {
        release();
        AdapterSocket receiver = receiver();
        if (receiver != null) {
            receiver.release();
        }
        return 0;
    }
}
