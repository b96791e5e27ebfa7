package io.zmq4j.spring.integration.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.integration.Inbox;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.springframework.integration.dsl.IntegrationFlow;

/** Starts, stops, pauses and resumes at random under load, on a named socket that stays open: nothing is lost or doubled. */
@Timeout(300)
class RandomWalkTest {

    /** Steps of the short run; the property makes it longer. */
    private static final int STEPS = Integer.getInteger("zmq4j.walk.steps", 300);

    private static final long SEED = Long.getLong("zmq4j.walk.seed", System.nanoTime());

    private final Inbox received = new Inbox();

    @Test
    void shouldDeliverEveryMessageOnceAndInOrderWhateverItIsTold(TestReporter reporter) throws InterruptedException {
        reporter.publishEntry("seed", Long.toString(SEED));
        Random random = new Random(SEED);
        AtomicBoolean walking = new AtomicBoolean(true);
        AtomicInteger sent = new AtomicInteger();
        int seen = 0;
        try (TestFlows flows = new TestFlows()) {
            DefaultZmqSockets sockets = new DefaultZmqSockets(
                    flows.zmq,
                    List.of(ZmqSocketSpec.builder("orders", SocketType.PULL)
                            .bind(TestPorts.ANY)
                            .build()));
            flows.application.registerBean(DefaultZmqSockets.class, () -> sockets);
            flows.flow("in", () -> IntegrationFlow.from(
                            Zmq.inboundChannelAdapter(sockets, "orders").id("adapter"))
                    .handle(received::accept)
                    .get());
            ZmqMessageProducer adapter = flows.start().application.getBean("adapter", ZmqMessageProducer.class);
            ZmqSocket push = flows.connected(SocketType.PUSH, sockets.boundPort("orders"));
            Thread sender = new Thread(() -> {
                while (walking.get()) {
                    push.send(Msg.of("m" + sent.getAndIncrement()));
                }
            });
            sender.start();

            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(4)) {
                    case 0 -> adapter.stop();
                    case 1 -> adapter.start();
                    case 2 -> adapter.pause();
                    default -> adapter.resume();
                }
                if (adapter.isRunning() && !adapter.isPaused()) {
                    assertThat(received.nextText()).isEqualTo("m" + seen++);
                }
            }
            walking.set(false);
            adapter.resume();
            adapter.start();
            sender.join();

            while (seen < sent.get()) {
                assertThat(received.nextText()).isEqualTo("m" + seen++);
            }
            assertThat(seen).isGreaterThan(STEPS / 10);
        }
    }

    /**
     * A socket of its own is closed at a stop, with what it has received and nobody has taken: of that some is lost, but
     * nothing comes twice or out of order, and the port is bound again each time.
     */
    @Test
    void shouldReceiveAgainAfterEveryStartOnASocketOfItsOwn(TestReporter reporter) throws InterruptedException {
        reporter.publishEntry("seed", Long.toString(SEED));
        Random random = new Random(SEED);
        AtomicBoolean walking = new AtomicBoolean(true);
        String endpoint = TestPorts.freeEndpoint();
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        AtomicInteger last = new AtomicInteger(-1);
        AtomicInteger wrong = new AtomicInteger();
        AtomicInteger handled = new AtomicInteger();
        try (TestFlows flows = new TestFlows()) {
            flows.flow("in", () -> IntegrationFlow.from(Zmq.inboundChannelAdapter(flows.zmq, SocketType.PULL)
                            .bind(endpoint)
                            .id("adapter"))
                    .handle(message -> {
                        int number = Integer.parseInt(Inbox.text(message));
                        if (last.getAndSet(number) >= number) {
                            wrong.incrementAndGet();
                        }
                        handled.incrementAndGet();
                    })
                    .get());
            ZmqMessageProducer adapter = flows.start().application.getBean("adapter", ZmqMessageProducer.class);
            ZmqSocket push = flows.zmq.socket(
                    SocketType.PUSH,
                    SocketConfig.builder()
                            .reconnectInterval(Duration.ofMillis(1))
                            .build());
            push.connect(endpoint);
            Thread sender = new Thread(() -> {
                int number = 0;
                while (walking.get()) {
                    if (push.send(Msg.of(Integer.toString(number)), Duration.ofMillis(10))) {
                        number++;
                    }
                }
            });
            sender.start();

            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(4)) {
                    case 0 -> adapter.stop();
                    case 1 -> adapter.start();
                    case 2 -> adapter.pause();
                    default -> adapter.resume();
                }
                if (adapter.isRunning() && !adapter.isPaused()) {
                    int so = handled.get();
                    await().pollDelay(Duration.ZERO)
                            .pollInterval(Duration.ofMillis(1))
                            .until(() -> handled.get() > so);
                }
            }
            walking.set(false);
            sender.join();
            assertThat(wrong).hasValue(0);
            reporter.publishEntry("handled", Integer.toString(handled.get()));
        }
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .noneMatch(thread -> thread.getName().startsWith("adapter-")
                        || thread.getName().startsWith("zmq")));
    }
}
