package io.zmq4j.spring.listener;

import io.zmq4j.Msg;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqConversionException;
import io.zmq4j.spring.ZmqMessagingException;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.template.ReceivedMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/** Calls the listener with one message and sends its result, now or when it is there. Thread-safe. */
final class SingleProcessor implements Processor {

    private final ZmqListenerEndpoint endpoint;
    private final ZmqSocketSpec spec;
    private final MsgMapper mapper;
    private final ListenerCounters counters;
    private final Failures failures;
    private final ReplySender replies;
    private final Observation observation;
    private final SocketReader reader;
    private final Duration asyncTimeout;
    private final Semaphore asynchronous;

    SingleProcessor(
            ZmqListenerEndpoint endpoint,
            ZmqSocketSpec spec,
            ListenerSettings settings,
            ListenerCounters counters,
            Observation observation,
            SocketReader reader) {
        this.endpoint = endpoint;
        this.spec = spec;
        this.mapper = settings.mapper(endpoint);
        this.counters = counters;
        this.failures = new Failures(endpoint, settings.errorHandler(), counters);
        this.replies = new ReplySender(reader.socket(), spec, settings, endpoint, counters);
        this.observation = observation;
        this.reader = reader;
        this.asyncTimeout = settings.asyncTimeout();
        this.asynchronous = new Semaphore(settings.queueCapacity());
    }

    @Override
    public int atOnce() {
        return 1;
    }

    @Override
    public void process(List<Msg> msgs) {
        msgs.forEach(this::process);
    }

    private void process(Msg msg) {
        counters.messageArrived();
        counters.inFlight.up();
        boolean pending = false;
        Message<?> message = null;
        Observed observed = null;
        try {
            message = new ReceivedMessage(mapper.toMessage(msg, spec), msg, spec);
            ZmqMessageFilter filter = endpoint.filter();
            if (filter != null && filter.discard(message)) {
                counters.filtered.increment();
                replies.replyEmpty(msg, message);
                return;
            }
            observed = observation.begin(message, 0);
            Object result = endpoint.listener().onMessage(message);
            if (result instanceof CompletionStage<?> stage) {
                await(stage, msg, message, observed);
                pending = true;
            } else {
                succeeded(msg, message, result, observed);
            }
        } catch (ZmqConversionException e) {
            Message<?> raw = e.getFailedMessage();
            failed(msg, message == null && raw != null ? raw : known(message, msg), e, observed);
        } catch (Exception e) {
            failed(msg, known(message, msg), e, observed);
        } catch (Error e) {
            if (observed != null) {
                observed.ended(e);
            }
            throw e;
        } finally {
            if (observed != null) {
                observed.left();
            }
            if (!pending) {
                finished();
            }
        }
    }

    private Message<?> known(@Nullable Message<?> message, Msg msg) {
        return message == null ? mapper.toRawMessage(msg, spec) : message;
    }

    private void succeeded(Msg msg, Message<?> message, @Nullable Object result, Observed observed) {
        replies.reply(msg, message, result);
        counters.processed.increment();
        observed.ended(null);
    }

    private void failed(Msg msg, Message<?> message, Exception failure, @Nullable Observed begun) {
        Observed observed = begun == null ? observation.begin(message, 0) : begun;
        Object reply = failures.handle(message, failure, 1);
        try {
            if (reply == null) {
                replies.replyFailure(msg, message, failure);
            } else {
                replies.reply(msg, message, reply);
            }
        } catch (Exception e) {
            failures.handle(message, e, 0);
        }
        observed.ended(failure);
        if (begun == null) {
            observed.left();
        }
    }

    private void finished() {
        reader.answered();
        counters.inFlight.down();
    }

    /**
     * Bounded in number and time: with too many results outstanding the worker waits here, and so stops taking
     * messages.
     */
    private void await(CompletionStage<?> stage, Msg msg, Message<?> message, Observed observed) {
        CompletableFuture<Object> result =
                stage.<Object>thenApply(Function.identity()).toCompletableFuture();
        asynchronous.acquireUninterruptibly();
        result.orTimeout(asyncTimeout.toMillis(), TimeUnit.MILLISECONDS).whenCompleteAsync((value, failure) -> {
            try {
                completed(msg, message, value, failure, observed);
            } finally {
                asynchronous.release();
                finished();
            }
        });
    }

    private @Nullable Throwable cause(Message<?> message, @Nullable Throwable failure) {
        if (failure instanceof TimeoutException && failure.getMessage() == null) {
            return new ZmqMessagingException(
                    message, "listener '" + endpoint.id() + "' has no result after " + asyncTimeout, failure);
        }
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private void completed(
            Msg msg, Message<?> message, @Nullable Object result, @Nullable Throwable failure, Observed observed) {
        Throwable cause = cause(message, failure);
        try {
            if (cause == null) {
                succeeded(msg, message, result, observed);
            } else {
                failed(msg, message, cause instanceof Exception e ? e : new CompletionException(cause), observed);
            }
        } catch (Exception e) {
            failed(msg, message, e, observed);
        }
    }
}
