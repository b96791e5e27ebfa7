package io.zmq4j.spring.integration.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqConversionException;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.integration.Inbox;
import io.zmq4j.spring.integration.dsl.Zmq;
import io.zmq4j.spring.integration.dsl.ZmqInboundChannelAdapterSpec;
import io.zmq4j.spring.integration.inbound.ZmqMessageProducer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.integration.zeromq.ZeroMqHeaders;
import org.springframework.integration.zeromq.inbound.ZeroMqMessageProducer;
import org.springframework.messaging.Message;

/**
 * Defects of the inbound adapter of spring-integration-zeromq 7.0.5, by their number in the list: the same scenario for
 * both, which ours pass. When one of theirs fails here, it has been mended there.
 */
@Timeout(60)
class InboundDefectsTest {

    private static final int ROUNDS = 5;

    private final SideBySide both = new SideBySide();
    private final Inbox received = new Inbox();

    @AfterEach
    void close() {
        both.close();
    }

    private ZmqInboundChannelAdapterSpec ourPull() {
        return Zmq.inboundChannelAdapter(both.flows.zmq, SocketType.PULL)
                .bind(TestPorts.ANY)
                .id("ours");
    }

    /** A peer that is connected to our adapter, whose flow ends in the handler. */
    private ZmqSocket pushToOurs(ZmqInboundChannelAdapterSpec ours, Consumer<Message<?>> handler) {
        both.flows.flow(
                "in", () -> IntegrationFlow.from(ours).handle(handler::accept).get());
        both.flows.start();
        return both.flows.connected(SocketType.PUSH, ours().getBoundPort());
    }

    private ZmqMessageProducer ours() {
        return both.flows.application.getBean("ours", ZmqMessageProducer.class);
    }

    /** A peer that is connected to their adapter. */
    private ZmqSocket pushToTheirs(ZeroMqMessageProducer theirs, int port, Consumer<Message<?>> handler) {
        both.flows.start();
        both.start(theirs, handler);
        ZmqSocket push = both.flows.connected(SocketType.PUSH, port);
        assertThat(push.awaitPeers(1, Duration.ofSeconds(10))).isTrue();
        return push;
    }

    @Test
    void defect2OursGoesOnAfterAMessageThatCannotBeConverted() throws InterruptedException {
        QueueChannel errors = new QueueChannel();
        ZmqSocket push = pushToOurs(ourPull().payloadType(Integer.class).errorChannel(errors), received);

        sendWithOneThatIsNoNumber(push);

        assertThat(received.next().getPayload()).isEqualTo(1);
        assertThat(received.next().getPayload()).isEqualTo(3);
        assertThat(received.next().getPayload()).isEqualTo(4);
        Message<?> error = errors.receive(10_000);
        assertThat(error.getPayload()).isInstanceOf(ZmqConversionException.class);
        assertThat(ours().isRunning()).isTrue();
    }

    @Test
    void defect2TheirsEndsInSilenceAfterAMessageThatCannotBeConverted() throws InterruptedException {
        QueueChannel errors = new QueueChannel();
        int port = TestPorts.freePort();
        ZeroMqMessageProducer theirs = both.inbound(org.zeromq.SocketType.PULL, port);
        theirs.setMessageMapper(
                (bytes, headers) -> MessageBuilder.withPayload(Integer.valueOf(new String(bytes, UTF_8)))
                        .build());
        theirs.setErrorChannel(errors);
        ZmqSocket push = pushToTheirs(theirs, port, received);

        sendWithOneThatIsNoNumber(push);

        assertThat(received.next().getPayload()).isEqualTo(1);
        received.assertNothingFor(Duration.ofMillis(500));
        assertThat(errors.receive(0)).isNull();
        assertThat(theirs.isRunning()).isTrue();
    }

    private static void sendWithOneThatIsNoNumber(ZmqSocket push) {
        List.of("1", "x", "3", "4").forEach(text -> push.send(Msg.of(text)));
    }

    @Test
    void defect4OursHandlesAMessageAtOnceWhenItWasIdle() throws InterruptedException {
        ZmqSocket push = pushToOurs(ourPull(), received);

        assertThat(idleMillis(push)).isLessThan(100);
    }

    @Test
    void defect4TheirsSleepsUpToItsConsumeDelay() throws InterruptedException {
        int port = TestPorts.freePort();
        ZeroMqMessageProducer theirs = both.inbound(org.zeromq.SocketType.PULL, port);
        theirs.setConsumeDelay(ZeroMqMessageProducer.DEFAULT_CONSUME_DELAY);
        ZmqSocket push = pushToTheirs(theirs, port, received);

        assertThat(idleMillis(push)).isGreaterThan(300);
    }

    /** How long a message takes that comes shortly after another: that one was the last that a poll has found. */
    private long idleMillis(ZmqSocket push) throws InterruptedException {
        push.send(Msg.of("first"));
        received.next();
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        long sent = System.nanoTime();
        push.send(Msg.of("second"));
        received.next();
        return Duration.ofNanos(System.nanoTime() - sent).toMillis();
    }

    @Test
    void defect9OursDropsNoFrame() throws InterruptedException {
        pushToOurs(ourPull(), received).send(Msg.of("one", "two", "three"));

        assertThat(Inbox.texts(received.next())).containsExactly("one", "two", "three");
    }

    @Test
    void defect9TheirsDropsTheFramesInTheMiddle() throws InterruptedException {
        int port = TestPorts.freePort();
        ZmqSocket push = pushToTheirs(both.inbound(org.zeromq.SocketType.PULL, port), port, received);

        push.send(Msg.of("one", "two", "three"));

        Message<?> message = received.next();
        assertThat(Inbox.text(message)).isEqualTo("three");
        assertThat(message.getHeaders()).containsEntry(ZeroMqHeaders.TOPIC, "one");
    }

    @Test
    void defect10OursLeavesNoThread() {
        both.flows.start();
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        for (int round = 0; round < ROUNDS; round++) {
            ZmqSocketSpec pull = ZmqSocketSpec.builder("round", SocketType.PULL)
                    .bind(TestPorts.ANY)
                    .build();
            ZmqMessageProducer ours = new ZmqMessageProducer(both.flows.zmq, pull);
            ours.setOutputChannel(new QueueChannel());
            ours.setBeanFactory(both.flows.application.getBeanFactory());
            ours.afterPropertiesSet();
            ours.start();
            assertThat(newThreads(before, "zmq-round-")).isEqualTo(1);
            ours.destroy();
            assertThat(ours.isRunning()).isFalse();
            await().until(() -> newThreads(before, "zmq-round-") == 0);
        }
    }

    @Test
    void defect10TheirsLeavesAThreadEachTime() {
        both.flows.start();
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        for (int round = 0; round < ROUNDS; round++) {
            ZeroMqMessageProducer theirs = both.inbound(org.zeromq.SocketType.PULL, TestPorts.freePort());
            theirs.setConsumeDelay(ZeroMqMessageProducer.DEFAULT_CONSUME_DELAY);
            both.start(theirs, received);
            await().until(() -> theirs.getBoundPort() > 0);
            theirs.destroy();
        }

        assertThat(newThreads(before, "zeroMqMessageProducerScheduler")).isEqualTo(ROUNDS);
    }

    private static long newThreads(Set<Thread> before, String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    /** What makes the difference of defect 11, see the benchmark: theirs hands every message to another thread. */
    @Test
    void defect11OursHandlesOnTheThreadThatReceives() {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        AtomicInteger handled = new AtomicInteger();
        ZmqSocket push = pushToOurs(ourPull(), message -> {
            threads.add(Thread.currentThread().getName());
            handled.incrementAndGet();
        });

        for (int i = 0; i < 100; i++) {
            push.send(Msg.of("m"));
        }

        await().until(() -> handled.get() == 100);
        assertThat(threads).containsExactly("ours-1");
    }

    @Test
    void defect11TheirsHandsEveryMessageToAnotherThread() {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        AtomicInteger handled = new AtomicInteger();
        int port = TestPorts.freePort();
        ZmqSocket push = pushToTheirs(both.inbound(org.zeromq.SocketType.PULL, port), port, message -> {
            threads.add(Thread.currentThread().getName());
            handled.incrementAndGet();
        });

        for (int i = 0; i < 100; i++) {
            push.send(Msg.of("m"));
        }

        await().until(() -> handled.get() == 100);
        assertThat(threads).allMatch(name -> name.startsWith("boundedElastic")).hasSizeGreaterThan(1);
    }
}
