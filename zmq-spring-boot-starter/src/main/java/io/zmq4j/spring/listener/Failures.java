package io.zmq4j.spring.listener;

import java.util.List;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/**
 * Counts failures and gives them to the error handler of the listener, then to the recoverer, then to the error handler
 * of the container, until one of them takes it; never throws an exception itself. Thread-safe.
 */
final class Failures {

    private static final Log LOG = LogFactory.getLog(Failures.class);

    private final ZmqListenerEndpoint endpoint;
    private final ZmqErrorHandler handler;
    private final @Nullable ZmqMessageRecoverer recoverer;
    private final ListenerCounters counters;

    Failures(
            ZmqListenerEndpoint endpoint,
            ZmqErrorHandler handler,
            @Nullable ZmqMessageRecoverer recoverer,
            ListenerCounters counters) {
        this.endpoint = endpoint;
        this.handler = handler;
        this.recoverer = recoverer;
        this.counters = counters;
    }

    /**
     * @param message what the listener was given
     * @param parts the messages in it
     * @return what the listener's own error handler wants as reply; null = none
     */
    @Nullable
    Object handle(Message<?> message, List<Received> parts, Exception failure, int attempts) {
        counters.failed(parts.size(), failure);
        Exception left = failure;
        ZmqListenerErrorHandler own = endpoint.errorHandler();
        if (own != null) {
            try {
                return own.handleError(message, failure);
            } catch (Exception e) {
                left = e;
            }
        }
        if (!recovered(parts, left, attempts)) {
            tell(message, left);
        }
        return null;
    }

    /** What went wrong after the listener was done, and its message taken care of. */
    void report(Message<?> message, Exception failure) {
        counters.error(failure);
        tell(message, failure);
    }

    private boolean recovered(List<Received> parts, Exception failure, int attempts) {
        if (recoverer == null) {
            return false;
        }
        boolean all = true;
        for (Received part : parts) {
            try {
                recoverer.recover(new ZmqFailedMessage(
                        endpoint.id(), endpoint.socket(), part.msg(), part.message(), failure, attempts));
                counters.recovered.increment();
            } catch (Exception e) {
                counters.unrecovered.increment();
                LOG.error(
                        "listener '" + endpoint.id() + "': a failed message of "
                                + part.msg().size() + " frames from socket '" + endpoint.socket() + "' is lost to "
                                + recoverer,
                        e);
                all = false;
            }
        }
        return all;
    }

    private void tell(Message<?> message, Exception failure) {
        try {
            handler.handle(endpoint.id(), message, failure);
        } catch (Exception e) {
            LOG.error("listener '" + endpoint.id() + "': the error handler failed", e);
        }
    }
}
