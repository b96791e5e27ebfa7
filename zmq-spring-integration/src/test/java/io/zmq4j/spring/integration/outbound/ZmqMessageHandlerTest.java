package io.zmq4j.spring.integration.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketClosedException;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.UnroutableException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqBindException;
import io.zmq4j.spring.ZmqConversionException;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqSendTimeoutException;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import io.zmq4j.spring.integration.dsl.ZmqOutboundChannelAdapterSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.context.ApplicationContextException;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.endpoint.AbstractEndpoint;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;

/** What is sent arrives or is reported. */
@Timeout(30)
class ZmqMessageHandlerTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final TestFlows flows = new TestFlows();

    @AfterEach
    void close() {
        flows.close();
    }

    private ZmqMessageHandler start(ZmqOutboundChannelAdapterSpec adapter) {
        flows.flow("out", () -> IntegrationFlow.from("outbound")
                .handle(adapter, endpoint -> endpoint.id("adapter"))
                .get());
        return flows.start().application.getBean(ZmqMessageHandler.class);
    }

    private ZmqOutboundChannelAdapterSpec adapter(SocketType type) {
        return Zmq.outboundChannelAdapter(flows.zmq, type).bind(TestPorts.ANY);
    }

    private void send(Object payload, String... headers) {
        MessageBuilder<?> message = MessageBuilder.withPayload(payload);
        for (int i = 0; i < headers.length; i += 2) {
            message.setHeader(headers[i], headers[i + 1]);
        }
        flows.application.getBean("outbound", MessageChannel.class).send(message.build());
    }

    @Test
    void shouldSendEveryFrameOfAPayload() {
        ZmqMessageHandler handler = start(adapter(SocketType.PUSH));
        ZmqSocket pull = flows.connected(SocketType.PULL, handler.getBoundPort());

        send("text");
        send(Msg.of("one", "two", "three"));

        assertThat(pull.receive(SOON)).isEqualTo(Msg.of("text"));
        assertThat(pull.receive(SOON)).isEqualTo(Msg.of("one", "two", "three"));
    }

    @Test
    void shouldReportAMessageThatNoPeerTakesInTime() {
        start(adapter(SocketType.PUSH).sendTimeout(Duration.ofMillis(50)));

        assertThatExceptionOfType(MessageDeliveryException.class)
                .isThrownBy(() -> send("lost"))
                .withMessage("socket 'push' has not sent the message: socket 'push' has not taken the message within"
                        + " 50 ms: no peer is connected, or the queue of every peer is full")
                .withCauseInstanceOf(ZmqSendTimeoutException.class)
                .satisfies(e -> assertThat(e.getFailedMessage()).isNotNull());
    }

    @Test
    void shouldReportAMessageThatHasNoRoomInTheQueue() {
        flows.zmq
                .socket(SocketType.PULL, SocketConfig.builder().receiveHwm(1).build())
                .bind("inproc://slow");
        start(Zmq.outboundChannelAdapter(flows.zmq, SocketType.PUSH)
                .connect("inproc://slow")
                .socketOptions(options -> options.sendHwm(1))
                .sendTimeout(Duration.ofMillis(50)));

        send("one");
        send("two");
        assertThatExceptionOfType(MessageDeliveryException.class)
                .isThrownBy(() -> send("three"))
                .withCauseInstanceOf(ZmqSendTimeoutException.class);
    }

    @Test
    void shouldEndASendThatWaitsWhenItIsStopped() {
        ZmqMessageHandler handler = start(adapter(SocketType.PUSH).sendTimeout(Duration.ofSeconds(-1)));
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send("never"));
        await().until(() -> Thread.getAllStackTraces().values().stream()
                .anyMatch(frames -> List.of(frames).toString().contains("handleMessageInternal")));

        handler.stop();

        assertThat(sending)
                .failsWithin(SOON)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(MessageDeliveryException.class)
                .withRootCauseInstanceOf(SocketClosedException.class);
    }

    @Test
    void shouldWaitForAsLongAsTheSocketSaysUnlessTheAdapterSays() {
        start(adapter(SocketType.PUSH).socketOptions(options -> options.sendTimeout(Duration.ZERO)));

        assertThatExceptionOfType(MessageDeliveryException.class)
                .isThrownBy(() -> send("lost"))
                .withMessageContaining("within 0 ms");
    }

    @Test
    void shouldNotWaitForSubscribers() {
        start(adapter(SocketType.PUB).topic("EUR").sendTimeout(Duration.ZERO));

        for (int i = 0; i < 5000; i++) {
            send("nobody listens");
        }
    }

    @Test
    void shouldFrameForPlainSubscribers() {
        ZmqSocket sub = subscriber(start(adapter(SocketType.PUB).topicExpression("headers.region")), "EUR");

        assertReceives(sub, Msg.of("EUR.USD", "1.1"), () -> send("1.1", "region", "EUR.USD"));
    }

    @Test
    void shouldTakeTheTopicFromAFunction() {
        ZmqSocket sub = subscriber(
                start(adapter(SocketType.PUB).topicFunction(message ->
                        new byte[] {1, (byte) message.getPayload().toString().length()})),
                "");

        assertReceives(sub, Msg.of("\u0001\u0003", "abc"), () -> send("abc", ZmqHeaders.TOPIC, "not used"));
    }

    @Test
    void shouldTakeTheTopicFromTheHeaderUnlessItIsGiven() {
        ZmqSocket sub = subscriber(start(adapter(SocketType.PUB)), "EUR");

        assertReceives(sub, Msg.of("EUR", "1"), () -> send("1", ZmqHeaders.TOPIC, "EUR"));
    }

    private ZmqSocket subscriber(ZmqMessageHandler handler, String topic) {
        ZmqSocket sub = flows.zmq.socket(SocketType.SUB);
        sub.subscribe(topic);
        sub.connect(TestPorts.endpoint(handler.getBoundPort()));
        return sub;
    }

    /** A publisher sends to those who have subscribed, and nobody tells it when that is. */
    private static void assertReceives(ZmqSocket sub, Msg expected, Runnable publish) {
        await().untilAsserted(() -> {
            publish.run();
            assertThat(sub.receive(Duration.ofMillis(10))).isEqualTo(expected);
        });
    }

    @Test
    void shouldReportAPeerThatIsNotThere() {
        start(adapter(SocketType.ROUTER).routingId("nobody"));

        assertThatExceptionOfType(MessageDeliveryException.class)
                .isThrownBy(() -> send("lost"))
                .withCauseInstanceOf(UnroutableException.class);
    }

    @Test
    void shouldSendToThePeerThatTheExpressionNames() {
        ZmqMessageHandler handler = start(adapter(SocketType.ROUTER).routingIdExpression("headers.customer"));
        ZmqSocket dealer = flows.zmq.socket(
                SocketType.DEALER, SocketConfig.builder().routingId("c-7").build());
        dealer.connect(TestPorts.endpoint(handler.getBoundPort()));

        await().ignoreExceptionsInstanceOf(MessageDeliveryException.class).untilAsserted(() -> {
            send("hello", "customer", "c-7");
            assertThat(dealer.receive(SOON)).isEqualTo(Msg.of("hello"));
        });
    }

    @Test
    void shouldAnswerReqAndDealerPeersOfOneNamedRouter() {
        DefaultZmqSockets sockets = new DefaultZmqSockets(
                flows.zmq,
                List.of(ZmqSocketSpec.builder("quotes", SocketType.ROUTER)
                        .bind(TestPorts.ANY)
                        .build()));
        flows.application.registerBean(DefaultZmqSockets.class, () -> sockets);
        flows.flow("echo", () -> IntegrationFlow.from(
                        Zmq.inboundChannelAdapter(sockets, "quotes").payloadType(String.class))
                .transform(String.class, String::toUpperCase)
                .handle(Zmq.outboundChannelAdapter(sockets, "quotes"))
                .get());
        flows.start();
        ZmqSocket req = flows.connected(SocketType.REQ, sockets.boundPort("quotes"));
        ZmqSocket dealer = flows.connected(SocketType.DEALER, sockets.boundPort("quotes"));

        req.send(Msg.of("from req"));
        dealer.send(Msg.of("from dealer"));

        assertThat(req.receive(SOON)).isEqualTo(Msg.of("FROM REQ"));
        assertThat(dealer.receive(SOON)).isEqualTo(Msg.of("FROM DEALER"));
    }

    @Test
    void shouldReportAMessageThatHasNoFrames() {
        start(adapter(SocketType.PUB));

        assertThatExceptionOfType(ZmqConversionException.class)
                .isThrownBy(() -> send("no topic"))
                .withMessageContaining("needs a topic");
    }

    @Test
    void shouldOpenItsSocketOnDemandAndRefuseAfterAStop() {
        ZmqMessageHandler handler = new ZmqMessageHandler(
                flows.zmq,
                ZmqSocketSpec.builder("out", SocketType.PUSH)
                        .connect("inproc://x")
                        .build());
        ZmqSocket pull = flows.zmq.socket(SocketType.PULL);
        pull.bind("inproc://x");

        handler.handleMessage(new GenericMessage<>("early"));
        assertThat(pull.receive(SOON)).isEqualTo(Msg.of("early"));
        handler.stop();

        assertThatExceptionOfType(MessageDeliveryException.class)
                .isThrownBy(() -> handler.handleMessage(new GenericMessage<>("late")))
                .withMessageContaining("is stopped");
        handler.destroy();
    }

    @Test
    void shouldBindTheSamePortAfterEveryRestart() {
        String endpoint = TestPorts.freeEndpoint();
        start(Zmq.outboundChannelAdapter(flows.zmq, SocketType.PUSH).bind(endpoint));
        AbstractEndpoint consumer = flows.application.getBean("adapter", AbstractEndpoint.class);
        ZmqSocket pull = flows.connected(SocketType.PULL, endpoint);

        for (int i = 0; i < 5; i++) {
            send("m" + i);
            assertThat(pull.receive(SOON)).isEqualTo(Msg.of("m" + i));
            consumer.stop();
            consumer.start();
        }
    }

    @Test
    void shouldFreeThePortWhenTheApplicationStops() {
        String endpoint = TestPorts.freeEndpoint();
        ZmqMessageHandler handler =
                start(Zmq.outboundChannelAdapter(flows.zmq, SocketType.PUSH).bind(endpoint));

        flows.application.stop();

        assertThat(handler.isRunning()).isFalse();
        ZmqSocket other = flows.zmq.socket(SocketType.PUSH);
        other.bind(endpoint);
        other.close();
        flows.application.start();
        assertThat(handler.isRunning()).isTrue();
    }

    @Test
    void shouldDeliverWhatWasSentJustBeforeTheApplicationCloses() {
        ZmqSocket pull = flows.zmq.socket(SocketType.PULL);
        String endpoint = pull.bind(TestPorts.ANY);
        start(Zmq.outboundChannelAdapter(flows.zmq, SocketType.PUSH).connect(endpoint));

        for (int i = 0; i < 100; i++) {
            send("m" + i);
        }
        flows.application.close();

        for (int i = 0; i < 100; i++) {
            assertThat(pull.receive(SOON)).isEqualTo(Msg.of("m" + i));
        }
    }

    @Test
    void shouldFailTheApplicationWhenItCannotBind() {
        String taken = flows.zmq.socket(SocketType.PULL).bind(TestPorts.ANY);

        assertThatExceptionOfType(ApplicationContextException.class)
                .isThrownBy(() -> start(
                        Zmq.outboundChannelAdapter(flows.zmq, SocketType.PUSH).bind(taken)))
                .havingCause()
                .isInstanceOf(ZmqBindException.class)
                .withMessageStartingWith("socket 'push' cannot be bound to " + taken + ": ");
    }

    @Test
    void shouldBeDestroyableBeforeStart() {
        ZmqMessageHandler handler = new ZmqMessageHandler(
                flows.zmq,
                ZmqSocketSpec.builder("out", SocketType.PUSH)
                        .bind(TestPorts.ANY)
                        .build());

        handler.destroy();

        assertThat(handler.isRunning()).isFalse();
        assertThat(flows.zmq.openSockets()).isZero();
    }

    @Test
    void shouldRefuseWhatTheSocketCannotDo() {
        assertRefused(adapter(SocketType.PULL), "socket 'pull' is a PULL, which cannot send, allowed: a type that can");
        assertRefused(adapter(SocketType.PUSH).topic("EUR"), "has frames PAYLOAD, which have no topic");
        assertRefused(adapter(SocketType.PUSH).routingId("x"), "socket 'push' is a PUSH, which has no routing ids");
    }

    private void assertRefused(ZmqOutboundChannelAdapterSpec adapter, String message) {
        try (TestFlows some = new TestFlows()) {
            some.flow(
                    "out",
                    () -> IntegrationFlow.from("outbound").handle(adapter).get());
            assertThatExceptionOfType(BeanCreationException.class)
                    .isThrownBy(some::start)
                    .havingRootCause()
                    .withMessageContaining(message);
        }
    }
}
