package io.zmq4j.spring.template;

import java.io.Serial;
import java.util.Map;
import org.springframework.messaging.MessageHeaders;

/** Headers without an id and a timestamp, which do not travel and would cost more than the sending. */
final class SentHeaders extends MessageHeaders {

    static final SentHeaders NONE = new SentHeaders(Map.of());

    @Serial
    private static final long serialVersionUID = 1L;

    SentHeaders(Map<String, Object> headers) {
        super(headers, ID_VALUE_NONE, -1L);
    }
}
