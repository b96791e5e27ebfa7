package io.zmq4j.spring.integration.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.FrameMode;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqConversionException;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.integration.Inbox;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import io.zmq4j.spring.integration.dsl.ZmqInboundGatewaySpec;
import io.zmq4j.spring.integration.event.ZmqUnroutableEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.context.ApplicationListener;
import org.springframework.integration.core.GenericHandler;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.support.MessageBuilder;

/** The inbound gateway: whom it serves, and what they get when something goes wrong. */
@Timeout(30)
class ZmqInboundGatewayTest {

    private record Order(String id) {}

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration NOT_NOW = Duration.ofMillis(100);

    private final TestFlows flows = new TestFlows();
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void close() {
        released.countDown();
        flows.close();
    }

    private ZmqInboundGateway start(ZmqInboundGatewaySpec spec, GenericHandler<Object> handler) {
        flows.flow("service", () -> IntegrationFlow.from(spec.id("gateway"))
                .handle(Object.class, handler)
                .get());
        return flows.start().application.getBean("gateway", ZmqInboundGateway.class);
    }

    private ZmqInboundGatewaySpec gateway(SocketType type) {
        return Zmq.inboundGateway(flows.zmq, type).bind(TestPorts.ANY);
    }

    private ZmqInboundGatewaySpec router() {
        return gateway(SocketType.ROUTER);
    }

    /** Text in, text out. */
    private static GenericHandler<Object> texts(Function<String, Object> service) {
        return (payload, headers) -> service.apply(new String((byte[]) payload, StandardCharsets.UTF_8));
    }

    private String awaitRelease(String text) {
        try {
            assertThat(released.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
        return text;
    }

    private static Msg ask(ZmqSocket client, String... frames) {
        client.send(Msg.of(frames));
        return client.receive(SOON);
    }

    @ParameterizedTest
    @ValueSource(strings = {TestPorts.ANY, "inproc://gateway"})
    void shouldAnswerReqClientsOverAnyTransport(String endpoint) {
        ZmqInboundGateway gateway = start(Zmq.inboundGateway(flows.zmq).bind(endpoint), texts(text -> text + "!"));
        String address = endpoint.startsWith("inproc") ? endpoint : TestPorts.endpoint(gateway.getBoundPort());
        ZmqSocket first = flows.connected(SocketType.REQ, address);
        ZmqSocket second = flows.connected(SocketType.REQ, address);

        assertThat(ask(first, "a")).isEqualTo(Msg.of("a!"));
        assertThat(ask(second, "b")).isEqualTo(Msg.of("b!"));
        assertThat(ask(first, "c")).isEqualTo(Msg.of("c!"));
    }

    @ParameterizedTest
    @CsvSource({"REP, REQ", "ROUTER, REQ", "SERVER, CLIENT"})
    void shouldServeOnEveryTypeThatAnswers(SocketType type, SocketType client) {
        ZmqInboundGateway gateway = start(gateway(type), texts(text -> text + "!"));
        ZmqSocket socket = flows.connected(client, gateway.getBoundPort());

        assertThat(ask(socket, "a").string(0)).isEqualTo("a!");
        assertThat(ask(socket, "b").string(0)).isEqualTo("b!");
    }

    @Test
    void shouldServePeersByTheirNumber() {
        ZmqInboundGateway gateway = start(gateway(SocketType.PEER), texts(text -> text + "!"));
        ZmqSocket peer = flows.zmq.socket(SocketType.PEER);
        int id = peer.connectPeer(TestPorts.endpoint(gateway.getBoundPort()));

        peer.send(Msg.of("a").withRoutingId(id));

        assertThat(peer.receive(SOON).string(0)).isEqualTo("a!");
    }

    @Test
    void shouldGiveTheWholeEnvelopeOfADealerBack() {
        ZmqInboundGateway gateway = start(router(), texts(text -> text + "!"));
        ZmqSocket dealer = flows.connected(SocketType.DEALER, gateway.getBoundPort());

        assertThat(ask(dealer, "correlation", "", "a")).isEqualTo(Msg.of("correlation", "", "a!"));
        assertThat(ask(dealer, "hop 2", "hop 1", "", "b")).isEqualTo(Msg.of("hop 2", "hop 1", "", "b!"));
        assertThat(ask(dealer, "c")).isEqualTo(Msg.of("c!"));
    }

    /** As to a REP, short frames before an empty one are envelope: what the flow gets is what follows. */
    @Test
    void shouldTakeAnEmptyFrameInThePayloadOfADealerForADelimiterUnlessItIsTold() {
        ZmqInboundGateway gateway = start(router(), (payload, headers) -> {
            assertThat(headers.get(ZmqHeaders.ENVELOPE)).asInstanceOf(LIST).hasSize(2);
            return payload;
        });
        ZmqSocket dealer = flows.connected(SocketType.DEALER, gateway.getBoundPort());

        assertThat(ask(dealer, "one", "", "three", "four")).isEqualTo(Msg.of("one", "", "three", "four"));
    }

    @Test
    void shouldKeepTheEmptyFramesOfDealersAndServeRequestersWithoutTheWholeEnvelope() {
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        ZmqInboundGateway gateway = start(router().wholeEnvelope(false), (payload, headers) -> {
            sizes.add(payload instanceof List<?> frames ? frames.size() : 1);
            return payload;
        });
        ZmqSocket dealer = flows.connected(SocketType.DEALER, gateway.getBoundPort());
        ZmqSocket req = flows.connected(SocketType.REQ, gateway.getBoundPort());

        assertThat(ask(dealer, "one", "", "three", "four")).isEqualTo(Msg.of("one", "", "three", "four"));
        assertThat(ask(dealer, "8 bytes.", "", "a")).isEqualTo(Msg.of("8 bytes.", "", "a"));
        assertThat(ask(req, "a")).isEqualTo(Msg.of("a"));
        assertThat(ask(req, "one", "", "three")).isEqualTo(Msg.of("one", "", "three"));
        assertThat(sizes).containsExactly(4, 1, 1, 3);
    }

    @Test
    void shouldKeepEveryFrameOfPayloads() {
        ZmqInboundGateway gateway = start(router(), (payload, headers) -> payload);
        ZmqSocket req = flows.connected(SocketType.REQ, gateway.getBoundPort());

        assertThat(ask(req, "one", "", "three")).isEqualTo(Msg.of("one", "", "three"));
    }

    @Test
    void shouldAnswerTheClientThatAskedWhateverTheReplySays() {
        ZmqInboundGateway gateway = start(router(), (payload, headers) -> MessageBuilder.withPayload(payload)
                .setHeader(ZmqHeaders.ROUTING_ID, "somebody else")
                .setHeader(ZmqHeaders.ENVELOPE, List.of(new byte[] {1}))
                .build());
        ZmqSocket req = flows.connected(SocketType.REQ, gateway.getBoundPort());

        assertThat(ask(req, "mine")).isEqualTo(Msg.of("mine"));
        assertThat(gateway.getUndeliveredReplies()).isZero();
    }

    @Test
    void shouldServeOthersWhileARequestIsSlow() {
        ZmqInboundGateway gateway =
                start(router().concurrency(2), texts(text -> text.equals("slow") ? awaitRelease(text) : text));
        ZmqSocket slow = flows.connected(SocketType.REQ, gateway.getBoundPort());
        ZmqSocket fast = flows.connected(SocketType.REQ, gateway.getBoundPort());
        slow.send(Msg.of("slow"));

        for (int i = 0; i < 20; i++) {
            assertThat(ask(fast, "fast")).isEqualTo(Msg.of("fast"));
        }
        released.countDown();
        assertThat(slow.receive(SOON)).isEqualTo(Msg.of("slow"));
    }

    @Test
    void shouldTakeNoMoreRequestsThanItHasThreads() {
        BlockingQueue<String> taken = new LinkedBlockingQueue<>();
        ZmqInboundGateway gateway = start(router().concurrency(2), texts(text -> {
            taken.add(text);
            return awaitRelease(text);
        }));
        ZmqSocket dealer = flows.connected(SocketType.DEALER, gateway.getBoundPort());
        for (int i = 0; i < 10; i++) {
            dealer.send(Msg.of("m" + i));
        }
        await().until(() -> taken.size() == 2);
        assertThat(dealer.receive(NOT_NOW)).isNull();
        assertThat(taken).hasSize(2);

        released.countDown();
        for (int i = 0; i < 10; i++) {
            assertThat(dealer.receive(SOON)).isNotNull();
        }
    }

    @Test
    void shouldCountAndPublishAReplyWhoseClientHasLeft() throws InterruptedException {
        DefaultZmqSockets sockets = named(SocketType.ROUTER);
        BlockingQueue<ZmqUnroutableEvent> events = new LinkedBlockingQueue<>();
        flows.application.addApplicationListener((ApplicationListener<ZmqUnroutableEvent>) events::add);
        CountDownLatch asked = new CountDownLatch(1);
        ZmqInboundGateway gateway = start(Zmq.inboundGateway(sockets, "service"), texts(text -> {
            asked.countDown();
            return awaitRelease(text);
        }));
        ZmqSocket req = flows.connected(SocketType.REQ, sockets.boundPort("service"));
        req.send(Msg.of("left"));
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        req.close();
        await().until(() -> sockets.get("service").stats().peers().isEmpty());
        released.countDown();

        ZmqUnroutableEvent event = events.poll(10, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        assertThat(event.getSocket()).isEqualTo("service");
        assertThat(event.getSource()).isSameAs(gateway);
        assertThat(gateway.getUndeliveredReplies()).isEqualTo(1);
        assertThat(gateway.getFailedRequests()).isZero();
        assertThat(ask(flows.connected(SocketType.REQ, sockets.boundPort("service")), "next"))
                .isEqualTo(Msg.of("next"));
    }

    private DefaultZmqSockets named(SocketType type) {
        DefaultZmqSockets sockets = new DefaultZmqSockets(
                flows.zmq,
                List.of(ZmqSocketSpec.builder("service", type)
                        .bind(TestPorts.ANY)
                        .build()));
        flows.application.registerBean("sockets", DefaultZmqSockets.class, () -> sockets);
        return sockets;
    }

    private static Object fail(String text) {
        if (text.equals("bad")) {
            throw new IllegalStateException("no such thing: " + text);
        }
        return text;
    }

    @Test
    void shouldLeaveAFailedRequestUnansweredByDefaultWhereAnErrorLooksLikeAResult() {
        ZmqInboundGateway gateway = start(router(), texts(ZmqInboundGatewayTest::fail));
        ZmqSocket dealer = flows.connected(SocketType.DEALER, gateway.getBoundPort());

        dealer.send(Msg.of("bad"));
        dealer.send(Msg.of("good"));

        assertThat(dealer.receive(SOON)).isEqualTo(Msg.of("good"));
        assertThat(dealer.receive(NOT_NOW)).isNull();
        assertThat(gateway.getFailedRequests()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = SocketType.class,
            names = {"ROUTER", "REP"})
    void shouldAnswerAFailedRequestByAnEmptyReply(SocketType type) {
        ZmqInboundGatewaySpec spec = gateway(type);
        // of a REP it is the default
        ZmqInboundGateway gateway = start(
                type == SocketType.REP ? spec : spec.replyOnError(ReplyOnError.EMPTY),
                texts(ZmqInboundGatewayTest::fail));
        ZmqSocket req = flows.connected(SocketType.REQ, gateway.getBoundPort());

        assertThat(ask(req, "bad")).isEqualTo(Msg.of(""));
        assertThat(ask(req, "good")).isEqualTo(Msg.of("good"));
    }

    @ParameterizedTest
    @CsvSource({"ROUTER, REQ, PAYLOAD", "REP, REQ, PAYLOAD", "SERVER, CLIENT, PAYLOAD", "REP, REQ, RAW"})
    void shouldAnswerAFailedRequestByTheTextOfItsError(SocketType type, SocketType client, FrameMode frames) {
        ZmqInboundGateway gateway = start(
                gateway(type).frames(frames).replyOnError(ReplyOnError.ERROR),
                (payload, headers) ->
                        fail(new String(payload instanceof List<?> list ? (byte[]) list.get(0) : (byte[]) payload)));
        ZmqSocket socket = flows.connected(client, gateway.getBoundPort());

        assertThat(ask(socket, "bad").string(0)).isEqualTo("no such thing: bad");
        assertThat(ask(socket, "good").string(0)).isEqualTo("good");
    }

    @Test
    void shouldTellOfAnErrorInHeadersByDefaultWhereThereAreSome() {
        ZmqInboundGateway gateway =
                start(router().frames(FrameMode.HEADERS_PAYLOAD), texts(ZmqInboundGatewayTest::fail));
        ZmqSocket req = flows.connected(SocketType.REQ, gateway.getBoundPort());
        ZmqSocketSpec client = ZmqSocketSpec.builder("client", SocketType.REQ)
                .connect("inproc://x")
                .frames(FrameMode.HEADERS_PAYLOAD)
                .build();

        Message<?> reply = new MsgMapper().toMessage(ask(req, "{\"zmq_correlationId\":\"7\"}", "bad"), client);

        assertThat(reply.getHeaders())
                .containsEntry(ZmqHeaders.ERROR_CLASS, IllegalStateException.class.getName())
                .containsEntry(ZmqHeaders.ERROR_MESSAGE, "no such thing: bad")
                .containsEntry(ZmqHeaders.CORRELATION_ID, "7");
    }

    @Test
    void shouldNotMakeAnErrorOfAReplyWhoseRequestHadErrorHeaders() {
        ZmqInboundGateway gateway = start(router().frames(FrameMode.HEADERS_PAYLOAD), texts(text -> text));
        ZmqSocket req = flows.connected(SocketType.REQ, gateway.getBoundPort());

        assertThat(ask(req, "{\"zmq_errorClass\":\"X\",\"zmq_errorMessage\":\"y\"}", "m"))
                .isEqualTo(Msg.of("{}", "m"));
    }

    @Test
    void shouldAnswerARequestThatTheFlowDoesNotAnswerInTime() {
        ZmqInboundGateway gateway = start(
                router().replyTimeout(Duration.ofMillis(50)).replyOnError(ReplyOnError.ERROR),
                texts(text -> text.equals("none") ? null : text));
        ZmqSocket req = flows.connected(SocketType.REQ, gateway.getBoundPort());

        assertThat(ask(req, "none")).isEqualTo(Msg.of("no reply within 50 ms"));
        assertThat(ask(req, "some")).isEqualTo(Msg.of("some"));
        assertThat(gateway.getFailedRequests()).isEqualTo(1);
    }

    @Test
    void shouldLetTheErrorChannelAnswer() {
        flows.flow("errors", () -> IntegrationFlow.from("failures")
                .handle(
                        MessagingException.class,
                        (failure, headers) ->
                                "sorry: " + failure.getMostSpecificCause().getMessage())
                .get());
        ZmqInboundGateway gateway = start(router().errorChannel("failures"), texts(ZmqInboundGatewayTest::fail));
        ZmqSocket req = flows.connected(SocketType.REQ, gateway.getBoundPort());

        assertThat(ask(req, "bad")).isEqualTo(Msg.of("sorry: no such thing: bad"));
        assertThat(ask(req, "good")).isEqualTo(Msg.of("good"));
    }

    @ParameterizedTest
    @CsvSource({"ROUTER, REQ", "REP, REQ", "SERVER, CLIENT"})
    void shouldAnswerARequestThatCannotBeConvertedAndGoOn(SocketType type, SocketType client) throws Exception {
        Inbox errors = new Inbox();
        flows.flow(
                "errors",
                () -> IntegrationFlow.from("failures").handle(errors::accept).get());
        ZmqInboundGateway gateway = start(
                gateway(type)
                        .payloadType(Order.class)
                        .replyOnError(ReplyOnError.EMPTY)
                        .errorChannel("failures"),
                (payload, headers) -> ((Order) payload).id());
        ZmqSocket socket = flows.connected(client, gateway.getBoundPort());

        assertThat(ask(socket, "no JSON").string(0)).isEmpty();
        assertThat(errors.next().getPayload())
                .isInstanceOfSatisfying(ZmqConversionException.class, e -> assertThat(Inbox.texts(e.getFailedMessage()))
                        .contains("no JSON"));
        assertThat(ask(socket, "{\"id\":\"o-1\"}").string(0)).isEqualTo("o-1");
    }

    @Test
    void shouldLetTheErrorChannelAnswerARequestThatCannotBeConverted() {
        flows.flow("errors", () -> IntegrationFlow.from("failures")
                .handle(MessagingException.class, (failure, headers) -> "unreadable")
                .get());
        ZmqInboundGateway gateway =
                start(router().payloadType(Order.class).errorChannel("failures"), (payload, headers) -> "never");

        assertThat(ask(flows.connected(SocketType.REQ, gateway.getBoundPort()), "no JSON"))
                .isEqualTo(Msg.of("unreadable"));
    }

    @Test
    void shouldAnswerWhenAReplyCannotBeConverted() {
        ZmqInboundGateway gateway = start(
                router().messageConverter(new ByteArrayMessageConverter()).replyOnError(ReplyOnError.ERROR),
                (payload, headers) -> Map.of("a", 1));

        assertThat(ask(flows.connected(SocketType.REQ, gateway.getBoundPort()), "m")
                        .string(0))
                .contains("cannot be made into a frame");
    }

    @Test
    void shouldGoOnAfterAReplyOfMoreFramesThanTheTypeTakes() {
        ZmqInboundGateway gateway = start(
                gateway(SocketType.SERVER).replyOnError(ReplyOnError.ERROR),
                texts(text -> text.equals("two") ? List.of(new byte[1], new byte[2]) : text));
        ZmqSocket client = flows.connected(SocketType.CLIENT, gateway.getBoundPort());

        assertThat(ask(client, "two").string(0)).contains("frame");
        assertThat(ask(client, "one").string(0)).isEqualTo("one");
    }

    @Test
    void shouldHoldManyRequestsWithoutAThreadUpToItsLimit() {
        BlockingQueue<CompletableFuture<Object>> open = new LinkedBlockingQueue<>();
        flows.flow("service", () -> IntegrationFlow.from(router().maxInFlight(3).id("gateway"))
                .handle(
                        Object.class,
                        (payload, headers) -> {
                            CompletableFuture<Object> reply = new CompletableFuture<>();
                            open.add(reply);
                            return reply;
                        },
                        endpoint -> endpoint.async(true))
                .get());
        ZmqInboundGateway gateway = flows.start().application.getBean("gateway", ZmqInboundGateway.class);
        ZmqSocket dealer = flows.connected(SocketType.DEALER, gateway.getBoundPort());
        for (int i = 0; i < 5; i++) {
            dealer.send(Msg.of("m" + i));
        }
        await().until(() -> open.size() == 3);
        assertThat(gateway.getInFlight()).isEqualTo(3);
        assertThat(dealer.receive(NOT_NOW)).isNull();
        assertThat(open).hasSize(3);

        for (int i = 0; i < 5; i++) {
            await().until(() -> !open.isEmpty());
            open.remove().complete("r" + i);
            assertThat(dealer.receive(SOON)).isEqualTo(Msg.of("r" + i));
        }
        await().until(() -> gateway.getInFlight() == 0);
    }

    @Test
    void shouldAnswerTenThousandRequestsUnderWayAtOnce() {
        int count = 10_000;
        BlockingQueue<Runnable> open = new LinkedBlockingQueue<>();
        flows.flow("service", () -> IntegrationFlow.from(router().maxInFlight(count)
                        .socketOptions(options -> options.sendHwm(0).receiveHwm(0))
                        .id("gateway"))
                .handle(
                        Object.class,
                        (payload, headers) -> {
                            CompletableFuture<Object> reply = new CompletableFuture<>();
                            open.add(() -> reply.complete(payload));
                            return reply;
                        },
                        endpoint -> endpoint.async(true))
                .get());
        ZmqInboundGateway gateway = flows.start().application.getBean("gateway", ZmqInboundGateway.class);
        ZmqSocket dealer = flows.zmq.socket(
                SocketType.DEALER,
                SocketConfig.builder().sendHwm(0).receiveHwm(0).build());
        dealer.connect(TestPorts.endpoint(gateway.getBoundPort()));
        for (int i = 0; i < count; i++) {
            dealer.send(Msg.of("id " + i, "", "m" + i));
        }
        await().atMost(SOON).until(() -> open.size() == count);
        assertThat(gateway.getInFlight()).isEqualTo(count);

        open.forEach(Runnable::run);

        for (int i = 0; i < count; i++) {
            assertThat(dealer.receive(SOON)).isEqualTo(Msg.of("id " + i, "", "m" + i));
        }
        assertThat(gateway.getFailedRequests()).isZero();
    }

    @Test
    void shouldAnswerWhatFailsOrTimesOutWithoutAThread() {
        flows.flow("service", () -> IntegrationFlow.from(router().maxInFlight(10)
                        .replyTimeout(Duration.ofMillis(200))
                        .replyOnError(ReplyOnError.ERROR)
                        .id("gateway"))
                .handle(
                        byte[].class,
                        (payload, headers) -> payload.length == 4
                                ? new CompletableFuture<>()
                                : CompletableFuture.failedFuture(new IllegalStateException("later")),
                        endpoint -> endpoint.async(true))
                .get());
        ZmqInboundGateway gateway = flows.start().application.getBean("gateway", ZmqInboundGateway.class);
        ZmqSocket req = flows.connected(SocketType.REQ, gateway.getBoundPort());

        assertThat(ask(req, "none")).isEqualTo(Msg.of("no reply within 200 ms"));
        assertThat(ask(req, "fails")).isEqualTo(Msg.of("later"));
        await().until(() -> gateway.getInFlight() == 0);
    }

    @Test
    void shouldRefuseWhatDoesNotFitTheType() {
        flows.flow("pull", () -> IntegrationFlow.from(gateway(SocketType.PULL))
                .handle(message -> {})
                .get());
        assertThatExceptionOfType(BeanCreationException.class)
                .isThrownBy(flows::start)
                .withRootCauseInstanceOf(IllegalArgumentException.class)
                .withMessageContaining("PULL")
                .withMessageContaining("allowed: ROUTER, REP, SERVER and PEER");
    }

    @ParameterizedTest
    @ValueSource(strings = {"concurrency", "maxInFlight", "replyOnError"})
    void shouldRefuseWhatARepCannotDo(String option) {
        ZmqInboundGatewaySpec spec = gateway(SocketType.REP);
        switch (option) {
            case "concurrency" -> spec.concurrency(2);
            case "maxInFlight" -> spec.maxInFlight(2);
            default -> spec.replyOnError(ReplyOnError.NONE);
        }
        assertThatExceptionOfType(BeanCreationException.class)
                .isThrownBy(() -> start(spec, texts(text -> text)))
                .withRootCauseInstanceOf(IllegalArgumentException.class)
                .withMessageContaining(option + " is ");
    }
}
