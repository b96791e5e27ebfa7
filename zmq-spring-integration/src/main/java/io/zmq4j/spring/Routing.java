package io.zmq4j.spring;

import io.zmq4j.Msg;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/**
 * What precedes topic, headers and payload, by the type of the socket:
 *
 * <pre>
 *   ROUTER        routing id, [envelope..., empty delimiter]
 *   STREAM        routing id
 *   DEALER        [empty delimiter], if the socket is declared so
 *   SERVER, PEER  none; an integer beside the frames
 *   RADIO, DISH   none; a group beside the frames
 * </pre>
 */
final class Routing {

    private static final byte[] EMPTY = new byte[0];

    private Routing() {}

    /**
     * Puts into the headers what routing there is.
     *
     * @param envelope which frames between the routing id and an empty one belong to it
     * @return how many frames it was
     * @throws IllegalArgumentException when they are not what the type of the socket needs
     */
    static int read(Msg msg, ZmqSocketSpec spec, Envelope envelope, Map<String, Object> headers) {
        return switch (spec.type()) {
            case ROUTER -> {
                headers.put(ZmqHeaders.ROUTING_ID, msg.bytes(0));
                int end = envelope.end(msg);
                if (end > 1) {
                    headers.put(ZmqHeaders.ENVELOPE, msg.frames().subList(1, end));
                }
                yield end;
            }
            case STREAM -> {
                headers.put(ZmqHeaders.ROUTING_ID, msg.bytes(0));
                yield 1;
            }
            case DEALER -> {
                if (spec.emptyDelimiter() && msg.length(0) > 0) {
                    throw new IllegalArgumentException("first frame has " + msg.length(0)
                            + " bytes, allowed: none, as the socket is declared with an empty delimiter");
                }
                yield spec.emptyDelimiter() ? 1 : 0;
            }
            case SERVER, PEER -> {
                headers.put(
                        ZmqHeaders.ROUTING_ID,
                        ByteBuffer.allocate(Integer.BYTES)
                                .putInt(msg.routingId())
                                .array());
                yield 0;
            }
            case RADIO, DISH -> {
                headers.put(ZmqHeaders.GROUP, msg.group());
                yield 0;
            }
            case PAIR, PUB, SUB, REQ, REP, PULL, PUSH, XPUB, XSUB, CLIENT, GATHER, SCATTER, DGRAM, CHANNEL -> 0;
        };
    }

    /** Adds the frames that come first. A target that is null is taken from the headers of the message. */
    static void write(Message<?> message, ZmqSocketSpec spec, @Nullable Object target, List<byte[]> frames) {
        switch (spec.type()) {
            case ROUTER -> {
                byte[] id = targetId(message, spec, target);
                frames.add(id);
                addEnvelope(message, id, frames);
            }
            case STREAM -> frames.add(targetId(message, spec, target));
            case DEALER -> {
                if (spec.emptyDelimiter()) {
                    frames.add(EMPTY);
                }
            }
            default -> {}
        }
    }

    /**
     * The message with what travels beside its frames. A target or group that is null is taken from the headers, or else from
     * a {@link Msg} that is the payload.
     */
    static Msg address(
            Msg msg, Message<?> message, ZmqSocketSpec spec, @Nullable Object target, @Nullable Object given) {
        return switch (spec.type()) {
            case SERVER, PEER -> {
                if (target == null
                        && message.getHeaders().get(ZmqHeaders.ROUTING_ID) == null
                        && message.getPayload() instanceof Msg payload
                        && payload.routingId() != 0) {
                    yield msg.withRoutingId(payload.routingId());
                }
                byte[] id = targetId(message, spec, target);
                if (id.length != Integer.BYTES) {
                    throw new ZmqConversionException(
                            message,
                            "socket '" + spec.name() + "' (" + spec.type()
                                    + ") needs a routing id of 4 bytes, and has one of " + id.length);
                }
                yield msg.withRoutingId(ByteBuffer.wrap(id).getInt());
            }
            case RADIO -> {
                Object group = given == null ? message.getHeaders().get(ZmqHeaders.GROUP) : given;
                if (group == null
                        && message.getPayload() instanceof Msg payload
                        && !payload.group().isEmpty()) {
                    yield msg.withGroup(payload.group());
                }
                if (!(group instanceof String name)) {
                    throw missing(message, spec, "group", ZmqHeaders.GROUP, group, "String");
                }
                yield msg.withGroup(name);
            }
            default -> msg;
        };
    }

    /** The envelope belongs to the peer that sent it, so it goes back to nobody else. */
    private static void addEnvelope(Message<?> message, byte[] id, List<byte[]> frames) {
        Object sender = message.getHeaders().get(ZmqHeaders.ROUTING_ID);
        if (sender != null
                && Arrays.equals(bytes(sender), id)
                && message.getHeaders().get(ZmqHeaders.ENVELOPE) instanceof List<?> envelope) {
            for (Object frame : envelope) {
                if (frame instanceof byte[] bytes) {
                    frames.add(bytes);
                }
            }
        }
    }

    private static byte[] targetId(Message<?> message, ZmqSocketSpec spec, @Nullable Object target) {
        Object id = target != null ? target : message.getHeaders().get(ZmqHeaders.ROUTING_ID);
        byte[] bytes = id == null ? null : bytes(id);
        if (bytes == null) {
            throw missing(message, spec, "routing id", ZmqHeaders.ROUTING_ID, id, "byte[] or String");
        }
        return bytes;
    }

    /** The bytes of a routing id or topic, or null when it is neither {@code byte[]} nor text. */
    static byte @Nullable [] bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        return value instanceof CharSequence text ? text.toString().getBytes(StandardCharsets.UTF_8) : null;
    }

    static ZmqConversionException missing(
            Message<?> message,
            ZmqSocketSpec spec,
            String what,
            String header,
            @Nullable Object value,
            String allowed) {
        String found =
                value == null ? "none" : "one of type " + value.getClass().getName();
        return new ZmqConversionException(
                message,
                "a message to socket '" + spec.name() + "' (" + spec.type() + ", frames " + spec.frames() + ") needs a "
                        + what + " and has " + found + ", allowed: " + allowed + " in header " + header);
    }
}
