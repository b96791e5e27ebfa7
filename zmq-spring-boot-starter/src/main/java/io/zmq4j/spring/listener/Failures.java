package io.zmq4j.spring.listener;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/** Counts failures and gives them to the error handlers; never throws an exception itself. Thread-safe. */
final class Failures {

    private static final Log LOG = LogFactory.getLog(Failures.class);

    private final ZmqListenerEndpoint endpoint;
    private final ZmqErrorHandler handler;
    private final ListenerCounters counters;

    Failures(ZmqListenerEndpoint endpoint, ZmqErrorHandler handler, ListenerCounters counters) {
        this.endpoint = endpoint;
        this.handler = handler;
        this.counters = counters;
    }

    /**
     * @param messages how many messages failed together
     * @return what the listener's own error handler wants as reply; null = none
     */
    @Nullable
    Object handle(Message<?> message, Exception failure, int messages) {
        counters.failed(messages, failure);
        Exception left = failure;
        ZmqListenerErrorHandler own = endpoint.errorHandler();
        if (own != null) {
            try {
                return own.handleError(message, failure);
            } catch (Exception e) {
                left = e;
            }
        }
        try {
            handler.handle(endpoint.id(), message, left);
        } catch (Exception e) {
            LOG.error("listener '" + endpoint.id() + "': the error handler failed", e);
        }
        return null;
    }
}
