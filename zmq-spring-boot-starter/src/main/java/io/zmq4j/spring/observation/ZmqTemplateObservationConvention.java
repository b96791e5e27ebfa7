package io.zmq4j.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** How operations of templates are named and tagged; a bean of this type replaces the default. */
public interface ZmqTemplateObservationConvention extends ObservationConvention<ZmqTemplateObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof ZmqTemplateObservationContext;
    }

    @Override
    default String getName() {
        return ZmqObservations.TEMPLATE.getName();
    }
}
