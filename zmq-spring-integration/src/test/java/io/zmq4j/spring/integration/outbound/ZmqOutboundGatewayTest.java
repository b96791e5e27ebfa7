package io.zmq4j.spring.integration.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.UnroutableException;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.FrameMode;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqErrorReplyException;
import io.zmq4j.spring.ZmqMessagingException;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.integration.Inbox;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import io.zmq4j.spring.integration.dsl.ZmqOutboundGatewaySpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.integration.MessageTimeoutException;
import org.springframework.integration.core.MessagingTemplate;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.GenericMessage;

/** The outbound gateway: replies, and what becomes of requests that get none. */
@Timeout(60)
class ZmqOutboundGatewayTest {

    private record Order(String id) {}

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final TestFlows flows = new TestFlows();
    private final ZmqContext outside = ZmqContext.create();
    private final Inbox replies = new Inbox();
    private final Inbox errors = new Inbox();

    @AfterEach
    void close() {
        outside.close();
        flows.close();
    }

    private ZmqOutboundGateway start(ZmqOutboundGatewaySpec spec) {
        flows.flow("client", () -> IntegrationFlow.from("requests").handle(spec).get());
        flows.flow(
                "replies",
                () -> IntegrationFlow.from("answers").handle(replies::accept).get());
        flows.flow(
                "errors",
                () -> IntegrationFlow.from("failures").handle(errors::accept).get());
        return gateway(flows.start());
    }

    private static ZmqOutboundGateway gateway(TestFlows flows) {
        return flows.application.getBeansOfType(ZmqOutboundGateway.class).values().stream()
                .findFirst()
                .orElseThrow();
    }

    private ZmqOutboundGatewaySpec connected(SocketType type, String endpoint) {
        return Zmq.outboundGateway(flows.zmq, type).connect(endpoint);
    }

    private ZmqSocket service(SocketType type) {
        return service(type, TestPorts.ANY);
    }

    private ZmqSocket service(SocketType type, String endpoint) {
        ZmqSocket socket = outside.socket(type);
        socket.bind(endpoint);
        return socket;
    }

    /** Answers each request by itself and an exclamation mark, until its socket is closed. */
    private static void answer(ZmqSocket service) {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    Msg msg = service.receive();
                    List<byte[]> frames = new ArrayList<>(msg.frames());
                    frames.set(frames.size() - 1, (msg.string(msg.size() - 1) + "!").getBytes(StandardCharsets.UTF_8));
                    Msg reply = Msg.of(frames);
                    service.send(msg.routingId() == 0 ? reply : reply.withRoutingId(msg.routingId()));
                }
            } catch (ZmqException e) {
                assertThat(service.isClosed()).isTrue();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static String endpoint(ZmqSocket socket) {
        return socket.boundEndpoints().get(0);
    }

    private Message<?> ask(Object payload) {
        MessagingTemplate template = new MessagingTemplate();
        template.setReceiveTimeout(SOON.toMillis());
        return template.sendAndReceive(
                requests(), MessageBuilder.withPayload(payload).build());
    }

    private MessageChannel requests() {
        return flows.application.getBean("requests", MessageChannel.class);
    }

    /** Sends a request whose reply, or failure, goes to {@link #replies} or {@link #errors}. */
    private void askLater(String payload) {
        requests()
                .send(MessageBuilder.withPayload(payload)
                        .setReplyChannelName("answers")
                        .setErrorChannelName("failures")
                        .build());
    }

    @ParameterizedTest
    @CsvSource({"DEALER, REP", "DEALER, ROUTER", "REQ, REP", "REQ, ROUTER", "CLIENT, SERVER"})
    void shouldProduceTheReplyOfEveryKindOfService(SocketType type, SocketType service) {
        ZmqSocket socket = service(service);
        answer(socket);
        start(connected(type, endpoint(socket)));

        for (int i = 0; i < 20; i++) {
            assertThat(Inbox.text(ask("m" + i))).isEqualTo("m" + i + "!");
        }
    }

    @Test
    void shouldProduceRepliesOverInproc() {
        flows.flow("service", () -> IntegrationFlow.from(
                        Zmq.inboundGateway(flows.zmq).bind("inproc://service"))
                .handle(byte[].class, (payload, headers) -> new String(payload, StandardCharsets.UTF_8) + "!")
                .get());
        start(connected(SocketType.DEALER, "inproc://service").payloadType(String.class));

        assertThat(ask("a").getPayload()).isEqualTo("a!");
    }

    @Test
    void shouldJoinTenThousandRepliesInReverseOrderToTheirRequests() throws InterruptedException {
        int count = 10_000;
        ZmqSocket router = outside.socket(
                SocketType.ROUTER,
                SocketConfig.builder().sendHwm(0).receiveHwm(0).build());
        router.bind(TestPorts.ANY);
        ZmqOutboundGateway gateway = start(connected(SocketType.DEALER, endpoint(router))
                .async(true)
                .socketOptions(options -> options.sendHwm(0).receiveHwm(0))
                .replyTimeout(Duration.ofSeconds(30)));
        for (int i = 0; i < count; i++) {
            requests()
                    .send(MessageBuilder.withPayload("m" + i)
                            .setHeader("expected", "m" + i)
                            .setReplyChannelName("answers")
                            .build());
        }
        List<Msg> asked = new ArrayList<>();
        while (asked.size() < count) {
            Msg msg = router.receive(SOON);
            assertThat(msg).isNotNull();
            asked.add(msg);
        }
        assertThat(gateway.getPendingRequests()).isEqualTo(count);
        Collections.reverse(asked);
        asked.forEach(router::send);

        for (int i = 0; i < count; i++) {
            Message<?> reply = replies.next();
            assertThat(Inbox.text(reply)).isEqualTo(reply.getHeaders().get("expected"));
        }
        assertThat(gateway.getPendingRequests()).isZero();
        assertThat(gateway.getLateReplies()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"DEALER, ROUTER", "REQ, ROUTER", "CLIENT, SERVER"})
    void shouldReportARequestWithoutAReplyInTimeAndDropTheLateOne(SocketType type, SocketType service) {
        ZmqSocket socket = service(service);
        ZmqOutboundGateway gateway = start(connected(type, endpoint(socket)).replyTimeout(SHORT));

        assertThatExceptionOfType(MessageTimeoutException.class)
                .isThrownBy(() -> ask("first"))
                .withMessageContaining("no reply within 100 ms")
                .satisfies(e -> assertThat(e.getFailedMessage()).isNotNull());
        Msg first = socket.receive(SOON);
        gateway.setReplyTimeout(SOON);
        CompletableFuture<Message<?>> second = CompletableFuture.supplyAsync(() -> ask("second"));
        Msg next = socket.receive(SOON);
        try {
            socket.send(first);
        } catch (UnroutableException e) {
            // the lock-step ones have left that connection
            assertThat(type).isNotEqualTo(SocketType.DEALER);
        }
        socket.send(next);

        assertThat(Inbox.text(second.join())).isEqualTo("second");
        assertThat(gateway.getLateReplies()).isEqualTo(type == SocketType.DEALER ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndARequestThatNeedsNoReply(boolean async) throws InterruptedException {
        ZmqOutboundGateway gateway = start(connected(SocketType.DEALER, endpoint(service(SocketType.ROUTER)))
                .replyTimeout(SHORT)
                .async(async)
                .requiresReply(false));

        askLater("nobody answers");

        await().until(() -> gateway.getPendingRequests() == 0);
        replies.assertNothingFor(SHORT);
        errors.assertNothingFor(SHORT);
    }

    @Test
    void shouldSendTheTimeoutOfAnAsynchronousRequestToTheErrorChannel() throws InterruptedException {
        start(connected(SocketType.DEALER, endpoint(service(SocketType.ROUTER)))
                .replyTimeout(SHORT)
                .async(true));

        askLater("nobody answers");

        assertThat(errors.next().getPayload()).isInstanceOf(MessageTimeoutException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReportAnErrorReply(boolean async) throws InterruptedException {
        ZmqSocket rep = service(SocketType.REP);
        start(connected(SocketType.DEALER, endpoint(rep))
                .frames(FrameMode.HEADERS_PAYLOAD)
                .payloadType(Order.class)
                .async(async));
        CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> askLater("order"));
        assertThat(rep.receive(SOON)).isNotNull();
        rep.send(Msg.of("{\"zmq_errorClass\":\"x.Broken\",\"zmq_errorMessage\":\"out of orders\"}", "no JSON"));

        MessagingException failure;
        if (async) {
            failure = (MessagingException) errors.next().getPayload();
        } else {
            failure = (MessagingException) catchThrowable(asking::join).getCause();
        }
        assertThat(failure).isInstanceOfSatisfying(ZmqErrorReplyException.class, e -> {
            assertThat(e.getErrorClass()).isEqualTo("x.Broken");
            assertThat(e.getErrorMessage()).isEqualTo("out of orders");
            assertThat(e.getFailedMessage().getPayload()).isEqualTo("order");
        });
    }

    @Test
    void shouldReportAReplyThatCannotBeConvertedWithItsRequest() {
        ZmqSocket rep = service(SocketType.REP);
        answer(rep);
        start(connected(SocketType.DEALER, endpoint(rep)).payloadType(Order.class));

        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> ask("no JSON"))
                .withMessageContaining("the reply cannot be read")
                .satisfies(e -> assertThat(e.getFailedMessage().getPayload()).isEqualTo("no JSON"));
    }

    @Test
    void shouldRefuseMoreRequestsThanMayBePending() throws InterruptedException {
        start(connected(SocketType.DEALER, endpoint(service(SocketType.ROUTER)))
                .async(true)
                .maxPendingRequests(2));
        askLater("1");
        askLater("2");

        assertThatExceptionOfType(ZmqMessagingException.class)
                .isThrownBy(() -> askLater("3"))
                .withMessageContaining("at most 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEALER", "REQ"})
    void shouldGoOnAfterARestartOfTheService(SocketType type) {
        String endpoint = TestPorts.freeEndpoint();
        ZmqSocket service = service(SocketType.REP, endpoint);
        ZmqOutboundGateway gateway = start(connected(type, endpoint).replyTimeout(Duration.ofMillis(500)));
        CompletableFuture<Message<?>> inFlight = CompletableFuture.supplyAsync(() -> ask("lost"));
        assertThat(service.receive(SOON)).isEqualTo(Msg.of("lost"));
        service.close();
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(inFlight::join)
                .withCauseInstanceOf(MessageTimeoutException.class);

        answer(service(SocketType.REP, endpoint));
        gateway.setReplyTimeout(SOON);

        assertThat(Inbox.text(ask("again"))).isEqualTo("again!");
    }

    @ParameterizedTest
    @CsvSource({"DEALER, ROUTER", "REQ, ROUTER", "CLIENT, SERVER"})
    void shouldFailRequestsUnderWayWhenItIsStoppedAndServeAgainAfterAStart(SocketType type, SocketType service) {
        ZmqSocket socket = service(service);
        ZmqOutboundGateway gateway = start(connected(type, endpoint(socket)).replyTimeout(Duration.ofSeconds(-1)));
        List<CompletableFuture<Message<?>>> asking = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            asking.add(CompletableFuture.supplyAsync(() -> ask("never"), task -> new Thread(task).start()));
        }
        await().until(() -> gateway.getPendingRequests() == 3);
        assertThat(socket.receive(SOON)).isNotNull();

        gateway.stop();

        assertThat(asking).allSatisfy(request -> assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(request::join)
                .withCauseInstanceOf(MessagingException.class));
        assertThatExceptionOfType(MessageDeliveryException.class)
                .isThrownBy(() -> ask("stopped"))
                .withMessageContaining("is stopped");
        gateway.start();
        while (socket.receive(SHORT) != null) {
            // what was asked before the stop
            assertThat(gateway.isRunning()).isTrue();
        }
        answer(socket);
        assertThat(Inbox.text(ask("again"))).isEqualTo("again!");
    }

    @Test
    void shouldKeepRequestsOfManyThreadsApart() {
        ZmqSocket rep = service(SocketType.REP);
        answer(rep);
        start(connected(SocketType.DEALER, endpoint(rep)));
        AtomicInteger wrong = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            String name = "t" + t + "-";
            threads.add(new Thread(() -> {
                for (int i = 0; i < 200; i++) {
                    if (!Inbox.text(ask(name + i)).equals(name + i + "!")) {
                        wrong.incrementAndGet();
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        threads.forEach(thread -> {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(wrong).hasValue(0);
    }

    @Test
    void shouldRefuseToShareTheRepliesOfANamedDealer() {
        ZmqSocket rep = service(SocketType.REP);
        answer(rep);
        DefaultZmqSockets sockets = new DefaultZmqSockets(
                flows.zmq,
                List.of(ZmqSocketSpec.builder("shared", SocketType.DEALER)
                        .connect(endpoint(rep))
                        .build()));
        flows.application.registerBean("sockets", DefaultZmqSockets.class, () -> sockets);
        flows.flow("second", () -> IntegrationFlow.from("others")
                .handle(Zmq.outboundGateway(sockets, "shared"), endpoint -> endpoint.id("other"))
                .get());
        ZmqOutboundGateway first = start(Zmq.outboundGateway(sockets, "shared"));
        MessageChannel others = flows.application.getBean("others", MessageChannel.class);
        flows.application.getBeansOfType(ZmqOutboundGateway.class).values().forEach(ZmqOutboundGateway::start);

        assertThat(Inbox.text(ask("mine"))).isEqualTo("mine!");
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> others.send(new GenericMessage<>("theirs")))
                .withMessageContaining("socket 'shared' (DEALER) has a reader of its replies already");
        assertThat(Inbox.text(ask("mine again"))).isEqualTo("mine again!");
        assertThat(first.isRunning()).isTrue();
    }

    @Test
    void shouldTakeTopicsFromLiteralsExpressionsAndFunctions() {
        ZmqSocket rep = service(SocketType.REP);
        start(connected(SocketType.DEALER, endpoint(rep))
                .frames(FrameMode.TOPIC_PAYLOAD)
                .topicFunction(message -> "topic of " + message.getPayload()));
        CompletableFuture<Message<?>> reply = CompletableFuture.supplyAsync(() -> ask("m"));

        assertThat(rep.receive(SOON)).isEqualTo(Msg.of("topic of m", "m"));
        rep.send(Msg.of("t", "r"));
        assertThat(Inbox.text(reply.join())).isEqualTo("r");
    }

    @Test
    void shouldRefuseTypesThatMakeNoRequests() {
        assertThatExceptionOfType(BeanCreationException.class)
                .isThrownBy(() -> start(connected(SocketType.PUSH, "tcp://127.0.0.1:1")))
                .withRootCauseInstanceOf(IllegalArgumentException.class)
                .withMessageContaining("allowed: DEALER, REQ and CLIENT");
    }
}
