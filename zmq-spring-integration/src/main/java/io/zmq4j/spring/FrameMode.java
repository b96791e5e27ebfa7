package io.zmq4j.spring;

import io.zmq4j.SocketType;
import java.util.Arrays;
import java.util.Locale;

/**
 * How the frames of a message, after its routing id, carry topic, headers and payload. Several payload frames are one
 * payload of type {@code List<byte[]>}, whatever the mode.
 */
public enum FrameMode {
    /** {@code payload...}. */
    PAYLOAD(false, false),
    /** {@code topic, payload...}, what plain publishers and subscribers use. */
    TOPIC_PAYLOAD(true, false),
    /** {@code headers, payload...}, the headers a JSON object of strings. */
    HEADERS_PAYLOAD(false, true),
    /** {@code topic, headers, payload...}. */
    TOPIC_HEADERS_PAYLOAD(true, true),
    /** Every frame, routing ids and delimiters included, is the payload; headers neither address nor travel. */
    RAW(false, false);

    private final boolean topic;
    private final boolean headers;

    FrameMode(boolean topic, boolean headers) {
        this.topic = topic;
        this.headers = headers;
    }

    /** Whether a topic frame comes first. */
    public boolean hasTopic() {
        return topic;
    }

    /** Whether a header frame precedes the payload. */
    public boolean hasHeaders() {
        return headers;
    }

    /** The mode that peers without this library understand. */
    public static FrameMode defaultFor(SocketType type) {
        return switch (type) {
            case PUB, SUB, XPUB, XSUB -> TOPIC_PAYLOAD;
            case DGRAM -> RAW;
            case PAIR, REQ, REP, DEALER, ROUTER, PULL, PUSH, STREAM -> PAYLOAD;
            case SERVER, CLIENT, RADIO, DISH, GATHER, SCATTER, PEER, CHANNEL -> PAYLOAD;
        };
    }

    /** The mode of that name in any case, words joined by dashes or underscores: {@code topic-payload}. */
    public static FrameMode of(String name) {
        try {
            return valueOf(name.strip().replace('-', '_').toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            String allowed = Arrays.stream(values())
                    .map(mode -> mode.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .toList()
                    .toString();
            throw new IllegalArgumentException("frames '" + name + "' is unknown, allowed: " + allowed, e);
        }
    }
}
