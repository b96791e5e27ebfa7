package io.zmq4j.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.integration.dsl.Zmq;
import io.zmq4j.spring.integration.event.ZmqAdapterStartedEvent;
import io.zmq4j.spring.integration.inbound.ZmqMessageProducer;
import io.zmq4j.spring.integration.outbound.ZmqMessageHandler;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableMBeanExport;
import org.springframework.integration.IntegrationMessageHeaderAccessor;
import org.springframework.integration.IntegrationPatternType;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.config.EnableIntegrationManagement;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.graph.IntegrationGraphServer;
import org.springframework.integration.graph.IntegrationNode;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;

/** Adapters are seen and steered from outside as every component of Spring Integration is. */
@Timeout(30)
class ManagementTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final Inbox received = new Inbox();
    private final BlockingQueue<ZmqAdapterStartedEvent> started = new LinkedBlockingQueue<>();
    private final TestFlows flows = new TestFlows();

    @AfterEach
    void close() {
        flows.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableMBeanExport
    static class Jmx {}

    @Configuration(proxyBeanMethods = false)
    @EnableIntegrationManagement(observationPatterns = "*")
    static class Observed {
        @Bean
        ObservationRegistry observations() {
            return TestObservationRegistry.create();
        }
    }

    private void start(SocketType inbound, Class<?>... more) {
        if (more.length > 0) {
            flows.application.register(more);
        }
        flows.application.addApplicationListener((ApplicationListener<ZmqAdapterStartedEvent>) started::add);
        flows.flow("in", () -> IntegrationFlow.from(Zmq.inboundChannelAdapter(flows.zmq, inbound)
                        .bind(TestPorts.ANY)
                        .id("inbound"))
                .channel("received")
                .handle(received::accept)
                .get());
        flows.flow("out", () -> IntegrationFlow.from("outbound")
                .handle(
                        Zmq.outboundChannelAdapter(flows.zmq, SocketType.PUSH)
                                .bind(TestPorts.ANY)
                                .async(true)
                                .sendTimeout(Duration.ofSeconds(-1)),
                        endpoint -> endpoint.id("consumer"))
                .get());
        flows.flow(
                "control", () -> IntegrationFlow.from("commands").controlBus().get());
        flows.start();
    }

    private ZmqMessageProducer inbound() {
        return flows.application.getBean("inbound", ZmqMessageProducer.class);
    }

    private ZmqMessageHandler outbound() {
        return flows.application.getBean(ZmqMessageHandler.class);
    }

    @Test
    void shouldBeSteeredThroughJmx() throws Exception {
        start(SocketType.SUB, Jmx.class);
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName in = only(server, "ZmqMessageProducer");
        ZmqSocket pub = flows.connected(SocketType.XPUB, (Integer) server.getAttribute(in, "BoundPort"));

        server.invoke(in, "subscribe", new Object[] {"EUR"}, new String[] {String.class.getName()});
        assertThat(pub.receive(SOON)).isEqualTo(Msg.of("\u0001EUR"));
        server.invoke(in, "unsubscribe", new Object[] {"EUR"}, new String[] {String.class.getName()});
        assertThat(pub.receive(SOON)).isEqualTo(Msg.of("\u0000EUR"));
        server.invoke(in, "pause", new Object[0], new String[0]);
        assertThat(server.getAttribute(in, "Paused")).isEqualTo(true);
        server.invoke(in, "resume", new Object[0], new String[0]);
        assertThat(inbound().isPaused()).isFalse();

        ObjectName out = only(server, "ZmqMessageHandler");
        assertThat(server.getAttribute(out, "BoundPort")).isEqualTo(outbound().getBoundPort());
        flows.application.getBean("outbound", MessageChannel.class).send(new GenericMessage<>("waits"));
        assertThat(server.getAttribute(out, "WaitingCount")).isEqualTo(1);
    }

    private static ObjectName only(MBeanServer server, String type) throws Exception {
        return server.queryNames(new ObjectName("io.zmq4j.spring.integration.*:type=" + type + ",*"), null).stream()
                .reduce((one, other) -> {
                    throw new AssertionError(one + " and " + other);
                })
                .orElseThrow();
    }

    @Test
    void shouldBeSteeredThroughTheControlBus() {
        start(SocketType.SUB);
        ZmqSocket pub = flows.connected(SocketType.XPUB, (Integer) command("inbound.getBoundPort"));

        command("inbound.subscribe", "EUR");
        assertThat(pub.receive(SOON)).isEqualTo(Msg.of("\u0001EUR"));
        command("inbound.unsubscribe", "EUR");
        assertThat(pub.receive(SOON)).isEqualTo(Msg.of("\u0000EUR"));
        command("inbound.pause");
        assertThat(command("inbound.isPaused")).isEqualTo(true);
        command("inbound.resume");
        assertThat(command("inbound.isPaused")).isEqualTo(false);

        assertThat(command("'consumer.handler'.getBoundPort"))
                .isEqualTo(outbound().getBoundPort());
        command("consumer.stop");
        assertThat(outbound().isRunning()).isFalse();
        command("consumer.start");
        assertThat(outbound().isRunning()).isTrue();
    }

    private Object command(String command, Object... arguments) {
        QueueChannel replies = new QueueChannel();
        flows.application
                .getBean("commands", MessageChannel.class)
                .send(MessageBuilder.withPayload(command)
                        .setHeader(IntegrationMessageHeaderAccessor.CONTROL_BUS_ARGUMENTS, List.of(arguments))
                        .setReplyChannel(replies)
                        .build());
        Message<?> reply = replies.receive(0);
        return reply == null ? "void" : reply.getPayload();
    }

    @Test
    void shouldAppearInTheGraphWithTheirTypesAndConnections() {
        flows.application.registerBean("graph", IntegrationGraphServer.class, IntegrationGraphServer::new);
        start(SocketType.PULL);

        List<IntegrationNode> nodes = List.copyOf(flows.application
                .getBean(IntegrationGraphServer.class)
                .getGraph()
                .nodes());

        assertThat(nodes)
                .extracting(
                        IntegrationNode::getName,
                        IntegrationNode::getComponentType,
                        IntegrationNode::getIntegrationPatternType)
                .contains(
                        tuple("inbound", "zmq:inbound-channel-adapter", IntegrationPatternType.inbound_channel_adapter),
                        tuple(
                                "consumer",
                                "zmq:outbound-channel-adapter",
                                IntegrationPatternType.outbound_channel_adapter));
    }

    @Test
    void shouldTellThePortsWithWhichTheyHaveStarted() {
        start(SocketType.PULL);

        assertThat(started)
                .extracting(
                        ZmqAdapterStartedEvent::getSource,
                        ZmqAdapterStartedEvent::getSocket,
                        ZmqAdapterStartedEvent::getBoundPorts)
                .containsExactlyInAnyOrder(
                        tuple(inbound(), "inbound", List.of(inbound().getBoundPort())),
                        tuple(outbound(), "push", List.of(outbound().getBoundPort())));
        assertThat(started).allSatisfy(event -> assertThat(event.toString()).contains("boundPorts=["));
        started.clear();
        inbound().stop();
        inbound().start();
        assertThat(started).extracting(ZmqAdapterStartedEvent::getSource).containsExactly(inbound());
    }

    @Test
    void shouldBeObservedAsEveryComponentIs() throws InterruptedException {
        start(SocketType.PULL, Observed.class);
        ZmqSocket pull = flows.connected(SocketType.PULL, outbound().getBoundPort());

        flows.connected(SocketType.PUSH, inbound().getBoundPort()).send(Msg.of("in"));
        assertThat(received.nextText()).isEqualTo("in");
        flows.application.getBean("outbound", MessageChannel.class).send(new GenericMessage<>("out"));
        assertThat(pull.receive(SOON)).isEqualTo(Msg.of("out"));

        TestObservationRegistry observations = flows.application.getBean(TestObservationRegistry.class);
        await().untilAsserted(() -> TestObservationRegistryAssert.assertThat(observations)
                .hasAnObservation(observation -> observation
                        .hasNameEqualTo("spring.integration.handler")
                        .hasLowCardinalityKeyValue("spring.integration.name", "inbound")
                        .hasLowCardinalityKeyValue("spring.integration.type", "message-producer"))
                .hasAnObservation(observation -> observation
                        .hasNameEqualTo("spring.integration.producer")
                        .hasLowCardinalityKeyValue("spring.integration.name", "received"))
                .hasAnObservation(observation -> observation
                        .hasNameEqualTo("spring.integration.handler")
                        .hasLowCardinalityKeyValue("spring.integration.name", "consumer")
                        .hasLowCardinalityKeyValue("spring.integration.type", "handler")));
    }
}
