package io.zmq4j.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;

class MsgMapperTest {

    record Order(String id, int quantity) {}

    private final MsgMapper mapper = new MsgMapper();

    private static ZmqSocketSpec spec(SocketType type, FrameMode mode) {
        return ZmqSocketSpec.builder("s", type).bind("inproc://s").frames(mode).build();
    }

    private static Message<?> message(Object payload, String... headers) {
        MessageBuilder<?> builder = MessageBuilder.withPayload(payload);
        for (int i = 0; i < headers.length; i += 2) {
            builder.setHeader(headers[i], headers[i + 1]);
        }
        return builder.build();
    }

    @Test
    void shouldPutEachModesFramesInOrder() {
        Message<?> message = message("P", ZmqHeaders.TOPIC, "T", "app_x", "1", "internal", "2");

        assertThat(mapper.toMsg(message, spec(SocketType.PUB, FrameMode.PAYLOAD)))
                .isEqualTo(Msg.of("P"));
        assertThat(mapper.toMsg(message, spec(SocketType.PUB, FrameMode.TOPIC_PAYLOAD)))
                .isEqualTo(Msg.of("T", "P"));
        assertThat(mapper.toMsg(message, spec(SocketType.PUB, FrameMode.HEADERS_PAYLOAD)))
                .isEqualTo(Msg.of("{\"app_x\":\"1\"}", "P"));
        assertThat(mapper.toMsg(message, spec(SocketType.PUB, FrameMode.TOPIC_HEADERS_PAYLOAD)))
                .isEqualTo(Msg.of("T", "{\"app_x\":\"1\"}", "P"));
        assertThat(mapper.toMsg(message, spec(SocketType.PUB, FrameMode.RAW))).isEqualTo(Msg.of("P"));
    }

    @Test
    void shouldReadEachModesFramesInOrder() {
        Message<?> message = mapper.toMessage(
                Msg.of("T", "{\"app_x\":\"1\",\"secret\":\"2\"}", "P"),
                spec(SocketType.SUB, FrameMode.TOPIC_HEADERS_PAYLOAD),
                String.class);

        assertThat(message.getPayload()).isEqualTo("P");
        assertThat(message.getHeaders())
                .containsEntry(ZmqHeaders.RECEIVED_TOPIC, "T")
                .containsEntry("app_x", "1")
                .doesNotContainKeys("secret", ZmqHeaders.TOPIC);
    }

    @Test
    void shouldSayWhereAMessageCameFrom() {
        Msg msg = Msg.of("P").withMetadata(Metadata.of(Map.of("Peer-Address", "10.0.0.1", "User-Id", "alice")));

        assertThat(mapper.toMessage(msg, spec(SocketType.PULL, FrameMode.PAYLOAD))
                        .getHeaders())
                .containsEntry(ZmqHeaders.RECEIVED_SOCKET, "s")
                .containsEntry(ZmqHeaders.SOCKET_TYPE, SocketType.PULL)
                .containsEntry(ZmqHeaders.RECEIVED_ENDPOINT, "inproc://s")
                .containsEntry(ZmqHeaders.PEER_ADDRESS, "10.0.0.1")
                .containsEntry(ZmqHeaders.USER_ID, "alice")
                .containsEntry(ZmqHeaders.FRAME_COUNT, 1);
    }

    @Test
    void shouldKeepEveryFrameOfThePayload() {
        Msg msg = Msg.of("one", "two", "three");
        ZmqSocketSpec pull = spec(SocketType.PULL, FrameMode.PAYLOAD);

        assertThat(texts(mapper.toMessage(msg, pull).getPayload())).containsExactly("one", "two", "three");
        assertThat(mapper.toMessage(msg, pull, Msg.class).getPayload()).isEqualTo(msg);
        assertThat(mapper.toMsg(mapper.toMessage(msg, pull), spec(SocketType.PUSH, FrameMode.PAYLOAD)))
                .isEqualTo(msg);
        assertThat(texts(mapper.toMessage(msg, spec(SocketType.SUB, FrameMode.TOPIC_PAYLOAD))
                        .getPayload()))
                .containsExactly("two", "three");
    }

    @Test
    void shouldNotMakeOneObjectOfSeveralFrames() {
        assertThatExceptionOfType(ZmqConversionException.class)
                .isThrownBy(() ->
                        mapper.toMessage(Msg.of("a", "b"), spec(SocketType.PULL, FrameMode.PAYLOAD), String.class))
                .withMessageContaining("payload of 2 frames cannot become java.lang.String")
                .withMessageContaining("allowed: List<byte[]>, byte[][] or Msg");
    }

    @Test
    void shouldTakeEveryKindOfFramesAsPayload() {
        ZmqSocketSpec push = spec(SocketType.PUSH, FrameMode.PAYLOAD);
        Msg two = Msg.of("a", "b");

        assertThat(mapper.toMsg(message("a".getBytes(UTF_8)), push)).isEqualTo(Msg.of("a"));
        assertThat(mapper.toMsg(message(ByteBuffer.wrap("a".getBytes(UTF_8))), push))
                .isEqualTo(Msg.of("a"));
        assertThat(mapper.toMsg(message(two), push)).isEqualTo(two);
        assertThat(mapper.toMsg(message(two.frames()), push)).isEqualTo(two);
        assertThat(mapper.toMsg(message(two.frames().toArray(byte[][]::new)), push))
                .isEqualTo(two);
    }

    @Test
    void shouldConvertObjectsToJsonAndBack() {
        Message<?> order = message(new Order("o-1", 3));
        Msg msg = mapper.toMsg(order, spec(SocketType.PUSH, FrameMode.PAYLOAD));

        assertThat(msg).isEqualTo(Msg.of("{\"id\":\"o-1\",\"quantity\":3}"));
        assertThat(mapper.toMessage(msg, spec(SocketType.PULL, FrameMode.PAYLOAD), Order.class)
                        .getPayload())
                .isEqualTo(order.getPayload());
    }

    @Test
    void shouldConvertToGenericTypes() {
        Msg msg = Msg.of("[{\"id\":\"a\",\"quantity\":1},{\"id\":\"b\",\"quantity\":2}]");

        assertThat(mapper.toMessage(
                                msg,
                                spec(SocketType.PULL, FrameMode.PAYLOAD),
                                new ParameterizedTypeReference<List<Order>>() {})
                        .getPayload())
                .isEqualTo(List.of(new Order("a", 1), new Order("b", 2)));
    }

    @Test
    void shouldUseTheConverterItWasGivenForStringsAsWell() {
        MsgMapper utf16 = mapper.withConverter(new StringMessageConverter(java.nio.charset.StandardCharsets.UTF_16BE));

        Msg msg = utf16.toMsg(message("ä"), spec(SocketType.PUSH, FrameMode.PAYLOAD));

        assertThat(msg.bytes(0)).containsExactly(0, 0xe4);
        assertThat(utf16.toMessage(msg, spec(SocketType.PULL, FrameMode.PAYLOAD), String.class)
                        .getPayload())
                .isEqualTo("ä");
    }

    @Test
    void shouldSendTheContentTypeThatTheConverterHasFound() {
        assertThat(mapper.toMsg(message(new Order("a", 1)), spec(SocketType.PUSH, FrameMode.HEADERS_PAYLOAD))
                        .string(0))
                .isEqualTo("{\"contentType\":\"application/json\"}");
    }

    @Test
    void shouldGiveTheRawFramesWhenAMessageCannotBeConverted() {
        assertThatExceptionOfType(ZmqConversionException.class)
                .isThrownBy(() -> mapper.toMessage(
                        Msg.of("EUR", "{no json"), spec(SocketType.SUB, FrameMode.TOPIC_PAYLOAD), Order.class))
                .withMessageContaining("message of 2 frames from socket 's' (SUB, frames TOPIC_PAYLOAD)")
                .satisfies(e -> {
                    assertThat(e.getFailedMessage()).isNotNull();
                    assertThat(texts(e.getFailedMessage().getPayload())).containsExactly("EUR", "{no json");
                    assertThat(e.getFailedMessage().getHeaders()).containsEntry(ZmqHeaders.FRAME_COUNT, 2);
                    assertThat(e.toString()).doesNotContain("no json").doesNotContain("payload=");
                });
    }

    @Test
    void shouldNameTheFrameThatIsMissing() {
        assertThatExceptionOfType(ZmqConversionException.class)
                .isThrownBy(() -> mapper.toMessage(Msg.of("T"), spec(SocketType.SUB, FrameMode.TOPIC_PAYLOAD)))
                .withMessageContaining("no frame for the payload");
        assertThatExceptionOfType(ZmqConversionException.class)
                .isThrownBy(() -> mapper.toMessage(Msg.of("T"), spec(SocketType.SUB, FrameMode.TOPIC_HEADERS_PAYLOAD)))
                .withMessageContaining("no frame for headers");
        assertThatExceptionOfType(ZmqConversionException.class)
                .isThrownBy(() -> mapper.toMessage(Msg.of("{]", "P"), spec(SocketType.PULL, FrameMode.HEADERS_PAYLOAD)))
                .withMessageContaining("header frame lacks '\"'");
    }

    @Test
    void shouldRefuseToSendWithoutTheTopicThatTheModeNeeds() {
        ZmqSocketSpec pub = spec(SocketType.PUB, FrameMode.TOPIC_PAYLOAD);

        assertThatExceptionOfType(ZmqConversionException.class)
                .isThrownBy(() -> mapper.toMsg(message("P"), pub))
                .withMessageContaining("socket 's' (PUB, frames TOPIC_PAYLOAD) needs a topic and has none")
                .withMessageContaining("allowed: String or byte[] in header zmq_topic");
        assertThatExceptionOfType(ZmqConversionException.class)
                .isThrownBy(() -> mapper.toMsg(
                        MessageBuilder.withPayload("P")
                                .setHeader(ZmqHeaders.TOPIC, 5)
                                .build(),
                        pub))
                .withMessageContaining("has one of type java.lang.Integer");
        assertThat(mapper.toMsg(message("P"), pub, new byte[] {0, 1}, null).bytes(0))
                .containsExactly(0, 1);
        assertThat(mapper.toMsg(message("P", ZmqHeaders.TOPIC, ""), pub)).isEqualTo(Msg.of("", "P"));
    }

    @Test
    void shouldNeverTakeTheTopicToSendFromAReceivedMessage() {
        Message<?> received = mapper.toMessage(Msg.of("T", "P"), spec(SocketType.SUB, FrameMode.TOPIC_PAYLOAD));

        assertThatExceptionOfType(ZmqConversionException.class)
                .isThrownBy(() -> mapper.toMsg(received, spec(SocketType.PUB, FrameMode.TOPIC_PAYLOAD)))
                .withMessageContaining("needs a topic");
    }

    @Test
    void shouldFrameAsSpringIntegrationZeromqOnRequest() {
        ZmqSocketSpec pub = ZmqSocketSpec.builder("s", SocketType.PUB)
                .bind("inproc://s")
                .emptyDelimiter(true)
                .build();
        ZmqSocketSpec sub = ZmqSocketSpec.builder("s", SocketType.SUB)
                .bind("inproc://s")
                .emptyDelimiter(true)
                .build();

        assertThat(mapper.toMsg(message("P", ZmqHeaders.TOPIC, "T"), pub)).isEqualTo(Msg.of("T", "", "P"));
        assertThat(mapper.toMessage(Msg.of("T", "", "P"), sub, String.class).getPayload())
                .isEqualTo("P");
        assertThatExceptionOfType(ZmqConversionException.class)
                .isThrownBy(() -> mapper.toMessage(Msg.of("T", "x", "P"), sub))
                .withMessageContaining("frame after the topic has content");
    }

    @Test
    void shouldAnswerAReqPeerOfARouterWithItsDelimiter() {
        ZmqSocketSpec router = spec(SocketType.ROUTER, FrameMode.PAYLOAD);

        Message<?> request = mapper.toMessage(Msg.of("id", "", "ask"), router, String.class);

        assertThat(request.getPayload()).isEqualTo("ask");
        assertThat(request.getHeaders().get(ZmqHeaders.ROUTING_ID)).isEqualTo("id".getBytes(UTF_8));
        assertThat(mapper.toMsg(reply("answer", request), router)).isEqualTo(Msg.of("id", "", "answer"));
    }

    @Test
    void shouldAnswerADealerPeerOfARouterWithoutADelimiter() {
        ZmqSocketSpec router = spec(SocketType.ROUTER, FrameMode.PAYLOAD);

        Message<?> request = mapper.toMessage(Msg.of("id", "a", "", "b"), router);

        assertThat(texts(request.getPayload())).containsExactly("a", "", "b");
        assertThat(request.getHeaders()).doesNotContainKey(ZmqHeaders.ENVELOPE);
        assertThat(mapper.toMsg(reply("answer", request), router)).isEqualTo(Msg.of("id", "answer"));
    }

    @Test
    void shouldTakeAnEmptyPayloadForADelimiterOnlyWhenSomethingFollows() {
        ZmqSocketSpec router = spec(SocketType.ROUTER, FrameMode.PAYLOAD);

        assertThat(mapper.toMessage(Msg.of("id", ""), router, String.class).getPayload())
                .isEqualTo("");
        assertThat(mapper.toMessage(Msg.of("id", "", ""), router, String.class).getHeaders())
                .containsKey(ZmqHeaders.ENVELOPE);
    }

    @Test
    void shouldAnswerThroughProxiesWhenItTakesTheWholeEnvelope() {
        ZmqSocketSpec router = spec(SocketType.ROUTER, FrameMode.HEADERS_PAYLOAD);
        MsgMapper whole = mapper.withWholeEnvelope(true);

        Message<?> request = whole.toMessage(Msg.of("proxy", "hop", "id", "", "{}", "ask"), router, String.class);

        assertThat(request.getPayload()).isEqualTo("ask");
        assertThat(whole.toMsg(reply("answer", request), router))
                .isEqualTo(Msg.of("proxy", "hop", "id", "", "{}", "answer"));
    }

    @Test
    void shouldTakeNoFrameForAnEnvelopeThatIsTooLongForAnId() {
        ZmqSocketSpec router = spec(SocketType.ROUTER, FrameMode.PAYLOAD);
        MsgMapper whole = mapper.withWholeEnvelope(true);

        assertThat(whole.toMessage(Msg.of("id", "i".repeat(255), "", "ask"), router, String.class)
                        .getPayload())
                .isEqualTo("ask");
        assertThat(texts(whole.toMessage(Msg.of("id", "p".repeat(256), "", "ask"), router)
                        .getPayload()))
                .containsExactly("p".repeat(256), "", "ask");
        assertThat(texts(whole.toMessage(Msg.of("id", "hop", "p".repeat(256), "", "ask"), router)
                        .getPayload()))
                .containsExactly("hop", "p".repeat(256), "", "ask");
    }

    @Test
    void shouldTakeNoMoreThanACorrelationIdForAnEnvelopeWhenToldSo() {
        ZmqSocketSpec router = spec(SocketType.ROUTER, FrameMode.PAYLOAD);
        MsgMapper correlation = mapper.withCorrelationEnvelope();

        for (Msg whole : List.of(Msg.of("id", "", "ask"), Msg.of("id", "8 bytes.", "", "ask"))) {
            Message<?> request = correlation.toMessage(whole, router, String.class);
            assertThat(request.getPayload()).isEqualTo("ask");
            assertThat(correlation.toMsg(reply("ask", request), router)).isEqualTo(whole);
        }
        assertThat(texts(correlation
                        .toMessage(Msg.of("id", "part", "", "ask"), router)
                        .getPayload()))
                .containsExactly("part", "", "ask");
        assertThat(texts(correlation
                        .toMessage(Msg.of("id", "hop", "8 bytes.", "", "ask"), router)
                        .getPayload()))
                .containsExactly("hop", "8 bytes.", "", "ask");
        assertThat(texts(correlation
                        .toMessage(Msg.of("id", "8 bytes.", ""), router)
                        .getPayload()))
                .containsExactly("8 bytes.", "");
    }

    @Test
    void shouldKeepTheEnvelopeOfOnePeerFromAnother() {
        ZmqSocketSpec router = spec(SocketType.ROUTER, FrameMode.PAYLOAD);
        Message<?> request = mapper.toMessage(Msg.of("id", "", "ask"), router);

        assertThat(mapper.toMsg(reply("x", request), router, null, "other")).isEqualTo(Msg.of("other", "x"));
        assertThat(mapper.toMsg(reply("x", request), router, null, "id")).isEqualTo(Msg.of("id", "", "x"));
    }

    @Test
    void shouldRefuseToSendOnARouterToNobody() {
        assertThatExceptionOfType(ZmqConversionException.class)
                .isThrownBy(() -> mapper.toMsg(message("P"), spec(SocketType.ROUTER, FrameMode.PAYLOAD)))
                .withMessageContaining("needs a routing id and has none")
                .withMessageContaining("header zmq_routingId");
    }

    @Test
    void shouldSpeakToARepPeerFromADealerThatIsDeclaredSo() {
        ZmqSocketSpec dealer = ZmqSocketSpec.builder("s", SocketType.DEALER)
                .bind("inproc://s")
                .emptyDelimiter(true)
                .build();

        assertThat(mapper.toMsg(message("P"), dealer)).isEqualTo(Msg.of("", "P"));
        assertThat(mapper.toMessage(Msg.of("", "P"), dealer, String.class).getPayload())
                .isEqualTo("P");
        assertThatExceptionOfType(ZmqConversionException.class)
                .isThrownBy(() -> mapper.toMessage(Msg.of("P", "Q"), dealer))
                .withMessageContaining("first frame has 1 bytes, allowed: none");
    }

    @Test
    void shouldPassEveryFrameInRawMode() {
        ZmqSocketSpec router = spec(SocketType.ROUTER, FrameMode.RAW);
        Msg msg = Msg.of("id", "", "{}", "P");

        Message<?> message = mapper.toMessage(msg, router);

        assertThat(texts(message.getPayload())).containsExactly("id", "", "{}", "P");
        assertThat(mapper.toMsg(message, router)).isEqualTo(msg);
        assertThat(mapper.toMsg(message("P"), router)).isEqualTo(Msg.of("P"));
    }

    @ParameterizedTest
    @EnumSource(
            value = SocketType.class,
            names = {"SERVER", "PEER"})
    void shouldKeepTheIntegerRoutingIdOfARequest(SocketType type) {
        ZmqSocketSpec server = spec(type, FrameMode.PAYLOAD);

        Message<?> request = mapper.toMessage(Msg.of("ask").withRoutingId(0x01020304), server);

        assertThat(request.getHeaders().get(ZmqHeaders.ROUTING_ID)).isEqualTo(new byte[] {1, 2, 3, 4});
        assertThat(mapper.toMsg(reply("answer", request), server))
                .isEqualTo(Msg.of("answer").withRoutingId(0x01020304));
        assertThatExceptionOfType(ZmqConversionException.class)
                .isThrownBy(() -> mapper.toMsg(message("x"), server, null, "abc"))
                .withMessageContaining("needs a routing id of 4 bytes, and has one of 3");
    }

    @Test
    void shouldKeepTheGroupOfRadioAndDish() {
        assertThat(mapper.toMessage(Msg.of("P").withGroup("g"), spec(SocketType.DISH, FrameMode.PAYLOAD))
                        .getHeaders())
                .containsEntry(ZmqHeaders.GROUP, "g");
        assertThat(mapper.toMsg(message("P", ZmqHeaders.GROUP, "g"), spec(SocketType.RADIO, FrameMode.PAYLOAD)))
                .isEqualTo(Msg.of("P").withGroup("g"));
        assertThatExceptionOfType(ZmqConversionException.class)
                .isThrownBy(() -> mapper.toMsg(message("P"), spec(SocketType.RADIO, FrameMode.PAYLOAD)))
                .withMessageContaining("needs a group and has none");
    }

    @Test
    void shouldPassSubscriptionsToAnXpubAsTheyAre() {
        byte[] subscription = {1, 'E', 'U', 'R'};

        assertThat(mapper.toMessage(Msg.of(subscription), spec(SocketType.XPUB, FrameMode.TOPIC_HEADERS_PAYLOAD))
                        .getPayload())
                .isEqualTo(subscription);
    }

    @Test
    void shouldRefuseAPayloadThatNoConverterKnows() {
        MsgMapper strings = mapper.withConverter(new StringMessageConverter());

        assertThatExceptionOfType(ZmqConversionException.class)
                .isThrownBy(() -> strings.toMsg(message(new Order("a", 1)), spec(SocketType.PUSH, FrameMode.PAYLOAD)))
                .withMessageContaining(
                        "payload of type io.zmq4j.spring.MsgMapperTest$Order cannot be made into a frame");
        assertThatExceptionOfType(ZmqConversionException.class)
                .isThrownBy(() -> strings.toMessage(Msg.of("a"), spec(SocketType.PULL, FrameMode.PAYLOAD), Order.class))
                .withMessageContaining("payload cannot become io.zmq4j.spring.MsgMapperTest$Order");
    }

    private static Message<?> reply(Object payload, Message<?> request) {
        return new GenericMessage<>(payload, request.getHeaders());
    }

    private static List<String> texts(Object frames) {
        return assertThat(frames).asInstanceOf(InstanceOfAssertFactories.list(byte[].class)).actual().stream()
                .map(frame -> new String(frame, UTF_8))
                .toList();
    }
}
