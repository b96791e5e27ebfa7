package io.zmq4j.spring.integration.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqBindException;
import io.zmq4j.spring.ZmqConversionException;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.integration.Inbox;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import io.zmq4j.spring.integration.dsl.ZmqPolledInboundChannelAdapterSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.InboundChannelAdapter;
import org.springframework.integration.annotation.Poller;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.core.MessageSource;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.endpoint.SourcePollingChannelAdapter;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessagingException;

@Timeout(30)
class ZmqMessageSourceTest {

    private record Order(String id) {}

    private final Inbox received = new Inbox();
    private final TestFlows flows = new TestFlows();

    @AfterEach
    void close() {
        flows.close();
    }

    private void flow(ZmqPolledInboundChannelAdapterSpec source) {
        flows.flow("in", () -> IntegrationFlow.from(source.id("source"), endpoint -> endpoint.id("adapter")
                        .poller(poller -> poller.fixedDelay(1).maxMessagesPerPoll(10)))
                .handle(received::accept)
                .get());
    }

    private ZmqMessageSource source() {
        return flows.application.getBean(ZmqMessageSource.class);
    }

    @Test
    void shouldBePolledInAFlowAndGoOnAfterPoison() throws InterruptedException {
        Inbox errors = new Inbox();
        flows.flow("failures", () -> IntegrationFlow.from("errorChannel")
                .handle(errors::accept)
                .get());
        flow(Zmq.polledInboundChannelAdapter(flows.zmq, SocketType.PULL)
                .bind(TestPorts.ANY)
                .payloadType(Order.class));
        flows.start();
        ZmqSocket peer = flows.connected(SocketType.PUSH, source().getBoundPort());

        peer.send(Msg.of("no order"));
        peer.send(Msg.of("{\"id\":\"a\"}"));

        MessagingException poison = (MessagingException) errors.next().getPayload();
        assertThat(poison).isInstanceOf(ZmqConversionException.class);
        assertThat(Inbox.texts(poison.getFailedMessage())).containsExactly("no order");
        Message<?> order = received.next();
        assertThat(order.getPayload()).isEqualTo(new Order("a"));
        assertThat(order.getHeaders()).containsEntry(ZmqHeaders.RECEIVED_SOCKET, "source");
        assertThat(source().getComponentType()).isEqualTo("zmq:message-source");
    }

    @Configuration(proxyBeanMethods = false)
    static class Annotated {

        final AtomicInteger handled = new AtomicInteger();

        @Bean
        @InboundChannelAdapter(channel = "jobs", poller = @Poller(fixedDelay = "1", maxMessagesPerPoll = "100"))
        MessageSource<Object> jobsIn(ZmqContext context) {
            return new ZmqMessageSource(
                    context,
                    ZmqSocketSpec.builder("jobs", SocketType.PULL)
                            .bind("inproc://jobs")
                            .build());
        }

        @ServiceActivator(inputChannel = "jobs")
        void handle(byte[] job) {
            handled.addAndGet(job.length);
        }
    }

    @Test
    void shouldBePolledInAnnotationStyle() {
        flows.application.registerBean(ZmqContext.class, () -> flows.zmq);
        flows.application.register(Annotated.class);
        flows.start();
        ZmqSocket peer = flows.connected(SocketType.PUSH, "inproc://jobs");
        for (int i = 0; i < 1_000; i++) {
            peer.send(Msg.of("12345"));
        }
        AtomicInteger handled = flows.application.getBean(Annotated.class).handled;
        await().untilAsserted(() -> assertThat(handled.get()).isEqualTo(5_000));
    }

    private ZmqMessageSource standalone(String endpoint) {
        ZmqMessageSource source = new ZmqMessageSource(
                flows.zmq,
                ZmqSocketSpec.builder("orders", SocketType.PULL).bind(endpoint).build());
        flows.application.registerBean("source", ZmqMessageSource.class, () -> source);
        flows.start();
        return source;
    }

    @Test
    void shouldFindNothingAtOnceOrInTimeAndAfterAStop() {
        ZmqMessageSource source = standalone("inproc://orders");
        assertThat(source.receive()).isNull();
        source.setReceiveTimeout(Duration.ofMillis(80));
        long before = System.nanoTime();
        assertThat(source.receive()).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(75));

        flows.connected(SocketType.PUSH, "inproc://orders").send(Msg.of("m"));
        assertThat(source.receive()).isNotNull();
        source.stop();
        assertThat(source.receive()).isNull();
        assertThat(source.isRunning()).isFalse();
    }

    @Test
    void shouldBindItsPortAgainAndAgain() {
        String endpoint = TestPorts.freeEndpoint();
        ZmqMessageSource source = standalone(endpoint);
        source.setReceiveTimeout(Duration.ofSeconds(5));
        for (int i = 0; i < 20; i++) {
            source.start();
            try (ZmqSocket peer = flows.connected(SocketType.PUSH, endpoint)) {
                peer.send(Msg.of("m" + i));
                assertThat(Inbox.text(source.receive())).isEqualTo("m" + i);
            }
            source.stop();
            try (ZmqSocket holder = flows.zmq.socket(SocketType.PULL)) {
                holder.bind(endpoint);
                assertThatExceptionOfType(ZmqBindException.class).isThrownBy(source::start);
            }
        }
    }

    @Test
    void shouldFailTheStartWhenItsPortIsTaken() {
        String endpoint = TestPorts.freeEndpoint();
        flows.zmq.socket(SocketType.PULL).bind(endpoint);
        flow(Zmq.polledInboundChannelAdapter(flows.zmq, SocketType.PULL).bind(endpoint));

        assertThatExceptionOfType(ApplicationContextException.class)
                .isThrownBy(flows::start)
                .withCauseInstanceOf(ZmqBindException.class);
    }

    @Test
    void shouldSubscribeANamedSocketAndLeaveItOpen() throws InterruptedException {
        DefaultZmqSockets sockets = new DefaultZmqSockets(
                flows.zmq,
                List.of(ZmqSocketSpec.builder("prices", SocketType.SUB)
                        .bind("inproc://prices")
                        .build()));
        flow(Zmq.polledInboundChannelAdapter(sockets, "prices").payloadType(String.class));
        flows.start();
        source().subscribe("EUR");
        ZmqSocket peer = flows.connected(SocketType.XPUB, "inproc://prices");
        assertThat(peer.receive(Duration.ofSeconds(5))).isNotNull();

        peer.send(Msg.of("USD", "2"));
        peer.send(Msg.of("EUR", "1"));

        Message<?> price = received.next();
        assertThat(price.getPayload()).isEqualTo("1");
        assertThat(price.getHeaders()).containsEntry(ZmqHeaders.RECEIVED_TOPIC, "EUR");
        flows.application.getBean("adapter", SourcePollingChannelAdapter.class).stop();
        assertThat(source().isRunning()).isFalse();
        assertThat(sockets.isOpen("prices")).isTrue();
        sockets.destroy();
    }

    @Test
    void shouldRefuseATypeThatCannotReceive() {
        flow(Zmq.polledInboundChannelAdapter(flows.zmq, SocketType.PUSH).bind("inproc://x"));

        assertThatExceptionOfType(BeanCreationException.class)
                .isThrownBy(flows::start)
                .withStackTraceContaining("cannot receive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Zmq.polledInboundChannelAdapter(flows.zmq, SocketType.PULL)
                        .receiveTimeout(Duration.ofSeconds(-1)))
                .withMessageContaining("receiveTimeout");
    }
}
