package io.zmq4j.spring;

import java.io.Serial;
import java.util.Map;
import org.springframework.messaging.MessageHeaders;

/** Headers without an id and a timestamp, whose making would cost more than the rest of a small message. */
final class PlainHeaders extends MessageHeaders {

    @Serial
    private static final long serialVersionUID = 1L;

    PlainHeaders(Map<String, Object> headers) {
        super(headers, ID_VALUE_NONE, -1L);
    }

    @Override
    protected Map<String, Object> getRawHeaders() {
        return super.getRawHeaders();
    }
}
