package io.zmq4j.spring.listener;

import io.zmq4j.Msg;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqConversionException;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.template.ReceivedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/**
 * Calls the listener with the messages that are there, without waiting for more. One that cannot be converted fails
 * alone. What the listener throws fails the whole batch, which it gets again if there are retries; after them each of its
 * messages goes to the recoverer. Thread-safe.
 */
final class BatchProcessor implements Processor {

    private final ZmqListenerEndpoint endpoint;
    private final ZmqSocketSpec spec;
    private final ParameterizedTypeReference<?> type;
    private final boolean messages;
    private final boolean msgs;
    private final MsgMapper mapper;
    private final ListenerCounters counters;
    private final Failures failures;
    private final Observation observation;
    private final Retries retries;
    private final int batchSize;
    private final @Nullable GroupFilter grouped;

    BatchProcessor(
            ZmqListenerEndpoint endpoint,
            ParameterizedTypeReference<?> type,
            ZmqSocketSpec spec,
            ListenerSettings settings,
            ListenerCounters counters,
            Observation observation,
            Retries retries) {
        ResolvableType element = ResolvableType.forType(type);
        this.endpoint = endpoint;
        this.spec = spec;
        this.messages = Message.class.isAssignableFrom(element.toClass());
        this.msgs = element.toClass() == Msg.class;
        this.type = messages
                ? ParameterizedTypeReference.forType(element.getGeneric(0).getType())
                : type;
        this.mapper = settings.mapper(endpoint);
        this.counters = counters;
        this.failures = settings.failures(endpoint, counters);
        this.observation = observation;
        this.retries = retries;
        this.batchSize = settings.batchSize();
        this.grouped = endpoint.groupFilter(spec, this::received);
    }

    @Override
    public int atOnce() {
        return batchSize;
    }

    @Override
    public void process(List<Msg> batch) {
        counters.messageArrived();
        counters.inFlight.up();
        try {
            List<Received> parts = new ArrayList<>(batch.size());
            for (Msg msg : batch) {
                Message<?> message = convert(msg);
                if (message != null) {
                    parts.add(new Received(msg, message));
                }
            }
            if (!parts.isEmpty()) {
                call(parts);
            }
        } finally {
            counters.inFlight.down();
        }
    }

    private void call(List<Received> parts) {
        List<Object> elements = new ArrayList<>(parts.size());
        parts.forEach(part -> elements.add(element(part)));
        Retries.Attempts attempts = retries.begin();
        Attempt attempt = attempt(parts, batch(elements, attempts.number()), attempts);
        for (Exception failure = attempt.failure(); failure != null; failure = attempt.failure()) {
            if (!attempts.await(attempt.pause())) {
                failures.handle(batch(elements, attempts.number()), parts, failure, attempts.number());
                return;
            }
            counters.retried.add(parts.size());
            attempt = attempt(parts, batch(elements, attempts.number()), attempts);
        }
    }

    private Attempt attempt(List<Received> parts, Message<?> message, Retries.Attempts attempts) {
        Observed observed = observation.begin(message, parts.size());
        try {
            endpoint.listener().onMessage(message);
            counters.processed.add(parts.size());
            observed.ended(null);
        } catch (Exception e) {
            // an interrupt that the listener left behind ends neither the pause nor what follows
            Thread.interrupted();
            long pause = attempts.pause(e);
            if (pause >= 0) {
                observed.ended(e);
                return new Attempt(e, pause);
            }
            failures.handle(message, parts, e, attempts.number());
            observed.ended(e);
        } catch (Error e) {
            observed.ended(e);
            throw e;
        } finally {
            observed.left();
        }
        return Attempt.DONE;
    }

    /** A list of its own for each attempt, as the listener may change it. */
    private Message<?> batch(List<Object> elements, int attempt) {
        return new GenericMessage<>(
                new ArrayList<>(elements),
                Map.of(
                        ZmqHeaders.RECEIVED_SOCKET,
                        spec.name(),
                        ZmqHeaders.SOCKET_TYPE,
                        spec.type(),
                        ZmqHeaders.DELIVERY_ATTEMPT,
                        attempt));
    }

    private Object element(Received part) {
        return messages ? part.message() : msgs ? part.msg() : part.message().getPayload();
    }

    private @Nullable Message<?> convert(Msg msg) {
        try {
            Message<?> message = received(msg);
            if (isDiscarded(msg, message)) {
                counters.filtered.increment();
                return null;
            }
            return message;
        } catch (ZmqConversionException e) {
            Message<?> raw = e.getFailedMessage();
            failed(msg, raw == null ? mapper.toRawMessage(msg, spec) : raw, e);
        } catch (Exception e) {
            failed(msg, mapper.toRawMessage(msg, spec), e);
        }
        return null;
    }

    private Message<?> received(Msg msg) {
        return new ReceivedMessage(mapper.toMessage(msg, spec, type), msg, spec);
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
    }

    private void failed(Msg msg, Message<?> message, Exception failure) {
        failures.handle(message, List.of(new Received(msg, message)), failure, 1);
    }
}
