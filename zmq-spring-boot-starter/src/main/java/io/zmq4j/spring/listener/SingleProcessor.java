package io.zmq4j.spring.listener;

import io.zmq4j.Msg;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqConversionException;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqMessagingException;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.template.ReceivedMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/**
 * Calls the listener with one message, again if it fails and there are retries, and sends its result, now or when it is
 * there. Thread-safe.
 */
final class SingleProcessor implements Processor {

    private static final Map<String, Object> FIRST_ATTEMPT = Map.of(ZmqHeaders.DELIVERY_ATTEMPT, 1);

    private final ZmqListenerEndpoint endpoint;
    private final ZmqSocketSpec spec;
    private final MsgMapper mapper;
    private final ListenerCounters counters;
    private final Failures failures;
    private final ReplySender replies;
    private final Observation observation;
    private final SocketReader reader;
    private final Retries retries;
    private final Consumer<Throwable> onError;
    private final Duration asyncTimeout;
    private final Semaphore asynchronous;
    private final @Nullable GroupFilter grouped;

    /** @param onError takes an {@link Error} of a thread that is no worker */
    SingleProcessor(
            ZmqListenerEndpoint endpoint,
            ZmqSocketSpec spec,
            ListenerSettings settings,
            ListenerCounters counters,
            Observation observation,
            SocketReader reader,
            Retries retries,
            Consumer<Throwable> onError) {
        this.endpoint = endpoint;
        this.spec = spec;
        this.mapper = settings.mapper(endpoint);
        this.counters = counters;
        this.failures = settings.failures(endpoint, counters);
        this.replies = new ReplySender(reader.socket(), spec, settings, endpoint, counters);
        this.observation = observation;
        this.reader = reader;
        this.retries = retries;
        this.onError = onError;
        this.asyncTimeout = settings.asyncTimeout();
        this.asynchronous = new Semaphore(settings.queueCapacity());
        this.grouped = endpoint.groupFilter(spec, this::received);
    }

    /** A message on its way through the listener. */
    private record Delivery(Msg msg, Message<?> message, Retries.Attempts attempts) {

        /** What the listener is given at this attempt. */
        Message<?> attempt() {
            if (attempts.number() == 1 || !(message instanceof ReceivedMessage received)) {
                return message;
            }
            Map<String, Object> headers = new HashMap<>(message.getHeaders());
            headers.put(ZmqHeaders.DELIVERY_ATTEMPT, attempts.number());
            return new ReceivedMessage(
                    new GenericMessage<>(message.getPayload(), headers), received.msg(), received.spec());
        }
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
        boolean pending;
        try {
            pending = handle(msg);
        } catch (Throwable e) {
            // nothing was answered, so nothing more may be read in lock step
            counters.inFlight.down();
            throw e;
        }
        if (!pending) {
            finished();
        }
    }

    /** @return whether the result is still to come */
    private boolean handle(Msg msg) {
        Message<?> message = null;
        try {
            message = received(msg);
            if (isDiscarded(msg, message)) {
                counters.filtered.increment();
                replies.replyEmpty(msg, message);
                return false;
            }
        } catch (ZmqConversionException e) {
            Message<?> raw = e.getFailedMessage();
            failed(delivery(msg, message == null && raw != null ? raw : known(message, msg)), e, null);
            return false;
        } catch (Exception e) {
            failed(delivery(msg, known(message, msg)), e, null);
            return false;
        }
        return call(delivery(msg, message));
    }

    private Delivery delivery(Msg msg, Message<?> message) {
        return new Delivery(msg, message, retries.begin());
    }

    private Message<?> received(Msg msg) {
        return new ReceivedMessage(mapper.toMessage(msg, spec, FIRST_ATTEMPT), msg, spec);
    }

    private boolean isDiscarded(Msg msg, Message<?> message) {
        if (grouped != null) {
            grouped.rethrow(msg);
            return false;
        }
        ZmqMessageFilter filter = endpoint.filter();
        return filter != null && filter.discard(message);
    }

    @Override
    public boolean discards(Msg msg) {
        return grouped != null && grouped.discards(msg);
    }

    @Override
    public void discard(Msg msg) {
        counters.filtered.increment();
        try {
            replies.replyEmpty(msg, received(msg));
        } catch (RuntimeException e) {
            failures.report(mapper.toRawMessage(msg, spec), e);
        } finally {
            reader.answered();
        }
    }

    private Message<?> known(@Nullable Message<?> message, Msg msg) {
        return message == null ? mapper.toRawMessage(msg, spec) : message;
    }

    /** @return whether the result is still to come */
    private boolean call(Delivery delivery) {
        Attempt attempt = attempt(delivery);
        for (Exception failure = attempt.failure(); failure != null; failure = attempt.failure()) {
            if (!delivery.attempts().await(attempt.pause())) {
                failed(delivery, failure, Observed.BY_NOBODY);
                return false;
            }
            counters.retried.increment();
            attempt = attempt(delivery);
        }
        return attempt == Attempt.PENDING;
    }

    /** Each is observed on its own; what follows the last one, such as a dead letter, belongs to that. */
    private Attempt attempt(Delivery delivery) {
        Message<?> message = delivery.attempt();
        Observed observed = observation.begin(message, 0);
        try {
            Object result;
            try {
                result = endpoint.listener().onMessage(message);
            } catch (Exception e) {
                // an interrupt that the listener left behind ends neither the pause nor what follows
                Thread.interrupted();
                long pause = delivery.attempts().pause(e);
                if (pause < 0) {
                    failed(delivery, e, observed);
                    return Attempt.DONE;
                }
                observed.ended(e);
                return new Attempt(e, pause);
            }
            if (result instanceof CompletionStage<?> stage) {
                await(stage, delivery, observed);
                return Attempt.PENDING;
            }
            succeeded(delivery, result, observed);
            return Attempt.DONE;
        } catch (Error e) {
            observed.ended(e);
            throw e;
        } finally {
            observed.left();
        }
    }

    private void succeeded(Delivery delivery, @Nullable Object result, Observed observed) {
        try {
            replies.reply(delivery.msg(), delivery.message(), result);
        } catch (Exception e) {
            failed(delivery, e, observed);
            return;
        }
        counters.processed.increment();
        observed.ended(null);
    }

    /** @param begun null = the listener was not called, which is told now */
    private void failed(Delivery delivery, Exception failure, @Nullable Observed begun) {
        Msg msg = delivery.msg();
        Message<?> message = delivery.message();
        Observed observed = begun == null ? observation.begin(message, 0) : begun;
        Object reply = failures.handle(
                message,
                List.of(new Received(msg, message)),
                failure,
                delivery.attempts().number());
        try {
            if (reply == null) {
                replies.replyFailure(msg, message, failure);
            } else {
                replies.reply(msg, message, reply);
            }
        } catch (Exception e) {
            failures.report(message, e);
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
    private void await(CompletionStage<?> stage, Delivery delivery, Observed observed) {
        CompletableFuture<Object> result = stage instanceof LateReply.Promise own
                ? own
                : stage.<Object>thenApply(Function.identity()).toCompletableFuture();
        asynchronous.acquireUninterruptibly();
        result.orTimeout(asyncTimeout.toMillis(), TimeUnit.MILLISECONDS).whenCompleteAsync((value, failure) -> {
            asynchronous.release();
            if (failure instanceof TimeoutException) {
                // nobody waits for it any longer
                stage.toCompletableFuture().cancel(true);
            }
            inBackground(() -> completed(delivery, value, cause(delivery.message(), failure), observed));
        });
    }

    /** Runs one step of a message; no worker sees what becomes of it. @param step returns whether more is to come */
    private void inBackground(BooleanSupplier step) {
        try {
            if (!step.getAsBoolean()) {
                finished();
            }
        } catch (Throwable e) {
            counters.inFlight.down();
            onError.accept(e);
        }
    }

    private @Nullable Throwable cause(Message<?> message, @Nullable Throwable failure) {
        if (failure instanceof TimeoutException && failure.getMessage() == null) {
            return new ZmqMessagingException(
                    message, "listener '" + endpoint.id() + "' has no result after " + asyncTimeout, failure);
        }
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** @return whether there is another attempt */
    private boolean completed(
            Delivery delivery, @Nullable Object result, @Nullable Throwable failure, Observed observed) {
        try {
            if (failure == null) {
                succeeded(delivery, result, observed);
                return false;
            }
            Exception exception = failure instanceof Exception e ? e : new CompletionException(failure);
            long pause = failure instanceof Exception ? delivery.attempts().pause(exception) : -1;
            if (pause >= 0) {
                observed.ended(exception);
                delivery.attempts().schedule(pause, again -> inBackground(() -> again(delivery, exception, again)));
                return true;
            }
            failed(delivery, exception, observed);
        } catch (Error e) {
            observed.ended(e);
            throw e;
        }
        if (failure instanceof Error) {
            onError.accept(failure);
        }
        return false;
    }

    private boolean again(Delivery delivery, Exception failure, boolean again) {
        if (again) {
            counters.retried.increment();
            return call(delivery);
        }
        failed(delivery, failure, Observed.BY_NOBODY);
        return false;
    }
}
