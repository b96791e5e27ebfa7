package io.zmq4j.spring.integration.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.integration.Inbox;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import io.zmq4j.spring.integration.dsl.ZmqInboundGatewaySpec;
import io.zmq4j.spring.integration.event.ZmqReceiverFailedEvent;
import io.zmq4j.spring.integration.outbound.ZmqOutboundGateway;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ApplicationListener;
import org.springframework.integration.core.MessagingTemplate;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;

/** Start, stop, pause and resume of gateways: no request is lost on a socket that stays open, nothing hangs or leaks. */
@Timeout(120)
class GatewayLifecycleTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration NOT_NOW = Duration.ofMillis(100);
    private static final int STEPS = Integer.getInteger("zmq4j.walk.steps", 300);
    private static final long SEED = Long.getLong("zmq4j.walk.seed", System.nanoTime());

    private final TestFlows flows = new TestFlows();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void close() {
        released.countDown();
        flows.close();
    }

    private ZmqInboundGateway start(ZmqInboundGatewaySpec spec, Function<String, String> service) {
        flows.flow("service", () -> IntegrationFlow.from(spec.id("gateway"))
                .handle(byte[].class, (payload, headers) -> service.apply(new String(payload, StandardCharsets.UTF_8)))
                .get());
        return flows.start().application.getBean("gateway", ZmqInboundGateway.class);
    }

    private ZmqInboundGatewaySpec router(String endpoint) {
        return Zmq.inboundGateway(flows.zmq).bind(endpoint);
    }

    private String hold(String text) {
        asked.countDown();
        try {
            assertThat(released.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
        return text;
    }

    @Test
    void shouldAnswerTheRequestUnderWayBeforeAStopEnds() throws InterruptedException {
        ZmqInboundGateway gateway = start(router(TestPorts.ANY), this::hold);
        ZmqSocket req = flows.connected(SocketType.REQ, gateway.getBoundPort());
        req.send(Msg.of("m"));
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Void> stop = CompletableFuture.runAsync(gateway::stop);
        assertThat(req.receive(NOT_NOW)).isNull();
        assertThat(stop).isNotDone();
        released.countDown();

        assertThat(req.receive(SOON)).isEqualTo(Msg.of("m"));
        stop.join();
    }

    @Test
    void shouldInterruptARequestThatOutlastsTheShutdownTimeout() throws InterruptedException {
        ZmqInboundGateway gateway =
                start(router(TestPorts.ANY).shutdownTimeout(NOT_NOW).replyOnError(ReplyOnError.ERROR), this::hold);
        ZmqSocket req = flows.connected(SocketType.REQ, gateway.getBoundPort());
        req.send(Msg.of("m"));
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

        gateway.stop();

        assertThat(req.receive(SOON)).isEqualTo(Msg.of(InterruptedException.class.getName()));
    }

    @Test
    void shouldEndAStopInTimeWhenRequestsWithoutAThreadGetNoReply() throws InterruptedException {
        flows.flow("service", () -> IntegrationFlow.from(router(TestPorts.ANY)
                        .maxInFlight(1)
                        .shutdownTimeout(NOT_NOW)
                        .id("gateway"))
                .handle(
                        Object.class,
                        (payload, headers) -> {
                            asked.countDown();
                            return new CompletableFuture<>();
                        },
                        endpoint -> endpoint.async(true))
                .get());
        ZmqInboundGateway gateway = flows.start().application.getBean("gateway", ZmqInboundGateway.class);
        ZmqSocket dealer = flows.connected(SocketType.DEALER, gateway.getBoundPort());
        dealer.send(Msg.of("one"));
        dealer.send(Msg.of("two, which waits for its turn"));
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

        CompletableFuture.runAsync(gateway::stop)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();

        assertThat(gateway.isRunning()).isFalse();
    }

    @Test
    void shouldServeOnTheSamePortAfterEveryRestart() {
        String endpoint = TestPorts.freeEndpoint();
        ZmqInboundGateway gateway = start(router(endpoint), text -> text);
        ZmqSocket req = flows.connected(SocketType.REQ, endpoint);
        for (int i = 0; i < 5; i++) {
            req.send(Msg.of("m" + i));
            assertThat(req.receive(SOON)).isEqualTo(Msg.of("m" + i));
            gateway.stop();
            ZmqSocket other = flows.zmq.socket(SocketType.PULL);
            other.bind(endpoint);
            other.close();
            gateway.start();
        }
    }

    @Test
    void shouldLeaveRequestsInTheSocketWhileItIsPaused() {
        ZmqInboundGateway gateway = start(router(TestPorts.ANY), text -> text);
        ZmqSocket req = flows.connected(SocketType.REQ, gateway.getBoundPort());
        gateway.pause();
        assertThat(gateway.isPaused()).isTrue();
        req.send(Msg.of("m"));
        assertThat(req.receive(NOT_NOW)).isNull();

        gateway.resume();

        assertThat(req.receive(SOON)).isEqualTo(Msg.of("m"));
    }

    @Test
    void shouldStopWithAnEventAfterAnErrorAndServeAgainAfterAStart() throws InterruptedException {
        String endpoint = TestPorts.freeEndpoint();
        BlockingQueue<ZmqReceiverFailedEvent> events = new LinkedBlockingQueue<>();
        flows.application.addApplicationListener((ApplicationListener<ZmqReceiverFailedEvent>) events::add);
        DefaultZmqSockets sockets = named(endpoint);
        ZmqInboundGateway gateway = start(Zmq.inboundGateway(sockets, "service"), text -> text);

        sockets.close("service");

        ZmqReceiverFailedEvent event = events.poll(10, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        assertThat(event.getSource()).isSameAs(gateway);
        assertThat(gateway.isRunning()).isFalse();
        gateway.start();
        ZmqSocket req = flows.connected(SocketType.REQ, endpoint);
        req.send(Msg.of("m"));
        assertThat(req.receive(SOON)).isEqualTo(Msg.of("m"));
    }

    private DefaultZmqSockets named(String endpoint) {
        DefaultZmqSockets sockets = new DefaultZmqSockets(
                flows.zmq,
                List.of(ZmqSocketSpec.builder("service", SocketType.ROUTER)
                        .bind(endpoint)
                        .build()));
        flows.application.registerBean("sockets", DefaultZmqSockets.class, () -> sockets);
        return sockets;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void shouldAnswerEveryRequestOnceWhateverItIsTold(int maxInFlight, TestReporter reporter)
            throws InterruptedException {
        reporter.publishEntry("seed", Long.toString(SEED));
        Random random = new Random(SEED);
        DefaultZmqSockets sockets = named(TestPorts.ANY);
        ZmqInboundGateway gateway =
                start(Zmq.inboundGateway(sockets, "service").concurrency(3).maxInFlight(maxInFlight), text -> text);
        ZmqSocket dealer = flows.connected(SocketType.DEALER, sockets.boundPort("service"));
        AtomicBoolean walking = new AtomicBoolean(true);
        AtomicInteger sent = new AtomicInteger();
        Thread sender = new Thread(() -> {
            while (walking.get()) {
                if (dealer.send(Msg.of("" + sent.get()), NOT_NOW)) {
                    sent.incrementAndGet();
                }
            }
        });
        sender.start();
        BitSet answered = new BitSet();
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(4)) {
                case 0 -> gateway.stop();
                case 1 -> gateway.start();
                case 2 -> gateway.pause();
                default -> gateway.resume();
            }
            if (gateway.isRunning() && !gateway.isPaused()) {
                take(dealer, answered);
            }
            for (Msg more = dealer.tryReceive(); more != null; more = dealer.tryReceive()) {
                mark(more, answered);
            }
        }
        walking.set(false);
        gateway.resume();
        gateway.start();
        sender.join();
        while (answered.cardinality() < sent.get()) {
            take(dealer, answered);
        }
        assertThat(dealer.receive(NOT_NOW)).isNull();
        assertThat(sent.get()).isGreaterThan(STEPS / 10);
        assertThat(gateway.getUndeliveredReplies()).isZero();
    }

    private static void take(ZmqSocket dealer, BitSet answered) {
        Msg reply = dealer.receive(SOON);
        assertThat(reply).isNotNull();
        mark(reply, answered);
    }

    private static void mark(Msg reply, BitSet answered) {
        int number = Integer.parseInt(reply.string(0));
        assertThat(answered.get(number)).as("reply %d came before", number).isFalse();
        answered.set(number);
    }

    @Test
    void shouldLeaveNoThreadAndNoDescriptorAfterManyRestartsUnderLoad() {
        String endpoint = TestPorts.freeEndpoint();
        flows.flow("client", () -> IntegrationFlow.from("requests")
                .handle(Zmq.outboundGateway(flows.zmq).connect(endpoint))
                .get());
        ZmqInboundGateway service = start(router(endpoint).concurrency(2), text -> text);
        ZmqOutboundGateway client = flows.application.getBeansOfType(ZmqOutboundGateway.class).values().stream()
                .findFirst()
                .orElseThrow();
        ask("warm up");
        service.stop();
        client.stop();
        await().until(() -> ofGateways() == 0);
        long descriptors = descriptors();

        for (int i = 0; i < 20; i++) {
            service.start();
            client.start();
            ask("m" + i);
            service.stop();
            client.stop();
        }

        await().until(() -> ofGateways() == 0);
        await().until(() -> descriptors() <= descriptors + 2);
    }

    private void ask(String text) {
        MessagingTemplate template = new MessagingTemplate();
        template.setReceiveTimeout(10_000);
        Message<?> reply = template.sendAndReceive(
                flows.application.getBean("requests", MessageChannel.class), new GenericMessage<>(text));
        assertThat(reply).isNotNull();
        assertThat(Inbox.text(reply)).isEqualTo(text);
    }

    private static long ofGateways() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("gateway-") || name.startsWith("zmq-replies-"))
                .count();
    }

    private static long descriptors() {
        return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                .getOpenFileDescriptorCount();
    }
}
