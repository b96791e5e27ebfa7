package io.zmq4j.spring.observation;

import io.micrometer.common.KeyValues;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.observation.ZmqObservations.ListenerKey;
import io.zmq4j.spring.observation.ZmqObservations.SpanKey;
import io.zmq4j.spring.template.ReceivedMessage;
import org.springframework.messaging.MessageHeaders;

/** Names and tags as {@link ZmqObservations#LISTENER} lists them; made to be extended. */
public class DefaultZmqListenerObservationConvention implements ZmqListenerObservationConvention {

    @Override
    public KeyValues getLowCardinalityKeyValues(ZmqListenerObservationContext context) {
        return KeyValues.of(
                ListenerKey.LISTENER_ID.withValue(context.getListenerId()),
                ListenerKey.SYSTEM.withValue("zeromq"),
                ListenerKey.OPERATION_NAME.withValue("process"),
                ListenerKey.OPERATION_TYPE.withValue("process"),
                ListenerKey.DESTINATION_NAME.withValue(context.getSpec().name()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ZmqListenerObservationContext context) {
        MessageHeaders headers = context.getMessage().getHeaders();
        Long size = context.getMessage() instanceof ReceivedMessage received
                ? received.msg().byteCount()
                : null;
        return KeyValues.of(new SpanKeys()
                .topic(headers.get(ZmqHeaders.RECEIVED_TOPIC))
                .peer(headers)
                .add(SpanKey.BODY_SIZE, size)
                .batch(context.getMessages())
                .server(context.getSpec())
                .add(SpanKey.PEER_ADDRESS, headers.get(ZmqHeaders.PEER_ADDRESS))
                .error(context.getError())
                .values());
    }

    @Override
    public String getContextualName(ZmqListenerObservationContext context) {
        return "process " + context.getSpec().name();
    }
}
