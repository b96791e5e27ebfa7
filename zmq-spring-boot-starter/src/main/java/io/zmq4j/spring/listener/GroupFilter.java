package io.zmq4j.spring.listener;

import io.zmq4j.Msg;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.springframework.messaging.Message;

/**
 * The filter of a listener that shares its socket with a group. It is asked once, by the thread that reads the socket;
 * what goes wrong then is told to the worker that gets the message. Thread-safe.
 */
final class GroupFilter {

    private final ZmqMessageFilter filter;
    private final Function<Msg, Message<?>> reading;
    /** Of messages that wait for their workers. */
    private final Map<Identity, RuntimeException> failures = new ConcurrentHashMap<>();

    /** @param reading may throw: such a message is not discarded, and fails with the worker */
    GroupFilter(ZmqMessageFilter filter, Function<Msg, Message<?>> reading) {
        this.filter = filter;
        this.reading = reading;
    }

    private record Identity(Msg msg) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Identity that && that.msg == msg;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(msg);
        }
    }

    boolean discards(Msg msg) {
        Message<?> message;
        try {
            message = reading.apply(msg);
        } catch (RuntimeException e) {
            return false;
        }
        try {
            return filter.discard(message);
        } catch (RuntimeException e) {
            failures.put(new Identity(msg), e);
            return false;
        }
    }

    /** Throws what the filter threw on this message. */
    void rethrow(Msg msg) {
        RuntimeException failure = failures.isEmpty() ? null : failures.remove(new Identity(msg));
        if (failure != null) {
            throw failure;
        }
    }
}
