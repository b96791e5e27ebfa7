package io.zmq4j.spring.integration.event;

import org.jspecify.annotations.Nullable;
import org.springframework.integration.events.IntegrationEvent;

/** Something that happened to a ZeroMQ component of Spring Integration; its source is that component. */
public abstract class ZmqIntegrationEvent extends IntegrationEvent {

    protected ZmqIntegrationEvent(Object source) {
        super(source);
    }

    protected ZmqIntegrationEvent(Object source, @Nullable Throwable cause) {
        super(source, cause);
    }
}
