package io.zmq4j.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.zmq4j.spring.template.ZmqTemplateCall;
import io.zmq4j.spring.template.ZmqTemplateObserver;
import io.zmq4j.spring.template.ZmqTemplateOperation;
import org.jspecify.annotations.Nullable;

/** Makes an observation of each operation of a template. Thread-safe. */
public final class ObservedTemplate implements ZmqTemplateObserver {

    private static final ZmqTemplateObservationConvention DEFAULT = new DefaultZmqTemplateObservationConvention();

    private final ObservationRegistry registry;
    private final @Nullable ZmqTemplateObservationConvention convention;

    /** @param convention null = that of the registry, or else {@link DefaultZmqTemplateObservationConvention} */
    public ObservedTemplate(ObservationRegistry registry, @Nullable ZmqTemplateObservationConvention convention) {
        this.registry = registry;
        this.convention = convention;
    }

    @Override
    public ZmqTemplateCall started(ZmqTemplateOperation operation) {
        Observation observation = ZmqObservations.TEMPLATE.start(
                convention, DEFAULT, () -> new ZmqTemplateObservationContext(operation), registry);
        return failure -> ScopedCall.end(observation, failure);
    }
}
