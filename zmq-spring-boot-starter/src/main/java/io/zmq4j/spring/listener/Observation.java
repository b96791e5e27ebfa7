package io.zmq4j.spring.listener;

import io.zmq4j.spring.ZmqSocketSpec;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.messaging.Message;

/** Tells the observer of a container; a failing observer costs no message. Thread-safe. */
final class Observation {

    private static final Log LOG = LogFactory.getLog(Observation.class);

    private final ZmqListenerContainer container;
    private final ZmqListenerObserver observer;
    private final ZmqSocketSpec spec;
    private final AtomicBoolean failed = new AtomicBoolean();

    Observation(ZmqListenerContainer container, ZmqListenerObserver observer, ZmqSocketSpec spec) {
        this.container = container;
        this.observer = observer;
        this.spec = spec;
    }

    /**
     * A listener is about to be called on this thread.
     *
     * @param messages how many messages a batch has; 0 = it is no batch
     */
    Observed begin(Message<?> message, int messages) {
        if (observer == ZmqListenerContainerFactory.NOBODY) {
            return Observed.BY_NOBODY;
        }
        try {
            return new ObservedCall(this, observer.started(container, spec, message, messages));
        } catch (RuntimeException e) {
            failed(e);
            return Observed.BY_NOBODY;
        }
    }

    /** Each message may bring the same failure, so the first of them is enough to see. */
    void failed(RuntimeException failure) {
        String text = "listener '" + container.getId() + "': the observer failed";
        if (failed.compareAndSet(false, true)) {
            LOG.warn(text + "; from now on this is logged at DEBUG", failure);
        } else {
            LOG.debug(text, failure);
        }
    }
}
