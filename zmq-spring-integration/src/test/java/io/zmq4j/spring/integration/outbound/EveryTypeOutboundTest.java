package io.zmq4j.spring.integration.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqConversionException;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import io.zmq4j.spring.integration.dsl.ZmqOutboundChannelAdapterSpec;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.MessageBuilder;

/** One table of all types that send, and every form of topic, group and routing id. */
@Timeout(30)
class EveryTypeOutboundTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    private static final Map<SocketType, SocketType> PEERS = Map.ofEntries(
            Map.entry(SocketType.PUSH, SocketType.PULL),
            Map.entry(SocketType.PUB, SocketType.SUB),
            Map.entry(SocketType.XPUB, SocketType.XSUB),
            Map.entry(SocketType.XSUB, SocketType.XPUB),
            Map.entry(SocketType.DEALER, SocketType.DEALER),
            Map.entry(SocketType.ROUTER, SocketType.DEALER),
            Map.entry(SocketType.PAIR, SocketType.PAIR),
            Map.entry(SocketType.SCATTER, SocketType.GATHER),
            Map.entry(SocketType.RADIO, SocketType.DISH),
            Map.entry(SocketType.SERVER, SocketType.CLIENT),
            Map.entry(SocketType.CLIENT, SocketType.SERVER),
            Map.entry(SocketType.PEER, SocketType.PEER),
            Map.entry(SocketType.CHANNEL, SocketType.CHANNEL),
            Map.entry(SocketType.STREAM, SocketType.STREAM),
            Map.entry(SocketType.DGRAM, SocketType.DGRAM));

    private final TestFlows flows = new TestFlows();

    @AfterEach
    void close() {
        flows.close();
    }

    @Test
    void shouldKnowEveryTypeThatSendsButThoseInLockStep() {
        assertThat(PEERS.keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(SocketType.values())
                        .filter(type -> type.canSend() && type != SocketType.REQ && type != SocketType.REP)
                        .toList());
    }

    static Stream<Arguments> typesAndEndpoints() {
        return PEERS.keySet().stream().sorted().flatMap(type -> switch (type) {
            case STREAM -> Stream.of(Arguments.of(type, TestPorts.ANY));
            case DGRAM -> Stream.of(Arguments.of(type, "udp://127.0.0.1:*"));
            default -> Stream.of(Arguments.of(type, TestPorts.ANY), Arguments.of(type, "inproc://adapter"));
        });
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("typesAndEndpoints")
    void shouldSendFromAFlow(SocketType type, String endpoint) throws IOException {
        DefaultZmqSockets sockets = new DefaultZmqSockets(
                flows.zmq,
                List.of(ZmqSocketSpec.builder("own", type).bind(endpoint).build()));
        flows.application.registerBean("sockets", DefaultZmqSockets.class, () -> sockets);
        flows.flow("out", () -> IntegrationFlow.from("outbound")
                .handle(Zmq.outboundChannelAdapter(sockets, "own"))
                .get());
        flows.start();
        ZmqSocket own = sockets.get("own");
        String bound = own.boundEndpoints().get(0);
        if (type == SocketType.STREAM) {
            sendToPlainSocket(own, Integer.parseInt(bound.substring(bound.lastIndexOf(':') + 1)));
            return;
        }
        ZmqSocket peer = flows.zmq.socket(PEERS.get(type));
        connect(peer, type == SocketType.DGRAM ? "udp://127.0.0.1:*" : bound);

        switch (type) {
            case PUB, XPUB -> {
                assertThat(own.awaitSubscribers("EUR", 1, SOON)).isTrue();
                send("m", ZmqHeaders.TOPIC, "EUR");
                assertThat(peer.receive(SOON)).isEqualTo(Msg.of("EUR", "m"));
            }
            case XSUB -> {
                assertThat(own.awaitPeers(1, SOON)).isTrue();
                send("m", ZmqHeaders.TOPIC, "EUR");
                assertThat(peer.receive(SOON)).isEqualTo(Msg.of("EUR", "m"));
            }
            case ROUTER -> {
                peer.send(Msg.of("hello"));
                send("m", ZmqHeaders.ROUTING_ID, hello(own).bytes(0));
                assertThat(peer.receive(SOON)).isEqualTo(Msg.of("m"));
            }
            case SERVER -> {
                peer.send(Msg.of("hello"));
                send("m", ZmqHeaders.ROUTING_ID, id(hello(own)));
                assertThat(peer.receive(SOON)).isNotNull().returns("m", msg -> msg.string(0));
            }
            case PEER -> {
                int routingId = peer.connectPeer(bound);
                peer.send(Msg.of("hello").withRoutingId(routingId));
                send("m", ZmqHeaders.ROUTING_ID, id(hello(own)));
                assertThat(peer.receive(SOON)).isNotNull().returns("m", msg -> msg.string(0));
            }
            case RADIO -> {
                Msg msg = null;
                for (int i = 0; i < 100 && msg == null; i++) {
                    send("m", ZmqHeaders.GROUP, "EUR");
                    msg = peer.receive(Duration.ofMillis(50));
                }
                assertThat(msg).isEqualTo(Msg.of("m").withGroup("EUR"));
            }
            case DGRAM -> {
                String to = peer.boundEndpoints().get(0).substring("udp://".length());
                Msg msg = null;
                for (int i = 0; i < 100 && msg == null; i++) {
                    send(Msg.of(to, "m"));
                    msg = peer.receive(Duration.ofMillis(50));
                }
                assertThat(msg).isNotNull().returns("m", each -> each.string(1));
            }
            default -> {
                send("m");
                assertThat(peer.receive(SOON)).isNotNull().returns("m", msg -> msg.string(0));
            }
        }
    }

    private static void connect(ZmqSocket peer, String endpoint) {
        switch (peer.type()) {
            case SUB, XSUB -> peer.subscribe("EUR");
            case DISH -> peer.join("EUR");
            default -> {}
        }
        switch (peer.type()) {
            case PEER -> {}
            case DGRAM -> peer.bind(endpoint);
            default -> peer.connect(endpoint);
        }
    }

    private static Msg hello(ZmqSocket own) {
        Msg hello = own.receive(SOON);
        assertThat(hello).isNotNull();
        return hello;
    }

    private static byte[] id(Msg msg) {
        return ByteBuffer.allocate(4).putInt(msg.routingId()).array();
    }

    private void sendToPlainSocket(ZmqSocket own, int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            send("m", ZmqHeaders.ROUTING_ID, hello(own).bytes(0));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(1), UTF_8)).isEqualTo("m");
        }
    }

    private void send(Object payload, Object... headers) {
        MessageBuilder<?> message = MessageBuilder.withPayload(payload);
        for (int i = 0; i < headers.length; i += 2) {
            message.setHeader((String) headers[i], headers[i + 1]);
        }
        flows.application.getBean("outbound", MessageChannel.class).send(message.build());
    }

    static Stream<Arguments> groups() {
        return Stream.of(
                Arguments.of("literal", form(spec -> spec.group("EUR"))),
                Arguments.of("text", form(spec -> spec.groupExpression("headers.currency"))),
                Arguments.of(
                        "expression",
                        form(spec -> spec.groupExpression(
                                new SpelExpressionParser().parseExpression("headers['currency']")))),
                Arguments.of("function", form(spec -> spec.groupFunction(message -> (String) header(message)))),
                Arguments.of("none, so the header", form(spec -> spec.groupExpression("null"))));
    }

    private static Object header(Message<?> message) {
        Object currency = message.getHeaders().get("currency");
        return currency == null ? "" : currency;
    }

    private static Consumer<ZmqOutboundChannelAdapterSpec> form(Consumer<ZmqOutboundChannelAdapterSpec> form) {
        return form;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("groups")
    void shouldTakeTheGroupFrom(String name, Consumer<ZmqOutboundChannelAdapterSpec> form) {
        ZmqOutboundChannelAdapterSpec radio =
                Zmq.outboundChannelAdapter(flows.zmq, SocketType.RADIO).bind("inproc://radio");
        form.accept(radio);
        flows.flow("out", () -> IntegrationFlow.from("outbound").handle(radio).get());
        flows.start();
        ZmqSocket dish = flows.zmq.socket(SocketType.DISH);
        dish.join("EUR");
        dish.connect("inproc://radio");

        Msg msg = null;
        for (int i = 0; i < 100 && msg == null; i++) {
            send("m", "currency", "EUR", ZmqHeaders.GROUP, "EUR");
            msg = dish.receive(Duration.ofMillis(50));
        }

        assertThat(msg).isEqualTo(Msg.of("m").withGroup("EUR"));
    }

    @Test
    void shouldRefuseAMessageWithoutAGroup() {
        flows.flow("out", () -> IntegrationFlow.from("outbound")
                .handle(Zmq.outboundChannelAdapter(flows.zmq, SocketType.RADIO).bind("inproc://radio"))
                .get());
        flows.start();

        assertThatExceptionOfType(ZmqConversionException.class)
                .isThrownBy(() -> send("m"))
                .withMessageContaining("needs a group and has none");
    }

    @Test
    void shouldRefuseAGroupWhereThereAreNone() {
        flows.flow("out", () -> IntegrationFlow.from("outbound")
                .handle(Zmq.outboundChannelAdapter(flows.zmq, SocketType.PUSH)
                        .bind("inproc://push")
                        .group("EUR"))
                .get());

        assertThatExceptionOfType(BeanCreationException.class)
                .isThrownBy(flows::start)
                .havingRootCause()
                .withMessage("socket 'push' is a PUSH, which has no groups to send to, allowed: no group, or a RADIO");
    }
}
