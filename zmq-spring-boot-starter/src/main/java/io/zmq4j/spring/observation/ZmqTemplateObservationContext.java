package io.zmq4j.spring.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import io.zmq4j.spring.template.ZmqTemplateOperation;
import java.util.Map;

/** The observation of one operation of a template. Its carrier are the headers that are sent with the message. */
@SuppressWarnings("this-escape") // what its constructor calls is the base class's, or a method that nobody overrides
public class ZmqTemplateObservationContext extends SenderContext<Map<String, Object>> {

    private final ZmqTemplateOperation operation;

    public ZmqTemplateObservationContext(ZmqTemplateOperation operation) {
        super(
                (carrier, key, value) -> {
                    if (carrier != null) {
                        carrier.put(key, value);
                    }
                },
                operation.kind() == ZmqTemplateOperation.Kind.REQUEST ? Kind.CLIENT : Kind.PRODUCER);
        this.operation = operation;
        setCarrier(operation.headers());
    }

    public ZmqTemplateOperation getOperation() {
        return operation;
    }
}
