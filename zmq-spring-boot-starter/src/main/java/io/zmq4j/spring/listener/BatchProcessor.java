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
 * alone; what the listener throws fails the whole batch. Thread-safe.
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
    private final int batchSize;

    BatchProcessor(
            ZmqListenerEndpoint endpoint,
            ParameterizedTypeReference<?> type,
            ZmqSocketSpec spec,
            ListenerSettings settings,
            ListenerCounters counters,
            Observation observation) {
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
        this.failures = new Failures(endpoint, settings.errorHandler(), counters);
        this.observation = observation;
        this.batchSize = settings.batchSize();
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
            List<Object> elements = new ArrayList<>(batch.size());
            for (Msg msg : batch) {
                Object element = convert(msg);
                if (element != null) {
                    elements.add(element);
                }
            }
            if (!elements.isEmpty()) {
                call(elements);
            }
        } finally {
            counters.inFlight.down();
        }
    }

    private void call(List<Object> elements) {
        Message<?> message = new GenericMessage<>(
                elements, Map.of(ZmqHeaders.RECEIVED_SOCKET, spec.name(), ZmqHeaders.SOCKET_TYPE, spec.type()));
        Observed observed = observation.begin(message, elements.size());
        try {
            endpoint.listener().onMessage(message);
            counters.processed.add(elements.size());
            observed.ended(null);
        } catch (Exception e) {
            failures.handle(message, e, elements.size());
            observed.ended(e);
        } catch (Error e) {
            observed.ended(e);
            throw e;
        } finally {
            observed.left();
        }
    }

    private @Nullable Object convert(Msg msg) {
        try {
            Message<?> message = mapper.toMessage(msg, spec, type);
            ZmqMessageFilter filter = endpoint.filter();
            if (filter != null && filter.discard(new ReceivedMessage(message, msg, spec))) {
                counters.filtered.increment();
                return null;
            }
            return messages ? message : msgs ? msg : message.getPayload();
        } catch (ZmqConversionException e) {
            Message<?> raw = e.getFailedMessage();
            failures.handle(raw == null ? mapper.toRawMessage(msg, spec) : raw, e, 1);
        } catch (Exception e) {
            failures.handle(mapper.toRawMessage(msg, spec), e, 1);
        }
        return null;
    }
}
