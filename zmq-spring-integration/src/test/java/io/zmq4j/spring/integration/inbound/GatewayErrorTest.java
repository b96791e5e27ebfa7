package io.zmq4j.spring.integration.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import io.zmq4j.spring.integration.dsl.ZmqInboundGatewaySpec;
import io.zmq4j.spring.integration.event.ZmqReceiverFailedEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ApplicationListener;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.handler.AbstractReplyProducingMessageHandler;
import org.springframework.messaging.Message;

/** An {@link Error} in the flow of an inbound gateway: its client is answered, then the gateway stops and says why. */
@Timeout(60)
class GatewayErrorTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final TestFlows flows = new TestFlows();
    private final BlockingQueue<ZmqReceiverFailedEvent> events = new LinkedBlockingQueue<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private final Thread stopping = new Thread(
            () -> flows.application.getBean("gateway", ZmqInboundGateway.class).stop());

    @AfterEach
    void close() {
        flows.close();
    }

    /** Answers by what it was asked, or throws what it was asked for. */
    private AbstractReplyProducingMessageHandler service() {
        return new AbstractReplyProducingMessageHandler() {

            @Override
            protected Object handleRequestMessage(Message<?> request) {
                String text = new String((byte[]) request.getPayload(), UTF_8);
                switch (text) {
                    case "assertion" -> throw new AssertionError(text);
                    case "held" -> {
                        held.countDown();
                        await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
                        throw new LinkageError(text);
                    }
                    case "linkage" -> throw new LinkageError(text);
                    default -> {
                        return text;
                    }
                }
            }
        };
    }

    private ZmqInboundGateway start(Supplier<ZmqInboundGatewaySpec> spec) {
        flows.application.addApplicationListener((ApplicationListener<ZmqReceiverFailedEvent>) events::add);
        flows.flow("service", () -> IntegrationFlow.from(spec.get().id("gateway"))
                .handle(service())
                .get());
        flows.flow("failures", () -> IntegrationFlow.from("failed")
                .handle((payload, headers) -> "from the error channel")
                .get());
        return flows.start().application.getBean("gateway", ZmqInboundGateway.class);
    }

    private ZmqInboundGatewaySpec named(SocketType type, String endpoint) {
        DefaultZmqSockets sockets = new DefaultZmqSockets(
                flows.zmq,
                List.of(ZmqSocketSpec.builder("service", type).bind(endpoint).build()));
        flows.application.registerBean("sockets", DefaultZmqSockets.class, () -> sockets);
        return Zmq.inboundGateway(sockets, "service").replyOnError(ReplyOnError.ERROR);
    }

    private static Msg ask(ZmqSocket client, String text) {
        client.send(Msg.of(text));
        return client.receive(SOON);
    }

    /** The socket outlasts the stop, so that a REP without an answer would take no request after the start. */
    @ParameterizedTest
    @CsvSource({
        "ROUTER, 0, linkage",
        "ROUTER, 0, assertion",
        "ROUTER, 10, linkage",
        "ROUTER, 10, assertion",
        "REP, 0, linkage"
    })
    void shouldAnswerTheRequestAndStopAndServeAgainAfterAStart(SocketType type, int maxInFlight, String error)
            throws InterruptedException {
        String endpoint = TestPorts.freeEndpoint();
        ZmqInboundGatewaySpec spec = named(type, endpoint).maxInFlight(maxInFlight);
        ZmqInboundGateway gateway = start(() -> spec);
        ZmqSocket req = flows.connected(SocketType.REQ, endpoint);
        assertThat(ask(req, "a")).isEqualTo(Msg.of("a"));

        assertThat(ask(req, error)).isEqualTo(Msg.of(error));

        ZmqReceiverFailedEvent event = events.poll(10, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        assertThat(event.getSource()).isSameAs(gateway);
        assertThat(event.getSocket()).isEqualTo("service");
        assertThat(event.getCause()).isInstanceOf(Error.class).hasMessage(error);
        assertThat(gateway.isRunning()).isFalse();
        assertThat(gateway.getFailedRequests()).isEqualTo(1);
        assertThat(gateway.getInFlight()).isZero();
        gateway.start();
        assertThat(ask(req, "b")).isEqualTo(Msg.of("b"));
        assertThat(events).isEmpty();
    }

    @Test
    void shouldLeaveAnErrorToTheErrorChannelAndGoOn() {
        ZmqInboundGateway gateway =
                start(() -> Zmq.inboundGateway(flows.zmq).bind(TestPorts.ANY).errorChannel("failed"));
        ZmqSocket req = flows.connected(SocketType.REQ, gateway.getBoundPort());

        assertThat(ask(req, "linkage")).isEqualTo(Msg.of("from the error channel"));

        assertThat(ask(req, "a")).isEqualTo(Msg.of("a"));
        assertThat(gateway.isRunning()).isTrue();
        assertThat(events).isEmpty();
    }

    @Test
    void shouldStopWithinTheShutdownTimeoutWhenAnErrorLeavesAFlowWithoutAThread() throws InterruptedException {
        ZmqInboundGateway gateway = start(() -> Zmq.inboundGateway(flows.zmq)
                .bind(TestPorts.ANY)
                .maxInFlight(2)
                .shutdownTimeout(Duration.ofMinutes(1)));
        ZmqSocket dealer = flows.connected(SocketType.DEALER, gateway.getBoundPort());

        dealer.send(Msg.of("linkage"));

        assertThat(events.poll(10, TimeUnit.SECONDS)).isNotNull();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("gateway-")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldNotHoldUpAStopByAnErrorOfTheRequestUnderWay(int maxInFlight) throws InterruptedException {
        ZmqInboundGateway gateway = start(() -> Zmq.inboundGateway(flows.zmq)
                .bind(TestPorts.ANY)
                .maxInFlight(maxInFlight)
                .shutdownTimeout(Duration.ofMinutes(1)));
        flows.connected(SocketType.DEALER, gateway.getBoundPort()).send(Msg.of("held"));
        assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();

        stopping.start();
        stopping.join(SOON.toMillis());

        assertThat(stopping.isAlive()).isFalse();
        assertThat(events.poll(10, TimeUnit.SECONDS)).isNotNull();
    }
}
