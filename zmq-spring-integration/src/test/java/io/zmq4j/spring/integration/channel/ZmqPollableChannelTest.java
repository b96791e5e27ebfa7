package io.zmq4j.spring.integration.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqConversionException;
import io.zmq4j.spring.integration.Inbox;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import io.zmq4j.spring.integration.dsl.ZmqPollableChannelSpec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.Poller;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.support.GenericMessage;

@Timeout(30)
class ZmqPollableChannelTest {

    private record Order(String id) {}

    private final TestFlows flows = new TestFlows();
    private final TestFlows other = new TestFlows();

    @AfterEach
    void close() {
        flows.close();
        other.close();
    }

    private ZmqPollableChannel start(ZmqPollableChannelSpec spec) {
        flows.application.registerBean("orders", ZmqPollableChannelSpec.class, () -> spec);
        return flows.start().application.getBean("orders", ZmqPollableChannel.class);
    }

    @Test
    void shouldGiveEachMessageItselfInOrderAndNullInTime() {
        ZmqPollableChannel channel = start(Zmq.pollableChannel(flows.zmq));
        Message<Order> first = new GenericMessage<>(new Order("a"));
        Message<Order> second = new GenericMessage<>(new Order("b"));
        channel.send(first);
        channel.send(second);

        assertThat(channel.receive(0)).isSameAs(first);
        assertThat(channel.receive()).isSameAs(second);
        assertThat(channel.receive(0)).isNull();
        long before = System.nanoTime();
        assertThat(channel.receive(80)).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofMillis(75), Duration.ofSeconds(5));
    }

    @Test
    void shouldEndAReceiveThatWaitsWhenItIsStoppedOrInterrupted() throws Exception {
        ZmqPollableChannel channel = start(Zmq.pollableChannel(flows.zmq));
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            boolean nothing = channel.receive() == null;
            interrupted.complete(nothing && Thread.currentThread().isInterrupted());
        });
        waiting.start();
        await().until(() ->
                waiting.getState() == Thread.State.WAITING || waiting.getState() == Thread.State.TIMED_WAITING);
        waiting.interrupt();
        assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> channel.receive() == null);
        channel.stop();
        assertThat(stopped.get(5, TimeUnit.SECONDS)).isTrue();
        assertThat(channel.receive()).isNull();
        assertThatExceptionOfType(MessageDeliveryException.class)
                .isThrownBy(() -> channel.send(new GenericMessage<>("late")));
        channel.start();
        channel.send(new GenericMessage<>("again"));
        assertThat(channel.receive(5_000)).extracting(Message::getPayload).isEqualTo("again");
    }

    @Test
    void shouldKeepWhatNobodyHasReceivedOverARestart() {
        ZmqPollableChannel channel = start(Zmq.pollableChannel(flows.zmq));
        for (int i = 0; i < 100; i++) {
            channel.send(new GenericMessage<>(i));
        }
        channel.stop();
        channel.start();
        for (int i = 0; i < 100; i++) {
            assertThat(channel.receive(5_000)).extracting(Message::getPayload).isEqualTo(i);
        }
    }

    @Test
    void shouldCrossTheNetworkAndGoOnAfterPoison() {
        String endpoint = TestPorts.freeEndpoint();
        ZmqPollableChannel to = start(Zmq.pollableChannel(flows.zmq).connectSender(endpoint));
        other.application.registerBean("orders", ZmqPollableChannelSpec.class, () -> Zmq.pollableChannel(other.zmq)
                .bindReceiver(endpoint)
                .payloadType(Order.class));
        ZmqPollableChannel from = other.start().application.getBean("orders", ZmqPollableChannel.class);

        assertThat(to.send(new GenericMessage<>("no order"))).isTrue();
        assertThat(to.send(new GenericMessage<>(new Order("a")))).isTrue();

        assertThatExceptionOfType(ZmqConversionException.class)
                .isThrownBy(() -> from.receive(5_000))
                .satisfies(e -> assertThat(Inbox.texts(e.getFailedMessage())).containsExactly("{}", "no order"));
        assertThat(from.receive(5_000)).extracting(Message::getPayload).isEqualTo(new Order("a"));
        from.stop();
        try (ZmqSocket holder = flows.zmq.socket(SocketType.PULL)) {
            assertThat(holder.bind(endpoint)).isEqualTo(endpoint);
        }
        from.start();
        ZmqSocket peer = flows.connected(SocketType.PUSH, endpoint);
        peer.send(Msg.of("{}", "{\"id\":\"b\"}"));
        assertThat(from.receive(10_000)).isNotNull();
    }

    @Configuration(proxyBeanMethods = false)
    static class Annotated {

        final AtomicInteger handled = new AtomicInteger();

        @Bean
        ZmqPollableChannel jobs(ZmqContext context) {
            return new ZmqPollableChannel(context);
        }

        @ServiceActivator(inputChannel = "jobs", poller = @Poller(fixedDelay = "1", maxMessagesPerPoll = "100"))
        void handle(Order order) {
            handled.incrementAndGet();
        }
    }

    @Test
    void shouldBePolledInAnnotationStyle() {
        flows.application.registerBean(ZmqContext.class, () -> flows.zmq);
        flows.application.register(Annotated.class);
        MessageChannel jobs = flows.start().application.getBean("jobs", MessageChannel.class);
        for (int i = 0; i < 100; i++) {
            jobs.send(new GenericMessage<>(new Order("o" + i)));
        }
        AtomicInteger handled = flows.application.getBean(Annotated.class).handled;
        await().untilAsserted(() -> assertThat(handled.get()).isEqualTo(100));
    }

    @Test
    void shouldBePolledInAFlow() throws InterruptedException {
        Inbox received = new Inbox();
        flows.flow("flow", () -> IntegrationFlow.from("in")
                .channel(Zmq.pollableChannel(flows.zmq).id("jobs"))
                .handle(received::accept, endpoint -> endpoint.poller(poller -> poller.fixedDelay(1)))
                .get());
        flows.start().application.getBean("in", MessageChannel.class).send(new GenericMessage<>("m"));

        assertThat(received.next().getPayload()).isEqualTo("m");
    }
}
