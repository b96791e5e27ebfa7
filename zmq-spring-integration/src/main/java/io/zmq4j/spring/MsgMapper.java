package io.zmq4j.spring;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.HeaderMapper;

/**
 * {@link Msg} to and from Spring's {@link Message}, by the frame mode of the socket. Immutable and thread-safe, for any
 * number of sockets, as long as its converter and header mapper are.
 *
 * <p>A payload of one frame is a {@code byte[]}, one of several a {@code List<byte[]>}: no frame is ever dropped. A ROUTER
 * takes the sender's routing id into {@link ZmqHeaders#ROUTING_ID} and what a REQ peer puts behind it into
 * {@link ZmqHeaders#ENVELOPE}; a message with these headers goes back to that peer. In mode {@link FrameMode#RAW} headers
 * are informative only: the payload has and needs every frame.
 */
public final class MsgMapper {

    private static final byte[] EMPTY = new byte[0];

    private final PayloadConverter converter;
    private final HeaderMapper<Map<String, String>> headerMapper;
    private final Envelope envelope;
    private final boolean ids;

    private MsgMapper(
            PayloadConverter converter,
            HeaderMapper<Map<String, String>> headerMapper,
            Envelope envelope,
            boolean ids) {
        this.converter = converter;
        this.headerMapper = headerMapper;
        this.envelope = envelope;
        this.ids = ids;
    }

    /**
     * Converts byte arrays, strings in UTF-8 and, where Jackson 3 is on the class path, everything else as JSON; header
     * frames by {@link ZmqHeaderMapper}'s defaults.
     */
    public MsgMapper() {
        this(new PayloadConverter(), new ZmqHeaderMapper(), Envelope.DELIMITER, true);
    }

    /** The same with this converter, which then converts strings as well. */
    public MsgMapper withConverter(MessageConverter value) {
        return new MsgMapper(new PayloadConverter(value), headerMapper, envelope, ids);
    }

    /** The same with this choice of headers for header frames. */
    public MsgMapper withHeaderMapper(HeaderMapper<Map<String, String>> value) {
        return new MsgMapper(converter, value, envelope, ids);
    }

    /**
     * The same, but a ROUTER takes everything up to the first empty frame as envelope, as requests through a proxy of
     * ROUTER and DEALER need it, where by default it takes only an empty frame directly after the routing id.
     *
     * <p>An envelope consists of ids of 1 to 255 bytes, as those of routing are: a longer frame before the first empty one
     * makes all of them payload. Short frames before an empty one in the payload of a DEALER that sends no delimiter look
     * the same as an envelope, as they do to a REP; they are found in {@link ZmqHeaders#ENVELOPE}, and not in the payload.
     * Where there are such clients, see {@link #withCorrelationEnvelope}.
     */
    public MsgMapper withWholeEnvelope(boolean value) {
        return new MsgMapper(converter, headerMapper, value ? Envelope.WHOLE : Envelope.DELIMITER, ids);
    }

    /**
     * The same, but a ROUTER takes an empty frame directly after the routing id as envelope, or a correlation id of 8 bytes
     * and an empty frame after it, as templates and outbound gateways over a DEALER send them, and nothing else: for clients
     * that send empty frames in payloads without a delimiter, and no proxies.
     */
    public MsgMapper withCorrelationEnvelope() {
        return new MsgMapper(converter, headerMapper, Envelope.CORRELATION, ids);
    }

    /**
     * The same, but whether received messages have an id and a timestamp, as by default; without, many are made in much
     * less time.
     */
    public MsgMapper withIds(boolean value) {
        return new MsgMapper(converter, headerMapper, envelope, value);
    }

    /** The converter of payloads, as for the arguments of a listener. */
    public MessageConverter converter() {
        return converter.converter();
    }

    /**
     * A received message, its payload {@code byte[]} or {@code List<byte[]>}.
     *
     * @throws ZmqConversionException when its frames do not fit the socket's mode
     */
    public Message<?> toMessage(Msg msg, ZmqSocketSpec spec) {
        return toMessage(msg, spec, Object.class);
    }

    /**
     * A received message, its payload {@code byte[]} or {@code List<byte[]>}, with these headers beside its own.
     *
     * @throws ZmqConversionException when its frames do not fit the socket's mode
     */
    public Message<?> toMessage(Msg msg, ZmqSocketSpec spec, Map<String, Object> more) {
        return toMessage(msg, spec, Object.class, more);
    }

    /**
     * A received message with its payload converted to this type. {@code Object} stands for {@code byte[]} or
     * {@code List<byte[]>}; {@code Msg}, {@code List} and {@code byte[][]} take any number of payload frames, every other
     * type exactly one.
     *
     * @throws ZmqConversionException when its frames do not fit the socket's mode or cannot be converted
     */
    public Message<?> toMessage(Msg msg, ZmqSocketSpec spec, Class<?> payloadType) {
        return toMessage(msg, spec, (Type) payloadType);
    }

    /**
     * A received message with its payload converted to this generic type.
     *
     * @throws ZmqConversionException when its frames do not fit the socket's mode or cannot be converted
     */
    public Message<?> toMessage(Msg msg, ZmqSocketSpec spec, ParameterizedTypeReference<?> payloadType) {
        return toMessage(msg, spec, payloadType.getType());
    }

    /** A received message as it is, every frame in a {@code List<byte[]>}: for errors and dead letters. */
    public Message<List<byte[]>> toRawMessage(Msg msg, ZmqSocketSpec spec) {
        return new GenericMessage<>(msg.frames(), headers(receivedHeaders(msg, spec, Map.of())));
    }

    private MessageHeaders headers(Map<String, Object> headers) {
        return ids ? new MessageHeaders(headers) : new PlainHeaders(headers);
    }

    private Message<?> toMessage(Msg msg, ZmqSocketSpec spec, Type payloadType) {
        return toMessage(msg, spec, payloadType, Map.of());
    }

    private Message<?> toMessage(Msg msg, ZmqSocketSpec spec, Type payloadType, Map<String, Object> more) {
        if (!ids && payloadType == Object.class && isPayloadOnly(spec)) {
            MessageHeaders headers = new LazyHeaders(() -> receivedHeaders(msg, spec, more));
            return new GenericMessage<>(msg.size() == 1 ? msg.bytes(0) : msg.frames(), headers);
        }
        try {
            Map<String, Object> headers = receivedHeaders(msg, spec, more);
            List<byte[]> payload = readFrames(msg, spec, headers);
            return new GenericMessage<>(
                    payloadType == Msg.class ? payloadMsg(payload, msg) : convert(payload, payloadType, headers),
                    headers(headers));
        } catch (RuntimeException e) {
            throw new ZmqConversionException(
                    toRawMessage(msg, spec),
                    "message of " + msg.size() + " frames from socket '" + spec.name() + "' (" + spec.type()
                            + ", frames " + spec.frames() + ") cannot be converted: " + e.getMessage(),
                    e);
        }
    }

    /** The payload frames with what came beside them, so that it can be answered as it is. */
    private static Msg payloadMsg(List<byte[]> payload, Msg msg) {
        Msg only = Msg.received(payload, msg.metadata());
        only = msg.routingId() == 0 ? only : only.withRoutingId(msg.routingId());
        return msg.group().isEmpty() ? only : only.withGroup(msg.group());
    }

    /** Whether no message of the socket can have anything in it but payload, and so none can be malformed. */
    private static boolean isPayloadOnly(ZmqSocketSpec spec) {
        return spec.frames() == FrameMode.PAYLOAD
                && !spec.emptyDelimiter()
                && switch (spec.type()) {
                    case ROUTER, STREAM, SERVER, PEER, RADIO, DISH -> false;
                    case PAIR, PUB, SUB, REQ, REP, DEALER, PULL, PUSH, XPUB, XSUB -> true;
                    case CLIENT, GATHER, SCATTER, DGRAM, CHANNEL -> true;
                };
    }

    private static Map<String, Object> receivedHeaders(Msg msg, ZmqSocketSpec spec, Map<String, Object> more) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(ZmqHeaders.RECEIVED_SOCKET, spec.name());
        headers.put(ZmqHeaders.SOCKET_TYPE, spec.type());
        headers.put(ZmqHeaders.FRAME_COUNT, msg.size());
        if (spec.bind().size() + spec.connect().size() == 1) {
            headers.put(ZmqHeaders.RECEIVED_ENDPOINT, (spec.bind().isEmpty() ? spec.connect() : spec.bind()).get(0));
        }
        Metadata peer = msg.metadata();
        putIfPresent(headers, ZmqHeaders.PEER_ADDRESS, peer.get(Metadata.PEER_ADDRESS));
        putIfPresent(headers, ZmqHeaders.USER_ID, peer.get(Metadata.USER_ID));
        headers.putAll(more);
        return headers;
    }

    private static void putIfPresent(Map<String, Object> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    /** Puts what the frames before the payload say into the headers; returns the payload frames, at least one. */
    private List<byte[]> readFrames(Msg msg, ZmqSocketSpec spec, Map<String, Object> headers) {
        List<byte[]> frames = msg.frames();
        if (spec.frames() == FrameMode.RAW) {
            Routing.read(msg, spec, envelope, headers);
            return frames;
        }
        FrameReader reader = new FrameReader(frames, Routing.read(msg, spec, envelope, headers));
        if (spec.frames().hasTopic() && !isSubscription(msg, spec)) {
            headers.put(ZmqHeaders.RECEIVED_TOPIC, reader.topic(spec.emptyDelimiter()));
        }
        if (spec.frames().hasHeaders() && !isSubscription(msg, spec)) {
            headerMapper.toHeaders(HeaderFrame.decode(reader.next("headers"))).forEach((name, value) -> {
                // every MessageHeaders has these two, and those of this message are its own
                if (!name.equals(MessageHeaders.ID) && !name.equals(MessageHeaders.TIMESTAMP)) {
                    headers.putIfAbsent(name, value);
                }
            });
        }
        return reader.payload();
    }

    /** What an XPUB receives when a peer subscribes or cancels: one frame, 1 or 0 and the topic. */
    private static boolean isSubscription(Msg msg, ZmqSocketSpec spec) {
        return spec.type() == SocketType.XPUB && msg.size() == 1;
    }

    private Object convert(List<byte[]> payload, Type type, Map<String, Object> headers) {
        Object frames = PayloadFrames.as(type, payload);
        if (frames != null) {
            return frames;
        }
        if (payload.size() > 1) {
            throw new IllegalArgumentException("payload of " + payload.size() + " frames cannot become "
                    + type.getTypeName() + ", allowed: List<byte[]>, byte[][] or Msg");
        }
        Object converted = converter.fromBytes(new GenericMessage<>(payload.get(0), headers), type);
        if (converted == null) {
            throw new IllegalArgumentException(
                    "payload cannot become " + type.getTypeName() + ", which " + converter() + " does not know");
        }
        return converted;
    }

    /**
     * A message to send, addressed by its headers.
     *
     * @throws ZmqConversionException when a topic, routing id or group that the socket needs is missing, or the payload
     *     cannot be converted
     */
    public Msg toMsg(Message<?> message, ZmqSocketSpec spec) {
        return toMsg(message, spec, null, null);
    }

    /**
     * A message to send, addressed by what is given, and by its headers for the rest.
     *
     * @param topic {@code String} (UTF-8) or {@code byte[]}; null = header {@link ZmqHeaders#TOPIC}. On a RADIO it is the
     *     group, a {@code String}; null = header {@link ZmqHeaders#GROUP}
     * @param routingId {@code String} (UTF-8) or {@code byte[]}; null = header {@link ZmqHeaders#ROUTING_ID}
     * @throws ZmqConversionException when a topic, routing id or group that the socket needs is missing, or the payload
     *     cannot be converted
     */
    public Msg toMsg(Message<?> message, ZmqSocketSpec spec, @Nullable Object topic, @Nullable Object routingId) {
        FrameMode mode = spec.frames();
        if (mode == FrameMode.RAW && message.getPayload() instanceof Msg msg) {
            return msg;
        }
        List<byte[]> payload = PayloadFrames.of(message.getPayload());
        MessageHeaders headers = message.getHeaders();
        if (payload == null) {
            Message<byte[]> converted = converter.toBytes(message);
            payload = List.of(converted.getPayload());
            headers = converted.getHeaders();
        }
        if (mode == FrameMode.RAW) {
            return Routing.address(Msg.of(payload), message, spec, routingId, topic);
        }
        List<byte[]> frames = new ArrayList<>(payload.size() + 4);
        Routing.write(message, spec, routingId, frames);
        if (mode.hasTopic()) {
            writeTopic(message, spec, topic, frames);
        }
        if (mode.hasHeaders()) {
            Map<String, String> sent = new LinkedHashMap<>();
            headerMapper.fromHeaders(headers, sent);
            frames.add(HeaderFrame.encode(sent));
        }
        frames.addAll(payload);
        return Routing.address(Msg.of(frames), message, spec, routingId, topic);
    }

    private static void writeTopic(
            Message<?> message, ZmqSocketSpec spec, @Nullable Object given, List<byte[]> frames) {
        Object topic = given != null ? given : message.getHeaders().get(ZmqHeaders.TOPIC);
        byte[] bytes = topic == null ? null : Routing.bytes(topic);
        if (bytes == null) {
            throw Routing.missing(message, spec, "topic", ZmqHeaders.TOPIC, topic, "String or byte[]");
        }
        frames.add(bytes);
        if (spec.emptyDelimiter()) {
            frames.add(EMPTY);
        }
    }
}
