package io.zmq4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.AbstractMessageConverter;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.MimeType;

/** A {@link Msg} as payload, payloads of several frames in every mode, and converters that look at the content type. */
class MsgPayloadTest {

    private final MsgMapper mapper = new MsgMapper();

    private static ZmqSocketSpec spec(SocketType type, FrameMode mode) {
        return ZmqSocketSpec.builder("s", type).bind("inproc://s").frames(mode).build();
    }

    @Test
    void shouldKeepWhatCameBesideTheFramesOfAPayloadThatIsAMsg() {
        Msg msg = Msg.received(
                        List.of("m".getBytes(StandardCharsets.UTF_8)), Metadata.of(Map.of(Metadata.USER_ID, "alice")))
                .withRoutingId(7);

        Msg payload = (Msg) mapper.toMessage(msg, spec(SocketType.SERVER, FrameMode.PAYLOAD), Msg.class)
                .getPayload();

        assertThat(payload).isEqualTo(msg);
        assertThat(payload.metadata().get(Metadata.USER_ID)).isEqualTo("alice");
        Msg group = Msg.of("m").withGroup("g");
        assertThat(mapper.toMessage(group, spec(SocketType.DISH, FrameMode.PAYLOAD), Msg.class)
                        .getPayload())
                .isEqualTo(group);
    }

    static Stream<Arguments> addressed() {
        return Stream.of(
                Arguments.of(SocketType.SERVER, Msg.of("m").withRoutingId(7)),
                Arguments.of(SocketType.PEER, Msg.of("m").withRoutingId(-7)),
                Arguments.of(SocketType.RADIO, Msg.of("m").withGroup("g")));
    }

    @ParameterizedTest
    @MethodSource("addressed")
    void shouldSendAMsgToThePeerOrGroupItHas(SocketType type, Msg msg) {
        assertThat(mapper.toMsg(new GenericMessage<>(msg), spec(type, FrameMode.PAYLOAD)))
                .isEqualTo(msg);
    }

    @Test
    void shouldPreferTheHeadersToWhatTheMsgHas() {
        Message<?> message = MessageBuilder.withPayload(Msg.of("m").withRoutingId(7))
                .setHeader(ZmqHeaders.ROUTING_ID, new byte[] {0, 0, 0, 9})
                .build();
        assertThat(mapper.toMsg(message, spec(SocketType.SERVER, FrameMode.PAYLOAD)))
                .isEqualTo(Msg.of("m").withRoutingId(9));
        Message<?> grouped = MessageBuilder.withPayload(Msg.of("m").withGroup("g"))
                .setHeader(ZmqHeaders.GROUP, "other")
                .build();
        assertThat(mapper.toMsg(grouped, spec(SocketType.RADIO, FrameMode.PAYLOAD)))
                .isEqualTo(Msg.of("m").withGroup("other"));
    }

    @ParameterizedTest
    @EnumSource(FrameMode.class)
    void shouldCarryEveryFrameOfAPayloadInEveryMode(FrameMode mode) {
        ZmqSocketSpec spec = spec(SocketType.PAIR, mode);
        List<String> frames = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            frames.add(i % 5 == 0 ? "" : "frame " + i);
        }
        Msg payload = Msg.of(frames.toArray(String[]::new));
        Message<?> message = MessageBuilder.withPayload(payload)
                .setHeader(ZmqHeaders.TOPIC, "t")
                .build();

        Msg sent = mapper.toMsg(message, spec);

        assertThat(mapper.toMessage(sent, spec, Msg.class).getPayload()).isEqualTo(payload);
        assertThat((List<?>) mapper.toMessage(sent, spec).getPayload()).hasSize(20);
    }

    /** Text between a prefix of its own and nothing; one for each content type. */
    private static final class Prefixed extends AbstractMessageConverter {

        private final String prefix;

        Prefixed(String type) {
            super(new MimeType("text", type));
            setStrictContentTypeMatch(true);
            prefix = type + ":";
        }

        @Override
        protected boolean supports(Class<?> type) {
            return type == StringBuilder.class;
        }

        @Override
        protected Object convertToInternal(Object payload, MessageHeaders headers, Object hint) {
            return (prefix + payload).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        protected Object convertFromInternal(Message<?> message, Class<?> type, Object hint) {
            String text = new String((byte[]) message.getPayload(), StandardCharsets.UTF_8);
            assertThat(text).startsWith(prefix);
            return new StringBuilder(text.substring(prefix.length()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "two"})
    void shouldConvertByTheContentTypeThatTravels(String type) {
        MsgMapper converting = mapper.withConverter(
                        new CompositeMessageConverter(List.of(new Prefixed("one"), new Prefixed("two"))))
                .withHeaderMapper(new ZmqHeaderMapper().accept("contentType"));
        ZmqSocketSpec spec = spec(SocketType.PUSH, FrameMode.HEADERS_PAYLOAD);

        Msg sent = converting.toMsg(
                MessageBuilder.withPayload(new StringBuilder("m"))
                        .setHeader(MessageHeaders.CONTENT_TYPE, "text/" + type)
                        .build(),
                spec);

        assertThat(sent.string(1)).isEqualTo(type + ":m");
        assertThat(converting.toMessage(sent, spec, StringBuilder.class).getPayload())
                .hasToString("m");
    }
}
