package io.zmq4j.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.listener.ZmqListenerCall;
import io.zmq4j.spring.listener.ZmqListenerContainer;
import io.zmq4j.spring.listener.ZmqListenerObserver;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/**
 * Makes an observation of each call of a listener; it is the current one of the thread while the listener runs. It ends
 * with the listener's result, an asynchronous one included. Thread-safe.
 */
public final class ObservedListener implements ZmqListenerObserver {

    private static final ZmqListenerObservationConvention DEFAULT = new DefaultZmqListenerObservationConvention();

    private final ObservationRegistry registry;
    private final @Nullable ZmqListenerObservationConvention convention;

    /** @param convention null = that of the registry, or else {@link DefaultZmqListenerObservationConvention} */
    public ObservedListener(ObservationRegistry registry, @Nullable ZmqListenerObservationConvention convention) {
        this.registry = registry;
        this.convention = convention;
    }

    @Override
    public ZmqListenerCall started(
            ZmqListenerContainer container, ZmqSocketSpec spec, Message<?> message, int messages) {
        Observation observation = ZmqObservations.LISTENER.start(
                convention,
                DEFAULT,
                () -> new ZmqListenerObservationContext(container.getId(), spec, message, messages),
                registry);
        return new ScopedCall(registry, observation);
    }

    @Override
    public void processed(ZmqListenerContainer container, long nanos, @Nullable Throwable failure) {
        // the call that was started tells of its end itself
    }
}
