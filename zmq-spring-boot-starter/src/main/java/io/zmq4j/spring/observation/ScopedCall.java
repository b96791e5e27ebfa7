package io.zmq4j.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.zmq4j.spring.listener.ZmqListenerCall;
import org.jspecify.annotations.Nullable;

/**
 * The observation of one call, current on its thread until that has left. A handler that throws does not leave it behind
 * as the current one, or the next message of the thread would seem to be part of this one.
 */
final class ScopedCall implements ZmqListenerCall {

    private final ObservationRegistry registry;
    private final Observation observation;
    private final Observation.@Nullable Scope before;
    private final Observation.Scope scope;

    ScopedCall(ObservationRegistry registry, Observation observation) {
        this.registry = registry;
        this.observation = observation;
        this.before = registry.getCurrentObservationScope();
        this.scope = open();
    }

    private Observation.Scope open() {
        try {
            return observation.openScope();
        } catch (RuntimeException e) {
            Observation.Scope half = registry.getCurrentObservationScope();
            try {
                if (half != null && half != before) {
                    half.close();
                }
                observation.stop();
            } finally {
                registry.setCurrentObservationScope(before);
            }
            throw e;
        }
    }

    @Override
    public void left() {
        try {
            scope.close();
        } finally {
            registry.setCurrentObservationScope(before);
        }
    }

    @Override
    public void ended(@Nullable Throwable failure) {
        end(observation, failure);
    }

    static void end(Observation observation, @Nullable Throwable failure) {
        try {
            if (failure != null) {
                observation.error(failure);
            }
        } finally {
            observation.stop();
        }
    }
}
