package io.zmq4j.spring.template;

import io.zmq4j.Msg;
import io.zmq4j.spring.ZmqSocketSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/** Something that a template sends, as its observers see it. Not thread-safe. */
public final class ZmqTemplateOperation {

    /** What a template does with a message. */
    public enum Kind {
        /** It is sent. */
        SEND,
        /** It is sent, and a reply is waited for. */
        REQUEST
    }

    private final Kind kind;
    private final String template;
    private final ZmqSocketSpec spec;
    private final @Nullable String topic;
    private final @Nullable Message<?> message;
    private final int messages;
    private final Map<String, Object> headers = new LinkedHashMap<>();
    private long bodySize = -1;

    ZmqTemplateOperation(
            Kind kind,
            String template,
            ZmqSocketSpec spec,
            @Nullable String topic,
            @Nullable Message<?> message,
            int messages) {
        this.kind = kind;
        this.template = template;
        this.spec = spec;
        this.topic = topic;
        this.message = message;
        this.messages = messages;
    }

    public Kind kind() {
        return kind;
    }

    /** The name of the template. */
    public String template() {
        return template;
    }

    /** The socket that it is sent on. */
    public ZmqSocketSpec spec() {
        return spec;
    }

    /** The topic in the destination; null = none, or one given by a header. */
    public @Nullable String topic() {
        return topic;
    }

    /** What is sent; null where it is frames, or several messages. */
    public @Nullable Message<?> message() {
        return message;
    }

    /** How many messages a batch has; 0 = it is no batch. */
    public int messages() {
        return messages;
    }

    /**
     * Headers to send with the message, to which an observer may add until it has returned from its start. They travel
     * where the frame mode of the socket has a header frame and {@code zmq.header.send} lets them, and else nowhere.
     */
    public Map<String, Object> headers() {
        return headers;
    }

    /** The bytes of all frames, routing ids, topic and headers included; -1 = they are not made yet. */
    public long bodySize() {
        return bodySize;
    }

    void made(Msg msg) {
        bodySize = Math.max(0, bodySize) + msg.byteCount();
    }
}
