package io.zmq4j.spring.integration.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqConversionException;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.integration.Inbox;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import io.zmq4j.spring.integration.dsl.ZmqInboundChannelAdapterSpec;
import io.zmq4j.spring.integration.event.ZmqReceiverFailedEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.context.ApplicationListener;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessagingException;

/** What comes in is handled, all of it, and nothing that comes in or throws ends the adapter. */
@Timeout(30)
class ZmqMessageProducerTest {

    private record Order(String id) {}

    private final Inbox received = new Inbox();
    private final Inbox errors = new Inbox();
    private final TestFlows flows = new TestFlows();

    @AfterEach
    void close() {
        flows.close();
    }

    private ZmqMessageProducer start(ZmqInboundChannelAdapterSpec adapter, Consumer<Message<?>> handler) {
        flows.flow("in", () -> IntegrationFlow.from(adapter.id("adapter"))
                .handle(handler::accept)
                .get());
        flows.flow(
                "failures",
                () -> IntegrationFlow.from("failed").handle(errors::accept).get());
        return flows.start().application.getBean("adapter", ZmqMessageProducer.class);
    }

    private ZmqInboundChannelAdapterSpec pull(String... endpoints) {
        return Zmq.inboundChannelAdapter(flows.zmq, SocketType.PULL).bind(endpoints);
    }

    private ZmqSocket pusher(ZmqMessageProducer adapter) {
        return flows.connected(SocketType.PUSH, adapter.getBoundPort());
    }

    @Test
    void shouldReceiveFromSeveralEndpoints() throws InterruptedException {
        ZmqSocket bound = flows.zmq.socket(SocketType.PUSH);
        String endpoint = bound.bind(TestPorts.ANY);
        ZmqMessageProducer adapter =
                start(pull(TestPorts.ANY, "inproc://orders").connect(endpoint), received);

        pusher(adapter).send(Msg.of("tcp"));
        assertThat(received.nextText()).isEqualTo("tcp");
        flows.connected(SocketType.PUSH, "inproc://orders").send(Msg.of("inproc"));
        assertThat(received.nextText()).isEqualTo("inproc");
        bound.send(Msg.of("connected"));
        assertThat(received.nextText()).isEqualTo("connected");
    }

    @Test
    void shouldDeliverAllFramesOfAMessage() throws InterruptedException {
        ZmqMessageProducer adapter = start(pull(TestPorts.ANY), received);

        pusher(adapter).send(Msg.of("one", "two", "three"));

        Message<?> message = received.next();
        assertThat(Inbox.texts(message)).containsExactly("one", "two", "three");
        assertThat(message.getHeaders())
                .containsEntry(ZmqHeaders.FRAME_COUNT, 3)
                .containsEntry(ZmqHeaders.RECEIVED_SOCKET, "adapter")
                .hasEntrySatisfying(
                        ZmqHeaders.PEER_ADDRESS,
                        address -> assertThat(address).asString().contains("127.0.0.1"))
                .doesNotContainKey(ZmqHeaders.RECEIVED_TOPIC);
    }

    @Test
    void shouldReceiveOnlySubscribedTopicsAndChangeThemWhileItRuns() throws InterruptedException {
        ZmqMessageProducer adapter = start(
                Zmq.inboundChannelAdapter(flows.zmq, SocketType.SUB)
                        .bind(TestPorts.ANY)
                        .subscribe("EUR.")
                        .payloadType(String.class),
                received);
        ZmqSocket pub = flows.connected(SocketType.XPUB, adapter.getBoundPort());
        assertThat(pub.receive(Duration.ofSeconds(5))).isEqualTo(Msg.of("\u0001EUR."));

        pub.send(Msg.of("GBP.USD", "1"));
        pub.send(Msg.of("EUR.USD", "2"));
        Message<?> first = received.next();
        assertThat(first.getPayload()).isEqualTo("2");
        assertThat(first.getHeaders()).containsEntry(ZmqHeaders.RECEIVED_TOPIC, "EUR.USD");

        adapter.subscribe("GBP.");
        assertThat(pub.receive(Duration.ofSeconds(5))).isEqualTo(Msg.of("\u0001GBP."));
        adapter.unsubscribe("EUR.");
        assertThat(pub.receive(Duration.ofSeconds(5))).isEqualTo(Msg.of("\u0000EUR."));
        pub.send(Msg.of("EUR.USD", "3"));
        pub.send(Msg.of("GBP.USD", "4"));
        assertThat(received.next().getPayload()).isEqualTo("4");
    }

    @Test
    void shouldSendAPoisonMessageToTheErrorChannelAndGoOn() throws InterruptedException {
        ZmqMessageProducer adapter =
                start(pull(TestPorts.ANY).payloadType(Order.class).errorChannel("failed"), received);
        ZmqSocket push = pusher(adapter);

        push.send(Msg.of("{\"id\":\"a\"}"));
        push.send(Msg.of("poison"));
        push.send(Msg.of("{\"id\":\"b\"}", "too many"));
        push.send(Msg.of("{\"id\":\"c\"}"));

        assertThat(received.next().getPayload()).isEqualTo(new Order("a"));
        assertThat(received.next().getPayload()).isEqualTo(new Order("c"));
        assertThat(rawFrames(errors.next())).containsExactly("poison");
        assertThat(rawFrames(errors.next())).containsExactly("{\"id\":\"b\"}", "too many");
        assertThat(adapter.isRunning()).isTrue();
    }

    private static List<String> rawFrames(Message<?> error) {
        assertThat(error.getPayload()).isInstanceOf(ZmqConversionException.class);
        Message<?> failed = ((MessagingException) error.getPayload()).getFailedMessage();
        assertThat(failed).isNotNull();
        return Inbox.texts(failed);
    }

    @Test
    void shouldGoOnAfterPoisonWithoutAnErrorChannel() throws InterruptedException {
        ZmqSocket push = pusher(start(pull(TestPorts.ANY).payloadType(Order.class), received));

        push.send(Msg.of("poison"));
        push.send(Msg.of("{\"id\":\"b\"}"));

        assertThat(received.next().getPayload()).isEqualTo(new Order("b"));
    }

    @Test
    void shouldLogTheSizeAndNotTheContentOfWhatNobodyHandles() {
        LinkedBlockingQueue<LogRecord> records = new LinkedBlockingQueue<>();
        Logger logger = Logger.getLogger(ZmqMessageProducer.class.getName());
        Handler handler = recording(records);
        logger.addHandler(handler);
        try {
            ZmqSocket push = pusher(start(pull(TestPorts.ANY), message -> {
                throw new IllegalStateException("boom");
            }));

            push.send(Msg.of("secret", "content"));

            await().until(() -> !records.isEmpty());
            LogRecord record = records.remove();
            assertThat(record.getMessage())
                    .isEqualTo("a message of 2 frames and 13 bytes from socket 'adapter' was not handled,"
                            + " and there is no error channel that took it");
            assertThat(record.getThrown())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("boom");
        } finally {
            logger.removeHandler(handler);
        }
    }

    private static Handler recording(LinkedBlockingQueue<LogRecord> records) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                if (record.getLevel().equals(Level.SEVERE)) {
                    records.add(record);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Test
    void shouldSendWhatTheFlowThrowsToTheErrorChannelAndGoOn() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        ZmqSocket push = pusher(start(pull(TestPorts.ANY).errorChannel("failed"), message -> {
            if (calls.incrementAndGet() % 2 == 1) {
                throw new IllegalStateException("boom " + calls);
            }
            received.accept(message);
        }));

        IntStream.range(0, 4).forEach(i -> push.send(Msg.of("m" + i)));

        assertThat(received.nextText()).isEqualTo("m1");
        assertThat(received.nextText()).isEqualTo("m3");
        assertRootCause(errors.next(), "boom 1");
        assertRootCause(errors.next(), "boom 3");
    }

    private static void assertRootCause(Message<?> error, String text) {
        assertThat(error.getPayload())
                .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                .rootCause()
                .hasMessage(text);
    }

    @Test
    void shouldGoOnWhenTheErrorChannelThrowsAsWell() throws InterruptedException {
        flows.flow("broken", () -> IntegrationFlow.from("alsoFails")
                .handle(message -> {
                    throw new IllegalStateException("no place for errors either");
                })
                .get());
        ZmqSocket push = pusher(start(pull(TestPorts.ANY).errorChannel("alsoFails"), message -> {
            if (Inbox.text(message).equals("bad")) {
                throw new IllegalStateException("boom");
            }
            received.accept(message);
        }));

        push.send(Msg.of("bad"));
        push.send(Msg.of("good"));

        assertThat(received.nextText()).isEqualTo("good");
    }

    @Test
    void shouldGoOnWhenAHandlerLeavesItsThreadInterrupted() throws InterruptedException {
        ZmqSocket push = pusher(start(pull(TestPorts.ANY), message -> {
            Thread.currentThread().interrupt();
            received.accept(message);
        }));

        push.send(Msg.of("a"));
        push.send(Msg.of("b"));

        assertThat(received.nextText()).isEqualTo("a");
        assertThat(received.nextText()).isEqualTo("b");
    }

    @Test
    void shouldStopAndSayWhyWhenTheFlowThrowsAnError() {
        LinkedBlockingQueue<ZmqReceiverFailedEvent> events = new LinkedBlockingQueue<>();
        flows.application.addApplicationListener((ApplicationListener<ZmqReceiverFailedEvent>) events::add);
        ZmqMessageProducer adapter = start(pull(TestPorts.ANY), message -> {
            throw new LinkageError("no such class");
        });

        pusher(adapter).send(Msg.of("a"));

        await().until(() -> !events.isEmpty());
        assertThat(adapter.isRunning()).isFalse();
        assertThat(events.remove()).satisfies(event -> {
            assertThat(event.getSocket()).isEqualTo("adapter");
            assertThat(event.getSource()).isSameAs(adapter);
            assertThat(event.getCause()).isInstanceOf(LinkageError.class).hasMessage("no such class");
        });
    }

    @Test
    void shouldHoldBackAndKeepEveryMessageWhileTheFlowIsBlocked() throws InterruptedException {
        int sent = 500;
        CountDownLatch blocked = new CountDownLatch(1);
        ZmqMessageProducer adapter =
                start(pull(TestPorts.ANY).socketOptions(options -> options.receiveHwm(2)), message -> {
                    awaitUninterruptibly(blocked);
                    received.accept(message);
                });
        ZmqSocket push = pusher(adapter);

        IntStream.range(0, sent).forEach(i -> push.send(Msg.of("m" + i)));
        received.assertNothingFor(Duration.ofMillis(50));
        blocked.countDown();

        for (int i = 0; i < sent; i++) {
            assertThat(received.nextText()).isEqualTo("m" + i);
        }
    }

    @Test
    void shouldHandleWithAsManyThreadsAsAskedFor() throws InterruptedException {
        LinkedBlockingQueue<String> threads = new LinkedBlockingQueue<>();
        CountDownLatch together = new CountDownLatch(3);
        ZmqSocket push = pusher(start(pull(TestPorts.ANY).concurrency(3), message -> {
            together.countDown();
            awaitUninterruptibly(together);
            threads.add(Thread.currentThread().getName());
        }));

        IntStream.range(0, 3).forEach(i -> push.send(Msg.of("m" + i)));

        await().until(() -> threads.size() == 3);
        assertThat(threads).containsExactlyInAnyOrder("adapter-1", "adapter-2", "adapter-3");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldRefuseASocketThatCannotReceive() {
        assertThatExceptionOfType(BeanCreationException.class)
                .isThrownBy(() -> start(
                        Zmq.inboundChannelAdapter(flows.zmq, SocketType.PUSH).bind(TestPorts.ANY), received))
                .havingRootCause()
                .withMessage("socket 'adapter' is a PUSH, which cannot receive,"
                        + " allowed: a type that can, such as PULL or SUB");
    }
}
