package io.zmq4j.spring.integration.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.zmq4j.Authenticators;
import io.zmq4j.ContextConfig;
import io.zmq4j.CurveKeys;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqSendTimeoutException;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.integration.Inbox;
import io.zmq4j.spring.integration.TestFlows;
import java.time.Duration;
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
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.support.MessageBuilder;

/** Options of the specs: security, names of peers, and every form of topic and routing id. */
@Timeout(30)
class AdapterOptionsTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final Inbox received = new Inbox();
    private final TestFlows flows = new TestFlows();

    @AfterEach
    void close() {
        flows.close();
    }

    private void send(Object payload, Object... headers) {
        MessageBuilder<?> message = MessageBuilder.withPayload(payload);
        for (int i = 0; i < headers.length; i += 2) {
            message.setHeader((String) headers[i], headers[i + 1]);
        }
        flows.application.getBean("outbound", MessageChannel.class).send(message.build());
    }

    private void flow(ZmqOutboundChannelAdapterSpec adapter) {
        flows.flow("out", () -> IntegrationFlow.from("outbound").handle(adapter).get());
    }

    @Test
    void shouldTalkInSecretAndOnlyToThoseThatAreLetIn() throws InterruptedException {
        CurveKeys server = CurveKeys.generate();
        CurveKeys client = CurveKeys.generate();
        String endpoint = TestPorts.freeEndpoint();
        ContextConfig judge = ContextConfig.builder()
                .authenticator(Authenticators.curveKeys(List.of(client.publicKey())))
                .build();
        try (ZmqContext judging = ZmqContext.create(judge)) {
            flows.flow("in", () -> IntegrationFlow.from(Zmq.inboundChannelAdapter(judging, SocketType.PULL)
                            .bind(endpoint)
                            .curve(server))
                    .handle(received::accept)
                    .get());
            flow(Zmq.outboundChannelAdapter(flows.zmq, SocketType.PUSH)
                    .connect(endpoint)
                    .curve(client, server.publicKey()));
            flows.flow("stranger", () -> IntegrationFlow.from("strangers")
                    .handle(Zmq.outboundChannelAdapter(flows.zmq, SocketType.PUSH)
                            .connect(endpoint)
                            .curve(CurveKeys.generate(), server.publicKey())
                            .socketOptions(options -> options.immediate(true))
                            .sendTimeout(Duration.ofMillis(300)))
                    .get());
            flows.start();

            send("secret");
            assertThat(received.nextText()).isEqualTo("secret");
            MessageChannel strangers = flows.application.getBean("strangers", MessageChannel.class);
            assertThatExceptionOfType(MessageDeliveryException.class)
                    .isThrownBy(
                            () -> strangers.send(MessageBuilder.withPayload("x").build()))
                    .withCauseInstanceOf(ZmqSendTimeoutException.class);
            flows.application.close();
        }
    }

    @Test
    void shouldTellNameAndPassword() throws InterruptedException {
        String endpoint = TestPorts.freeEndpoint();
        ContextConfig judge = ContextConfig.builder()
                .authenticator(Authenticators.plain(Map.of("alice", "pw")))
                .build();
        try (ZmqContext judging = ZmqContext.create(judge)) {
            flows.flow("in", () -> IntegrationFlow.from(Zmq.inboundChannelAdapter(judging, SocketType.PULL)
                            .bind(endpoint)
                            .security(Security.plainServer()))
                    .handle(received::accept)
                    .get());
            flow(Zmq.outboundChannelAdapter(flows.zmq, SocketType.PUSH)
                    .connect(endpoint)
                    .security(Security.plainClient("alice", "pw")));
            flows.start();

            send("m");

            assertThat(received.next().getHeaders()).containsEntry(ZmqHeaders.USER_ID, "alice");
            flows.application.close();
        }
    }

    @Test
    void shouldCallPeersByTheNamesItGivesThem() throws InterruptedException {
        ZmqSocket one = flows.zmq.socket(SocketType.DEALER);
        String first = one.bind(TestPorts.ANY);
        ZmqSocket two = flows.zmq.socket(SocketType.DEALER);
        String second = two.bind(TestPorts.ANY);
        flow(Zmq.outboundChannelAdapter(flows.zmq, SocketType.ROUTER)
                .connectAs(first, "one")
                .connectAs(second, "two")
                .routingIdExpression("headers.to"));
        ZmqSocket three = flows.zmq.socket(SocketType.DEALER);
        String third = three.bind(TestPorts.ANY);
        flows.flow("in", () -> IntegrationFlow.from(
                        Zmq.inboundChannelAdapter(flows.zmq, SocketType.ROUTER).connectAs(third, "three"))
                .handle(received::accept)
                .get());
        flows.start();

        send("for two", "to", "two");
        send("for one", "to", "one");
        three.send(Msg.of("from three"));

        assertThat(one.receive(SOON)).isEqualTo(Msg.of("for one"));
        assertThat(two.receive(SOON)).isEqualTo(Msg.of("for two"));
        assertThat((byte[]) received.next().getHeaders().get(ZmqHeaders.ROUTING_ID))
                .asString()
                .isEqualTo("three");
    }

    private static Consumer<ZmqOutboundChannelAdapterSpec> form(Consumer<ZmqOutboundChannelAdapterSpec> form) {
        return form;
    }

    private static Object header(Message<?> message, String name) {
        Object value = message.getHeaders().get(name);
        return value == null ? "" : value;
    }

    static Stream<Arguments> topics() {
        return Stream.of(
                Arguments.of("literal", form(spec -> spec.topic("EUR"))),
                Arguments.of("expression", form(spec -> spec.topicExpression("headers.currency"))),
                Arguments.of("function", form(spec -> spec.topicFunction(message -> header(message, "currency")))),
                Arguments.of("bytes", form(spec -> spec.topicFunction(message -> "EUR".getBytes()))),
                Arguments.of("header", form(spec -> {})));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("topics")
    void shouldTakeTheTopicFrom(String name, Consumer<ZmqOutboundChannelAdapterSpec> form) {
        ZmqSocket sub = flows.zmq.socket(SocketType.SUB);
        sub.subscribe("EUR");
        sub.bind("inproc://prices");
        ZmqOutboundChannelAdapterSpec pub =
                Zmq.outboundChannelAdapter(flows.zmq, SocketType.PUB).connect("inproc://prices");
        form.accept(pub);
        flow(pub);
        flows.start();

        Msg msg = null;
        for (int i = 0; i < 100 && msg == null; i++) {
            send("1", "currency", "EUR", ZmqHeaders.TOPIC, "EUR");
            msg = sub.receive(Duration.ofMillis(50));
        }

        assertThat(msg).isEqualTo(Msg.of("EUR", "1"));
    }

    static Stream<Arguments> routingIds() {
        return Stream.of(
                Arguments.of("literal", form(spec -> spec.routingId("me"))),
                Arguments.of("expression", form(spec -> spec.routingIdExpression("headers.to"))),
                Arguments.of("function", form(spec -> spec.routingIdFunction(message -> header(message, "to")))),
                Arguments.of("bytes", form(spec -> spec.routingIdFunction(message -> "me".getBytes()))),
                Arguments.of("header", form(spec -> {})));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("routingIds")
    void shouldTakeTheRoutingIdFrom(String name, Consumer<ZmqOutboundChannelAdapterSpec> form) {
        ZmqSocket dealer = flows.zmq.socket(SocketType.DEALER);
        String endpoint = dealer.bind(TestPorts.ANY);
        ZmqOutboundChannelAdapterSpec router =
                Zmq.outboundChannelAdapter(flows.zmq, SocketType.ROUTER).connectAs(endpoint, "me");
        form.accept(router);
        flow(router);
        flows.start();

        send("m", "to", "me", ZmqHeaders.ROUTING_ID, "me");

        assertThat(dealer.receive(SOON)).isEqualTo(Msg.of("m"));
    }

    @Test
    void shouldRefuseToProtectOrNameThePeersOfANamedSocket() {
        ZmqSockets sockets = new DefaultZmqSockets(flows.zmq, List.of());

        assertThatIllegalStateException()
                .isThrownBy(() -> Zmq.inboundChannelAdapter(sockets, "s").curve(CurveKeys.generate()))
                .withMessageStartingWith("security is set for a named socket");
        assertThatIllegalStateException()
                .isThrownBy(() -> Zmq.outboundChannelAdapter(sockets, "s").connectAs("inproc://s", "me"))
                .withMessageStartingWith("connectAs is set for a named socket");
    }
}
