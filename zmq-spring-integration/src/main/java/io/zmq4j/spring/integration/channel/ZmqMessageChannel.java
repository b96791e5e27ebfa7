package io.zmq4j.spring.integration.channel;

import io.zmq4j.spring.MsgMapper;
import java.time.Duration;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.integration.support.management.ManageableSmartLifecycle;
import org.springframework.messaging.MessageChannel;

/** What all channels here have in common. Set before they are initialized. */
public interface ZmqMessageChannel extends MessageChannel, ManageableSmartLifecycle {

    /** How long a send waits that sets no time of its own. */
    Duration DEFAULT_SEND_TIMEOUT = Duration.ofSeconds(5);

    /** After consumers and before inbound adapters; stopped the other way round. */
    int DEFAULT_PHASE = 0;

    /** What its messages cross. */
    void setTransport(ZmqChannelTransport transport);

    /** How frames are made of messages and messages of frames; by default {@link MsgMapper#MsgMapper()}. */
    void setMapper(MsgMapper mapper);

    /** What payloads become that come from sockets; by default {@code byte[]}, or {@code List<byte[]>} of several frames. */
    default void setPayloadType(Class<?> payloadType) {
        setPayloadType(ParameterizedTypeReference.forType(payloadType));
    }

    /** What payloads become that come from sockets. */
    void setPayloadType(ParameterizedTypeReference<?> payloadType);

    /**
     * How long a send waits that sets no time of its own; zero = not at all, negative = without limit. By default
     * {@link #DEFAULT_SEND_TIMEOUT}.
     */
    void setSendTimeout(Duration sendTimeout);

    /**
     * When it starts and stops; by default {@link #DEFAULT_PHASE}. Of channels in a row the first one needs the highest, so
     * that what it still delivers while it stops finds the next one open.
     */
    void setPhase(int phase);

    /** Whether it starts with the application; true by default. */
    void setAutoStartup(boolean autoStartup);
}
