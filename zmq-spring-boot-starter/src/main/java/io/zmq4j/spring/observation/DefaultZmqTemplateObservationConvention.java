package io.zmq4j.spring.observation;

import io.micrometer.common.KeyValues;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.observation.ZmqObservations.SpanKey;
import io.zmq4j.spring.observation.ZmqObservations.TemplateKey;
import io.zmq4j.spring.template.ZmqTemplateOperation;
import java.util.Map;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/** Names and tags as {@link ZmqObservations#TEMPLATE} lists them; made to be extended. */
public class DefaultZmqTemplateObservationConvention implements ZmqTemplateObservationConvention {

    private static final MessageHeaders NO_HEADERS = new MessageHeaders(Map.of());

    @Override
    public KeyValues getLowCardinalityKeyValues(ZmqTemplateObservationContext context) {
        ZmqTemplateOperation operation = context.getOperation();
        return KeyValues.of(
                TemplateKey.TEMPLATE_NAME.withValue(operation.template()),
                TemplateKey.SYSTEM.withValue("zeromq"),
                TemplateKey.OPERATION_NAME.withValue(name(operation)),
                TemplateKey.OPERATION_TYPE.withValue("send"),
                TemplateKey.DESTINATION_NAME.withValue(operation.spec().name()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ZmqTemplateObservationContext context) {
        ZmqTemplateOperation operation = context.getOperation();
        Message<?> message = operation.message();
        MessageHeaders headers = message == null ? NO_HEADERS : message.getHeaders();
        return KeyValues.of(new SpanKeys()
                .topic(operation.topic() == null ? headers.get(ZmqHeaders.TOPIC) : operation.topic())
                .peer(headers)
                .add(SpanKey.BODY_SIZE, operation.bodySize() < 0 ? null : operation.bodySize())
                .batch(operation.messages())
                .server(operation.spec())
                .error(context.getError())
                .values());
    }

    @Override
    public String getContextualName(ZmqTemplateObservationContext context) {
        return name(context.getOperation()) + " "
                + context.getOperation().spec().name();
    }

    private static String name(ZmqTemplateOperation operation) {
        return switch (operation.kind()) {
            case SEND -> "send";
            case REQUEST -> "request";
        };
    }
}
