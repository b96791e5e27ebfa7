package io.zmq4j.spring.listener;

import io.zmq4j.Msg;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqSocketSpec;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.messaging.Message;

/**
 * What a container is made of. What is null is taken from the {@link ZmqListenerContainerFactory}. Immutable.
 *
 * @param id names the container; unique in the application
 * @param socket the name of the socket that it reads
 * @param subscribe topic prefixes it adds to a SUB socket, and to which it keeps; empty = everything that comes
 * @param listener called with every message
 * @param concurrency how many threads call the listener
 * @param autoStartup whether it starts with the application context
 * @param batchType of the payloads that a batch listener gets in a list; null = one message a call
 * @param errorHandler asked first when something fails
 * @param filter asked before the listener
 * @param returnExceptions whether a failure is answered with its message
 * @param executor runs the workers, each for as long as the container runs
 * @param sendTo where results go in place of the requester, {@code socket} or {@code socket/topic}
 * @param mapper between frames and messages
 * @param info what is shown about it
 * @param group the listeners it belongs to; null = none. Those of a group on one socket, unless that is a SUB, XSUB or
 *     DISH, take its messages in turn: each goes to the first of them whose filter does not discard it
 * @param recoverer takes what failed for good
 * @param retryPolicy how often and when a message that failed is tried again
 * @param phase where it stands in the starting and stopping of the application; null = late and early
 */
public record ZmqListenerEndpoint(
        String id,
        String socket,
        List<String> subscribe,
        ZmqMessageListener listener,
        @Nullable Integer concurrency,
        @Nullable Boolean autoStartup,
        @Nullable ParameterizedTypeReference<?> batchType,
        @Nullable ZmqListenerErrorHandler errorHandler,
        @Nullable ZmqMessageFilter filter,
        @Nullable Boolean returnExceptions,
        @Nullable Executor executor,
        @Nullable String sendTo,
        @Nullable MsgMapper mapper,
        String info,
        @Nullable String group,
        @Nullable ZmqMessageRecoverer recoverer,
        @Nullable RetryPolicy retryPolicy,
        @Nullable Integer phase) {

    public ZmqListenerEndpoint {
        subscribe = List.copyOf(subscribe);
        if (id.isBlank()) {
            throw new IllegalArgumentException("id of a listener is blank");
        }
        if (group != null && group.isBlank()) {
            throw new IllegalArgumentException("listener '" + id + "': group is blank, allowed: a name, or null");
        }
        if (concurrency != null && concurrency < 1) {
            throw new IllegalArgumentException(
                    "listener '" + id + "': concurrency is " + concurrency + ", allowed: from 1");
        }
    }

    public static Builder builder(String id, String socket, ZmqMessageListener listener) {
        return new Builder(id, socket, listener);
    }

    /** A builder that starts with everything of this endpoint. */
    public Builder toBuilder() {
        return new Builder(id, socket, listener)
                .subscribe(subscribe)
                .concurrency(concurrency)
                .autoStartup(autoStartup)
                .batchType(batchType)
                .errorHandler(errorHandler)
                .filter(filter)
                .returnExceptions(returnExceptions)
                .executor(executor)
                .sendTo(sendTo)
                .mapper(mapper)
                .info(info)
                .group(group)
                .recoverer(recoverer)
                .retryPolicy(retryPolicy)
                .phase(phase);
    }

    /** What the reader of a group asks in place of the filter; null = the workers ask that, or there is none. */
    @Nullable
    GroupFilter groupFilter(ZmqSocketSpec spec, Function<Msg, Message<?>> reading) {
        boolean shared = group != null && !SocketReaders.canShare(spec.type());
        return shared && filter != null ? new GroupFilter(filter, reading) : null;
    }

    boolean isBatch() {
        return batchType != null;
    }

    /** Collects the parts of a {@link ZmqListenerEndpoint}. Not thread-safe. */
    public static final class Builder {

        private final String id;
        private final String socket;
        private final ZmqMessageListener listener;
        private List<String> subscribe = List.of();
        private @Nullable Integer concurrency;
        private @Nullable Boolean autoStartup;
        private @Nullable ParameterizedTypeReference<?> batchType;
        private @Nullable ZmqListenerErrorHandler errorHandler;
        private @Nullable ZmqMessageFilter filter;
        private @Nullable Boolean returnExceptions;
        private @Nullable Executor executor;
        private @Nullable String sendTo;
        private @Nullable MsgMapper mapper;
        private String info = "";
        private @Nullable String group;
        private @Nullable ZmqMessageRecoverer recoverer;
        private @Nullable RetryPolicy retryPolicy;
        private @Nullable Integer phase;

        private Builder(String id, String socket, ZmqMessageListener listener) {
            this.id = id;
            this.socket = socket;
            this.listener = listener;
        }

        public Builder subscribe(List<String> topics) {
            subscribe = topics;
            return this;
        }

        public Builder concurrency(@Nullable Integer workers) {
            concurrency = workers;
            return this;
        }

        public Builder autoStartup(@Nullable Boolean start) {
            autoStartup = start;
            return this;
        }

        public Builder batchType(@Nullable ParameterizedTypeReference<?> type) {
            batchType = type;
            return this;
        }

        public Builder errorHandler(@Nullable ZmqListenerErrorHandler handler) {
            errorHandler = handler;
            return this;
        }

        public Builder filter(@Nullable ZmqMessageFilter discarding) {
            filter = discarding;
            return this;
        }

        public Builder returnExceptions(@Nullable Boolean answer) {
            returnExceptions = answer;
            return this;
        }

        public Builder executor(@Nullable Executor ofWorkers) {
            executor = ofWorkers;
            return this;
        }

        public Builder sendTo(@Nullable String destination) {
            sendTo = destination;
            return this;
        }

        public Builder mapper(@Nullable MsgMapper ofMessages) {
            mapper = ofMessages;
            return this;
        }

        public Builder info(String text) {
            info = text;
            return this;
        }

        public Builder group(@Nullable String name) {
            group = name;
            return this;
        }

        public Builder recoverer(@Nullable ZmqMessageRecoverer ofFailed) {
            recoverer = ofFailed;
            return this;
        }

        public Builder retryPolicy(@Nullable RetryPolicy policy) {
            retryPolicy = policy;
            return this;
        }

        public Builder phase(@Nullable Integer value) {
            phase = value;
            return this;
        }

        public ZmqListenerEndpoint build() {
            return new ZmqListenerEndpoint(
                    id,
                    socket,
                    subscribe,
                    listener,
                    concurrency,
                    autoStartup,
                    batchType,
                    errorHandler,
                    filter,
                    returnExceptions,
                    executor,
                    sendTo,
                    mapper,
                    info,
                    group,
                    recoverer,
                    retryPolicy,
                    phase);
        }
    }
}
