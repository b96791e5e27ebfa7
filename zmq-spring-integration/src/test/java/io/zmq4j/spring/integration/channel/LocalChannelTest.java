package io.zmq4j.spring.integration.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.zmq4j.spring.ZmqSendTimeoutException;
import io.zmq4j.spring.integration.Inbox;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import io.zmq4j.spring.integration.dsl.ZmqChannelSpec;
import io.zmq4j.spring.integration.event.ZmqReceiverFailedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ApplicationListener;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;

/** A point-to-point channel inside one application. */
@Timeout(30)
class LocalChannelTest {

    private record Order(String id) {}

    private final Inbox received = new Inbox();
    private final TestFlows flows = new TestFlows();

    @AfterEach
    void close() {
        flows.close();
    }

    private static Message<String> message(String payload) {
        return new GenericMessage<>(payload);
    }

    private ZmqChannel start(ZmqChannelSpec spec) {
        flows.application.registerBean("orders", ZmqChannelSpec.class, () -> spec);
        return flows.start().application.getBean("orders", ZmqChannel.class);
    }

    private ZmqChannel start() {
        return start(Zmq.channel(flows.zmq));
    }

    @Test
    void shouldDeliverTheMessageItselfWithEveryHeader() throws InterruptedException {
        ZmqChannel channel = start();
        channel.subscribe(received::accept);
        QueueChannel replies = new QueueChannel();
        Message<Order> order = MessageBuilder.withPayload(new Order("a"))
                .setReplyChannel(replies)
                .setHeader("lock", new Object())
                .build();

        assertThat(channel.send(order)).isTrue();

        assertThat(received.next()).isSameAs(order);
        assertThat(channel.getSubscriberCount()).isOne();
        assertThat(channel.getComponentType()).isEqualTo("zmq:channel");
    }

    /** Defect 1 of the peer: one exception of a subscriber ended the subscription, and nobody was told. */
    @Test
    void shouldGoOnWhenASubscriberThrowsDefect1() throws InterruptedException {
        Inbox errors = new Inbox();
        flows.flow("failures", () -> IntegrationFlow.from("errorChannel")
                .handle(errors::accept)
                .get());
        ZmqChannel channel = start();
        AtomicInteger calls = new AtomicInteger();
        channel.subscribe(message -> {
            if (calls.incrementAndGet() % 2 == 1) {
                throw new IllegalStateException("refused");
            }
            received.accept(message);
        });

        for (int i = 1; i <= 4; i++) {
            channel.send(message("m" + i));
        }

        assertThat(received.next().getPayload()).isEqualTo("m2");
        assertThat(received.next().getPayload()).isEqualTo("m4");
        for (String failed : List.of("m1", "m3")) {
            MessagingException error = (MessagingException) errors.next().getPayload();
            assertThat(error).hasRootCauseMessage("refused");
            assertThat(error.getFailedMessage().getPayload()).isEqualTo(failed);
        }
        assertThat(channel.isRunning()).isTrue();
    }

    @Test
    void shouldTellTheErrorChannelThatTheMessageNames() {
        ZmqChannel channel = start();
        channel.subscribe(message -> {
            throw new IllegalStateException("refused");
        });
        QueueChannel errors = new QueueChannel();

        channel.send(MessageBuilder.withPayload("m").setErrorChannel(errors).build());

        Message<?> error = errors.receive(5_000);
        assertThat(error).isNotNull();
        assertThat((Throwable) error.getPayload()).hasRootCauseMessage("refused");
    }

    @Test
    void shouldGoOnWhenItsErrorHandlerThrows() throws InterruptedException {
        ZmqChannel channel = start(Zmq.channel(flows.zmq).errorHandler(error -> {
            throw new IllegalStateException("no handler", error);
        }));
        channel.subscribe(message -> {
            if (message.getPayload().equals("bad")) {
                throw new IllegalStateException("refused");
            }
            received.accept(message);
        });

        channel.send(message("bad"));
        channel.send(message("good"));

        assertThat(received.next().getPayload()).isEqualTo("good");
    }

    /** Defect 5 of the peer: a subscriber that sent to another channel of this kind got an exception. */
    @Test
    void shouldFeedAnotherChannelFromASubscriberDefect5() throws InterruptedException {
        Inbox errors = new Inbox();
        flows.flow("failures", () -> IntegrationFlow.from("errorChannel")
                .handle(errors::accept)
                .get());
        flows.flow("chain", () -> IntegrationFlow.from("in")
                .channel(Zmq.channel(flows.zmq).id("first"))
                .transform(String.class, text -> text + "!")
                .channel(Zmq.channel(flows.zmq).id("second"))
                .channel(Zmq.publishSubscribeChannel(flows.zmq).id("third"))
                .handle(received::accept)
                .get());
        MessageChannel in = flows.start().application.getBean("in", MessageChannel.class);

        for (int i = 0; i < 100; i++) {
            assertThat(in.send(message("m" + i))).isTrue();
        }

        for (int i = 0; i < 100; i++) {
            assertThat(received.next().getPayload()).isEqualTo("m" + i + "!");
        }
        errors.assertNothingFor(Duration.ofMillis(50));
    }

    @Test
    void shouldTakeTurnsAndFailOver() {
        ZmqChannel channel = start();
        AtomicInteger one = new AtomicInteger();
        AtomicInteger other = new AtomicInteger();
        AtomicInteger tries = new AtomicInteger();
        channel.subscribe(message -> one.incrementAndGet());
        channel.subscribe(message -> other.incrementAndGet());
        IntStream.range(0, 10).forEach(i -> channel.send(message("m")));
        await().untilAsserted(() -> assertThat(one.get() + other.get()).isEqualTo(10));
        assertThat(one.get()).isEqualTo(5);

        channel.subscribe(message -> {
            tries.incrementAndGet();
            throw new IllegalStateException("busy");
        });
        IntStream.range(0, 9).forEach(i -> channel.send(message("m")));
        await().untilAsserted(() -> assertThat(one.get() + other.get()).isEqualTo(19));
        assertThat(tries.get()).isEqualTo(3);
    }

    @Test
    void shouldHoldMessagesUntilSomebodySubscribes() throws InterruptedException {
        ZmqChannel channel = start();
        assertThat(channel.getSubscriberCount()).isZero();
        channel.send(message("early"));

        MessageHandler handler = received::accept;
        channel.subscribe(handler);
        assertThat(received.next().getPayload()).isEqualTo("early");

        channel.unsubscribe(handler);
        channel.send(message("between"));
        received.assertNothingFor(Duration.ofMillis(100));
        channel.subscribe(handler);
        assertThat(received.next().getPayload()).isEqualTo("between");
    }

    @Test
    void shouldRefuseWhatItHasNoRoomForInTime() {
        ZmqChannel channel = start(
                Zmq.channel(flows.zmq).sendTimeout(Duration.ofMillis(50)).socketOptions(options -> options.sendHwm(2)
                        .receiveHwm(2)));
        int taken = 0;
        while (channel.send(message("m"), 20)) {
            taken++;
            assertThat(taken).isLessThan(20);
        }

        assertThat(taken).isGreaterThanOrEqualTo(2);
        assertThatExceptionOfType(MessageDeliveryException.class)
                .isThrownBy(() -> channel.send(message("m")))
                .withCauseInstanceOf(ZmqSendTimeoutException.class);
        AtomicInteger delivered = new AtomicInteger();
        channel.subscribe(message -> delivered.incrementAndGet());
        int expected = taken;
        await().untilAsserted(() -> assertThat(delivered.get()).isEqualTo(expected));
    }

    @Test
    void shouldKeepMessagesOverARestartAndRefuseThemWhileStopped() throws InterruptedException {
        ZmqChannel channel = start();
        channel.pause();
        channel.subscribe(received::accept);
        channel.send(message("kept"));
        channel.stop();
        assertThat(channel.isRunning()).isFalse();
        assertThatExceptionOfType(MessageDeliveryException.class)
                .isThrownBy(() -> channel.send(message("late")))
                .withMessageContaining("is stopped");

        channel.start();
        assertThat(channel.isPaused()).isTrue();
        received.assertNothingFor(Duration.ofMillis(100));
        channel.resume();

        assertThat(received.next().getPayload()).isEqualTo("kept");
    }

    @Test
    void shouldDeliverWhatIsUnderWayBeforeItStops() throws InterruptedException {
        ZmqChannel channel = start();
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<Object> handled = new ArrayList<>();
        channel.subscribe(message -> {
            first.countDown();
            awaitQuietly(go);
            handled.add(message.getPayload());
        });
        IntStream.range(0, 500).forEach(i -> channel.send(message("m" + i)));
        assertThat(first.await(5, TimeUnit.SECONDS)).isTrue();

        Thread stopping = new Thread(channel::stop);
        stopping.start();
        await().untilAsserted(() -> assertThat(channel.isRunning()).isFalse());
        go.countDown();
        stopping.join(10_000);

        assertThat(stopping.isAlive()).isFalse();
        assertThat(handled).hasSize(500);
    }

    @Test
    void shouldDeliverWhatIsUnderWayBeforeTheApplicationCloses() {
        AtomicInteger handled = new AtomicInteger();
        flows.flow("flow", () -> IntegrationFlow.from("in")
                .channel(Zmq.channel(flows.zmq).id("orders"))
                .handle(message -> handled.incrementAndGet())
                .get());
        MessageChannel in = flows.start().application.getBean("in", MessageChannel.class);
        IntStream.range(0, 1_500).forEach(i -> in.send(message("m" + i)));

        flows.application.close();

        assertThat(handled.get()).isEqualTo(1_500);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldEndItsStopInTimeWhenASubscriberHangsAndGoOnLater() throws InterruptedException {
        ZmqChannel channel = start(Zmq.channel(flows.zmq).shutdownTimeout(Duration.ofMillis(100)));
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch hangs = new CountDownLatch(1);
        channel.subscribe(message -> {
            if (message.getPayload().equals("hang")) {
                hangs.countDown();
                awaitQuietly(never);
            }
            received.accept(message);
        });
        channel.send(message("hang"));
        channel.send(message("next"));
        assertThat(hangs.await(5, TimeUnit.SECONDS)).isTrue();

        long before = System.nanoTime();
        channel.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        assertThat(channel.isRunning()).isFalse();

        channel.start();
        assertThat(received.next().getPayload()).isEqualTo("next");
    }

    @Test
    void shouldSayHowManyMessagesEndWithIt() {
        List<String> warnings = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                warnings.add(entry.getLevel() + " " + entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(ZmqChannel.class.getName());
        logger.addHandler(handler);
        try {
            ZmqChannel channel = start();
            IntStream.range(0, 3).forEach(i -> channel.send(message("m")));
            flows.application.close();
        } finally {
            logger.removeHandler(handler);
        }

        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("WARNING 3 messages of bean 'orders'")
                .contains("not handled");
    }

    @Test
    void shouldLetASubscriberStopIt() throws InterruptedException {
        ZmqChannel channel = start();
        channel.subscribe(message -> {
            channel.stop();
            received.accept(message);
        });

        channel.send(message("last"));

        assertThat(received.next().getPayload()).isEqualTo("last");
        assertThat(channel.isRunning()).isFalse();
    }

    @Test
    void shouldStopWithAnEventOnAnErrorAndStartAgain() throws InterruptedException {
        LinkedBlockingQueue<ZmqReceiverFailedEvent> events = new LinkedBlockingQueue<>();
        flows.application.addApplicationListener((ApplicationListener<ZmqReceiverFailedEvent>) events::add);
        ZmqChannel channel = start();
        channel.subscribe(message -> {
            if (message.getPayload().equals("bad")) {
                throw new OutOfMemoryError("made up");
            }
            received.accept(message);
        });

        channel.send(message("bad"));

        ZmqReceiverFailedEvent event = events.poll(10, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        assertThat(event.getCause()).hasMessage("made up");
        assertThat(channel.isRunning()).isFalse();
        channel.start();
        channel.send(message("good"));
        assertThat(received.next().getPayload()).isEqualTo("good");
    }

    @Test
    void shouldAskItsInterceptors() throws InterruptedException {
        ZmqChannel channel = start(Zmq.channel(flows.zmq).interceptor(new ChannelInterceptor() {
            @Override
            public Message<?> preSend(Message<?> message, MessageChannel to) {
                return message.getPayload().equals("no")
                        ? null
                        : MessageBuilder.fromMessage(message)
                                .setHeader("seen", true)
                                .build();
            }
        }));
        channel.subscribe(received::accept);

        assertThat(channel.send(message("no"))).isFalse();
        assertThat(channel.send(message("yes"))).isTrue();

        Message<?> message = received.next();
        assertThat(message.getPayload()).isEqualTo("yes");
        assertThat(message.getHeaders()).containsEntry("seen", true);
    }

    @Test
    void shouldBeDestroyedWithoutAStart() {
        start(Zmq.channel(flows.zmq).autoStartup(false));

        flows.application.close();

        assertThat(flows.application.isActive()).isFalse();
    }

    @Test
    void shouldLeaveNoThread() {
        for (int i = 0; i < 3; i++) {
            ZmqChannel channel = i == 0 ? start() : flows.application.getBean("orders", ZmqChannel.class);
            AtomicInteger handled = new AtomicInteger();
            MessageHandler handler = message -> handled.incrementAndGet();
            channel.subscribe(handler);
            channel.start();
            channel.send(message("m"));
            await().untilAsserted(() -> assertThat(handled.get()).isOne());
            channel.stop();
            channel.unsubscribe(handler);
            await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("orders-")));
        }
    }
}
