package io.zmq4j.spring.integration.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.FrameMode;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.UnknownZmqSocketException;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.integration.Inbox;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.inbound.ZmqMessageProducer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.support.MessageBuilder;

@Timeout(30)
class ZmqDslTest {

    private record Order(String id) {}

    private final Inbox received = new Inbox();
    private final TestFlows flows = new TestFlows();

    @AfterEach
    void close() {
        flows.close();
    }

    @Test
    void shouldCarryObjectsTopicsAndAllowedHeadersFromOneFlowToAnother() throws InterruptedException {
        String endpoint = TestPorts.freeEndpoint();
        flows.flow("out", () -> IntegrationFlow.from("orders")
                .handle(Zmq.outboundChannelAdapter(flows.zmq, SocketType.PUSH)
                        .connect(endpoint)
                        .frames(FrameMode.TOPIC_HEADERS_PAYLOAD)
                        .sendHeaders("tenant")
                        .topic("new"))
                .get());
        flows.flow("in", () -> IntegrationFlow.from(Zmq.inboundChannelAdapter(flows.zmq, SocketType.PULL)
                        .bind(endpoint)
                        .frames(FrameMode.TOPIC_HEADERS_PAYLOAD)
                        .acceptHeaders("ten*")
                        .payloadType(new ParameterizedTypeReference<List<Order>>() {}))
                .handle(received::accept)
                .get());
        flows.start();

        flows.application
                .getBean("orders", MessageChannel.class)
                .send(MessageBuilder.withPayload(List.of(new Order("a"), new Order("b")))
                        .setHeader("tenant", "t-1")
                        .setHeader("secret", "s")
                        .build());

        Message<?> message = received.next();
        assertThat(message.getPayload()).isEqualTo(List.of(new Order("a"), new Order("b")));
        assertThat(message.getHeaders())
                .containsEntry("tenant", "t-1")
                .containsEntry(ZmqHeaders.RECEIVED_TOPIC, "new")
                .doesNotContainKey("secret");
    }

    @Test
    void shouldRunTheReceivingThreadOnAnExecutor() throws InterruptedException {
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "mine"));
        flows.flow("in", () -> IntegrationFlow.from(Zmq.inboundChannelAdapter(flows.zmq, SocketType.PULL)
                        .bind("inproc://orders")
                        .taskExecutor(executor))
                .enrichHeaders(headers -> headers.headerFunction(
                        "thread", message -> Thread.currentThread().getName()))
                .handle(received::accept)
                .get());
        flows.start();

        flows.connected(SocketType.PUSH, "inproc://orders").send(Msg.of("m"));

        assertThat(received.next().getHeaders()).containsEntry("thread", "mine");
        flows.application.close();
        executor.shutdown();
        assertThat(executor.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void shouldReceiveOnVirtualThreads() throws InterruptedException {
        SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("virtual-");
        executor.setVirtualThreads(true);
        flows.flow("in", () -> IntegrationFlow.from(Zmq.inboundChannelAdapter(flows.zmq, SocketType.PULL)
                        .bind(TestPorts.ANY)
                        .id("adapter")
                        .concurrency(2)
                        .taskExecutor(executor))
                .enrichHeaders(headers -> headers.headerFunction(
                        "thread", message -> Thread.currentThread().toString()))
                .handle(received::accept)
                .get());
        ZmqMessageProducer adapter = flows.start().application.getBean("adapter", ZmqMessageProducer.class);

        flows.connected(SocketType.PUSH, adapter.getBoundPort()).send(Msg.of("m"));

        assertThat(received.next().getHeaders().get("thread")).asString().startsWith("VirtualThread");
        adapter.stop();
        assertThat(adapter.isRunning()).isFalse();
    }

    @Test
    void shouldFrameAsSpringIntegrationZeromqOnRequest() {
        flows.flow("out", () -> IntegrationFlow.from("prices")
                .handle(Zmq.outboundChannelAdapter(flows.zmq, SocketType.PUSH)
                        .connect("inproc://prices")
                        .frames(FrameMode.TOPIC_PAYLOAD)
                        .emptyDelimiter(true)
                        .topic("EUR"))
                .get());
        ZmqSocket pull = flows.zmq.socket(SocketType.PULL);
        pull.bind("inproc://prices");
        flows.start()
                .application
                .getBean("prices", MessageChannel.class)
                .send(MessageBuilder.withPayload("1").build());

        assertThat(pull.receive(Duration.ofSeconds(5))).isEqualTo(Msg.of("EUR", "", "1"));
    }

    @Test
    void shouldUseTheConverterAndMapperItIsGiven() throws InterruptedException {
        MsgMapper bytesOnly = new MsgMapper().withConverter(new ByteArrayMessageConverter());
        flows.flow("in", () -> IntegrationFlow.from(Zmq.inboundChannelAdapter(flows.zmq, SocketType.PULL)
                        .bind("inproc://orders")
                        .payloadType(Order.class)
                        .mapper(bytesOnly)
                        .errorChannel("failed"))
                .nullChannel());
        flows.flow(
                "failures",
                () -> IntegrationFlow.from("failed").handle(received::accept).get());
        flows.start();

        flows.connected(SocketType.PUSH, "inproc://orders").send(Msg.of("{\"id\":\"a\"}"));

        assertThat(received.next().getPayload().toString()).contains("payload cannot become");
    }

    @Test
    void shouldRefuseToDeclareANamedSocketAgain() {
        ZmqSockets sockets = new DefaultZmqSockets(flows.zmq, List.of());

        assertThatIllegalStateException()
                .isThrownBy(() -> Zmq.inboundChannelAdapter(sockets, "orders").bind(TestPorts.ANY))
                .withMessageStartingWith("bind is set for a named socket, allowed: only for a socket of the adapter's");
        assertThatIllegalStateException()
                .isThrownBy(() -> Zmq.inboundChannelAdapter(sockets, "orders").subscribe("EUR"))
                .withMessageStartingWith("subscribe is set for a named socket");
        assertThatIllegalStateException()
                .isThrownBy(() -> Zmq.outboundChannelAdapter(sockets, "orders").frames(FrameMode.RAW))
                .withMessageStartingWith("frames is set for a named socket");
    }

    @Test
    void shouldFailTheApplicationWhenASocketIsUnknownOrMisdeclared() {
        ZmqSockets sockets = new DefaultZmqSockets(flows.zmq, List.of());
        flows.flow("in", () -> IntegrationFlow.from(Zmq.inboundChannelAdapter(sockets, "orders"))
                .nullChannel());
        assertThatExceptionOfType(BeanCreationException.class)
                .isThrownBy(flows::start)
                .havingRootCause()
                .isInstanceOf(UnknownZmqSocketException.class);

        try (TestFlows other = new TestFlows()) {
            other.flow("in", () -> IntegrationFlow.from(Zmq.inboundChannelAdapter(other.zmq, SocketType.PULL)
                            .id("nowhere"))
                    .nullChannel());
            assertThatExceptionOfType(BeanCreationException.class)
                    .isThrownBy(other::start)
                    .havingRootCause()
                    .withMessageContaining("socket 'nowhere' (PULL): bind and connect are both empty");
        }
    }

    @Test
    void shouldBePausableThroughTheControlBus() {
        flows.flow("in", () -> IntegrationFlow.from(Zmq.inboundChannelAdapter(flows.zmq, SocketType.PULL)
                        .bind(TestPorts.ANY)
                        .id("adapter"))
                .nullChannel());
        flows.flow(
                "control", () -> IntegrationFlow.from("commands").controlBus().get());
        flows.start();
        ZmqMessageProducer adapter = flows.application.getBean("adapter", ZmqMessageProducer.class);
        MessageChannel commands = flows.application.getBean("commands", MessageChannel.class);

        commands.send(MessageBuilder.withPayload("adapter.pause").build());
        assertThat(adapter.isPaused()).isTrue();
        commands.send(MessageBuilder.withPayload("adapter.resume").build());
        assertThat(adapter.isPaused()).isFalse();
        commands.send(MessageBuilder.withPayload("adapter.stop").build());
        assertThat(adapter.isRunning()).isFalse();
    }
}
