package io.zmq4j.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** How calls of listeners are named and tagged; a bean of this type replaces the default. */
public interface ZmqListenerObservationConvention extends ObservationConvention<ZmqListenerObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof ZmqListenerObservationContext;
    }

    @Override
    default String getName() {
        return ZmqObservations.LISTENER.getName();
    }
}
