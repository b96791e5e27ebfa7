package io.zmq4j.spring.listener;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** Tells the observer of a container; a failing observer costs no message. */
final class Observation {

    private static final Log LOG = LogFactory.getLog(Observation.class);

    private final ZmqListenerContainer container;
    private final ZmqListenerObserver observer;

    Observation(ZmqListenerContainer container, ZmqListenerObserver observer) {
        this.container = container;
        this.observer = observer;
    }

    void processed(long start, @Nullable Throwable failure) {
        try {
            observer.processed(container, System.nanoTime() - start, failure);
        } catch (RuntimeException e) {
            LOG.warn("listener '" + container.getId() + "': the observer failed", e);
        }
    }
}
