package io.zmq4j.spring.listener;

import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.template.ZmqOperations;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;

/** What a container takes over from its factory. Immutable. */
record ListenerSettings(
        ZmqSockets sockets,
        SocketReaders readers,
        MsgMapper mapper,
        @Nullable ZmqOperations operations,
        int queueCapacity,
        int batchSize,
        Duration shutdownTimeout,
        Duration asyncTimeout,
        boolean returnExceptions,
        boolean virtualThreads,
        ZmqErrorHandler errorHandler,
        @Nullable ZmqMessageRecoverer recoverer,
        @Nullable RetryPolicy retryPolicy,
        ZmqListenerObserver observer,
        Consumer<ZmqListenerEvent> events) {

    MsgMapper mapper(ZmqListenerEndpoint endpoint) {
        return endpoint.mapper() == null ? mapper : endpoint.mapper().withIds(false);
    }

    @Nullable
    RetryPolicy retryPolicy(ZmqListenerEndpoint endpoint) {
        return endpoint.retryPolicy() == null ? retryPolicy : endpoint.retryPolicy();
    }

    Failures failures(ZmqListenerEndpoint endpoint, ListenerCounters counters) {
        ZmqMessageRecoverer own = endpoint.recoverer();
        return new Failures(endpoint, errorHandler, own == null ? recoverer : own, counters);
    }
}
