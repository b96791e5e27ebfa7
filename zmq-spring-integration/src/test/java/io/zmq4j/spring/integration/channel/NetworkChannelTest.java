package io.zmq4j.spring.integration.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.zmq4j.CurveKeys;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.FrameMode;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqBindException;
import io.zmq4j.spring.ZmqConversionException;
import io.zmq4j.spring.ZmqSendTimeoutException;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.integration.Inbox;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
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
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.GenericMessage;

/** A point-to-point channel between applications. */
@Timeout(30)
class NetworkChannelTest {

    private record Order(String id) {}

    private final Inbox received = new Inbox();
    private final TestFlows flows = new TestFlows();
    private final TestFlows other = new TestFlows();

    @AfterEach
    void close() {
        flows.close();
        other.close();
    }

    @Test
    void shouldCarryObjectsAndAllowedHeadersToAnotherApplication() throws InterruptedException {
        String endpoint = TestPorts.freeEndpoint();
        flows.flow("out", () -> IntegrationFlow.from("in")
                .channel(
                        Zmq.channel(flows.zmq).id("orders").bindSender(endpoint).sendHeaders("tenant", "secret"))
                .get());
        other.flow("in", () -> IntegrationFlow.from(Zmq.channel(other.zmq)
                        .id("orders")
                        .connectReceiver(endpoint)
                        .acceptHeaders("tenant")
                        .payloadType(Order.class))
                .handle(received::accept)
                .get());
        other.start();
        flows.start();

        flows.application
                .getBean("in", MessageChannel.class)
                .send(MessageBuilder.withPayload(new Order("a"))
                        .setHeader("tenant", "t-1")
                        .setHeader("secret", "s")
                        .build());

        Message<?> message = received.next();
        assertThat(message.getPayload()).isEqualTo(new Order("a"));
        assertThat(message.getHeaders()).containsEntry("tenant", "t-1").doesNotContainKey("secret");
    }

    @Configuration(proxyBeanMethods = false)
    static class Annotated {

        final String frontend = TestPorts.freeEndpoint();
        final String backend = TestPorts.freeEndpoint();
        final AtomicInteger handled = new AtomicInteger();

        @Bean
        ZmqProxyBean proxy(ZmqContext context) {
            return new ZmqProxyBean(
                    context,
                    ZmqSocketSpec.builder("front", SocketType.PULL)
                            .bind(frontend)
                            .build(),
                    ZmqSocketSpec.builder("back", SocketType.PUSH).bind(backend).build());
        }

        @Bean
        ZmqChannel orders(ZmqContext context) {
            ZmqChannel channel = new ZmqChannel(ZmqChannelTransport.own(
                    context,
                    ZmqSocketSpec.builder("to", SocketType.PUSH)
                            .connect(frontend)
                            .frames(FrameMode.HEADERS_PAYLOAD)
                            .build(),
                    ZmqSocketSpec.builder("from", SocketType.PULL)
                            .connect(backend)
                            .frames(FrameMode.HEADERS_PAYLOAD)
                            .build()));
            channel.setPayloadType(String.class);
            return channel;
        }

        @ServiceActivator(inputChannel = "orders")
        void handle(String payload) {
            if (payload.startsWith("m")) {
                handled.incrementAndGet();
            }
        }
    }

    @Test
    void shouldGoThroughAProxyInAnnotationStyle() {
        flows.application.registerBean(ZmqContext.class, () -> flows.zmq);
        flows.application.register(Annotated.class);
        flows.start();
        ZmqChannel channel = flows.application.getBean("orders", ZmqChannel.class);
        assertThat(channel.getSubscriberCount()).isOne();

        for (int i = 0; i < 100; i++) {
            assertThat(channel.send(new GenericMessage<>("m" + i))).isTrue();
        }

        AtomicInteger handled = flows.application.getBean(Annotated.class).handled;
        await().untilAsserted(() -> assertThat(handled.get()).isEqualTo(100));
    }

    /** Defect 1 of the peer, between applications: neither a subscriber nor a message that is no message ends it. */
    @Test
    void shouldGoOnAfterPoisonAndThrowingSubscribersDefect1() throws InterruptedException {
        Inbox errors = new Inbox();
        flows.flow("failures", () -> IntegrationFlow.from("errorChannel")
                .handle(errors::accept)
                .get());
        String endpoint = TestPorts.freeEndpoint();
        flows.flow("orders", () -> IntegrationFlow.from(
                        Zmq.channel(flows.zmq).bindReceiver(endpoint).payloadType(String.class))
                .handle(message -> {
                    if (message.getPayload().equals("bad")) {
                        throw new IllegalStateException("refused");
                    }
                    received.accept(message);
                })
                .get());
        flows.start();
        ZmqSocket peer = other.connected(SocketType.PUSH, endpoint);

        peer.send(Msg.of("no headers", "x"));
        peer.send(Msg.of("{}", "bad"));
        peer.send(Msg.of("{}", "good"));

        MessagingException poison = (MessagingException) errors.next().getPayload();
        assertThat(poison).isInstanceOf(ZmqConversionException.class);
        assertThat(Inbox.texts(poison.getFailedMessage())).containsExactly("no headers", "x");
        assertThat((Throwable) errors.next().getPayload()).hasRootCauseMessage("refused");
        assertThat(received.next().getPayload()).isEqualTo("good");
    }

    @Test
    void shouldFailASendThatNobodyTakes() {
        ZmqChannel channel = channel("orders", TestPorts.freeEndpoint());

        assertThat(channel.send(new GenericMessage<>("m"), 0)).isFalse();
        assertThat(channel.send(new GenericMessage<>("m"), 20)).isFalse();
        assertThatExceptionOfType(MessageDeliveryException.class)
                .isThrownBy(() -> channel.send(new GenericMessage<>("m")))
                .withCauseInstanceOf(ZmqSendTimeoutException.class)
                .withMessageContaining("orders.sender");
    }

    /** One that binds its sender. */
    private ZmqChannel channel(String id, String endpoint) {
        flows.application.registerBean(id, ZmqChannel.class, () -> {
            ZmqChannel channel = new ZmqChannel(ZmqChannelTransport.declared(
                    flows.zmq,
                    name -> ZmqSocketSpec.builder(name + ".sender", SocketType.PUSH)
                            .bind(endpoint)
                            .build(),
                    null));
            channel.setSendTimeout(Duration.ofMillis(50));
            return channel;
        });
        return flows.start().application.getBean(id, ZmqChannel.class);
    }

    @Test
    void shouldFailTheStartWhenItsPortIsTaken() {
        String endpoint = TestPorts.freeEndpoint();
        ZmqSocket holder = other.zmq.socket(SocketType.PUSH);
        holder.bind(endpoint);
        assertThatExceptionOfType(ApplicationContextException.class)
                .isThrownBy(() -> channel("orders", endpoint))
                .withCauseInstanceOf(ZmqBindException.class)
                .withStackTraceContaining(endpoint);
        holder.close();
    }

    @Test
    void shouldBindItsPortAgainAndAgain() {
        String endpoint = TestPorts.freeEndpoint();
        ZmqChannel channel = channel("orders", endpoint);
        for (int i = 0; i < 20; i++) {
            channel.stop();
            try (ZmqSocket holder = other.zmq.socket(SocketType.PUSH)) {
                holder.bind(endpoint);
                assertThatExceptionOfType(ZmqBindException.class).isThrownBy(channel::start);
                assertThat(channel.isRunning()).isFalse();
            }
            channel.start();
            ZmqSocket pull = other.connected(SocketType.PULL, endpoint);
            assertThat(channel.send(new GenericMessage<>("m" + i), 5_000)).isTrue();
            Msg msg = pull.receive(Duration.ofSeconds(5));
            assertThat(msg).isEqualTo(Msg.of("m" + i));
            pull.close();
        }
    }

    @Test
    void shouldUseNamedSocketsAndLeaveThemOpen() throws InterruptedException {
        DefaultZmqSockets sockets = new DefaultZmqSockets(
                flows.zmq,
                List.of(
                        ZmqSocketSpec.builder("out", SocketType.PUSH)
                                .bind("inproc://named")
                                .frames(FrameMode.HEADERS_PAYLOAD)
                                .build(),
                        ZmqSocketSpec.builder("in", SocketType.PULL)
                                .connect("inproc://named")
                                .frames(FrameMode.HEADERS_PAYLOAD)
                                .build()));
        flows.flow("flow", () -> IntegrationFlow.from("start")
                .channel(Zmq.channel(sockets, "out", "in").id("orders").payloadType(String.class))
                .handle(received::accept)
                .get());
        flows.start().application.getBean("start", MessageChannel.class).send(new GenericMessage<>("m"));
        assertThat(received.next().getPayload()).isEqualTo("m");

        flows.application.getBean("orders", ZmqChannel.class).stop();

        assertThat(sockets.isOpen("out")).isTrue();
        assertThat(sockets.isOpen("in")).isTrue();
        sockets.destroy();
    }

    @Test
    void shouldRefuseSubscribersWithoutAReceiverAndSendsWithoutASender() {
        ZmqChannel sends = channel("sends", TestPorts.freeEndpoint());
        assertThatIllegalStateException()
                .isThrownBy(() -> sends.subscribe(received::accept))
                .withMessageContaining("only sends");

        other.application.registerBean("receives", ZmqPollableChannel.class, () -> Zmq.pollableChannel(other.zmq)
                .bindReceiver(TestPorts.ANY)
                .getObject());
        ZmqPollableChannel receives = other.start().application.getBean(ZmqPollableChannel.class);
        assertThatExceptionOfType(MessageDeliveryException.class)
                .isThrownBy(() -> receives.send(new GenericMessage<>("m")))
                .withMessageContaining("only receives");
    }

    @Test
    void shouldFreeItsPortsWhileTheApplicationIsStoppedAndGoOnAfter() throws InterruptedException {
        String frontend = TestPorts.freeEndpoint();
        String backend = TestPorts.freeEndpoint();
        flows.application.registerBean("line", ZmqProxyBean.class, () -> Zmq.proxy(flows.zmq)
                .frontend(SocketType.PULL, spec -> spec.bind(frontend))
                .backend(SocketType.PUSH, spec -> spec.bind(backend))
                .getObject());
        flows.flow("flow", () -> IntegrationFlow.from("in")
                .channel(Zmq.channel(flows.zmq)
                        .id("orders")
                        .through(frontend, backend)
                        .payloadType(String.class))
                .handle(received::accept)
                .get());
        MessageChannel in = flows.start().application.getBean("in", MessageChannel.class);
        for (int i = 0; i < 3; i++) {
            assertThat(in.send(new GenericMessage<>("m" + i))).isTrue();
            assertThat(received.next().getPayload()).isEqualTo("m" + i);

            flows.application.stop();
            assertThat(flows.zmq.openSockets()).isZero();
            try (ZmqSocket holder = other.zmq.socket(SocketType.PULL)) {
                holder.bind(frontend);
                holder.bind(backend);
            }
            flows.application.start();
        }
    }

    @Test
    void shouldProtectItsSocketsWithCurve() throws InterruptedException {
        String endpoint = TestPorts.freeEndpoint();
        CurveKeys server = CurveKeys.generate();
        flows.flow("orders", () -> IntegrationFlow.from(Zmq.channel(flows.zmq)
                        .bindReceiver(endpoint)
                        .curve(server)
                        .payloadType(String.class))
                .handle(received::accept)
                .get());
        flows.start();
        other.flow("out", () -> IntegrationFlow.from("in")
                .channel(Zmq.channel(other.zmq)
                        .id("orders")
                        .connectSender(endpoint)
                        .curve(CurveKeys.generate(), server.publicKey()))
                .get());
        MessageChannel in = other.start().application.getBean("in", MessageChannel.class);
        ZmqSocket plain = other.connected(SocketType.PUSH, endpoint);

        assertThat(plain.send(Msg.of("{}", "plain"), Duration.ZERO)).isTrue();
        in.send(new GenericMessage<>("protected"));

        assertThat(received.next().getPayload()).isEqualTo("protected");
        received.assertNothingFor(Duration.ofMillis(100));
    }

    @Test
    void shouldRefuseATransportThatAnotherChannelHas() {
        ZmqChannelTransport transport = ZmqChannelTransport.local(flows.zmq);
        flows.application.registerBean("one", ZmqChannel.class, () -> new ZmqChannel(transport));
        flows.application.registerBean("two", ZmqPollableChannel.class, () -> new ZmqPollableChannel(transport));

        assertThatExceptionOfType(BeanCreationException.class)
                .isThrownBy(flows::start)
                .withStackTraceContaining("the transport of channel 'two' has a channel");
    }

    @Test
    void shouldRefuseDeclarationsThatDoNotFit() {
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> Zmq.channel(flows.zmq).frames(FrameMode.PAYLOAD).getObject())
                .withMessageContaining("inside the application");
        DefaultZmqSockets sockets = new DefaultZmqSockets(
                flows.zmq,
                List.of(ZmqSocketSpec.builder("in", SocketType.PULL)
                        .bind("inproc://in")
                        .build()));
        assertThatIllegalStateException()
                .isThrownBy(() -> Zmq.channel(sockets, "in", null).bindSender("inproc://x"))
                .withMessageContaining("bindSender");
        flows.application.registerBean("wrong", ZmqChannel.class, () -> Zmq.channel(sockets, "in", null)
                .getObject());
        assertThatExceptionOfType(BeanCreationException.class)
                .isThrownBy(flows::start)
                .withStackTraceContaining("sender 'in' of channel 'wrong' is a PULL");
    }
}
