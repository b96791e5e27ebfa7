package io.zmq4j.spring.integration.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketClosedException;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import io.zmq4j.spring.integration.dsl.ZmqOutboundChannelAdapterSpec;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.support.GenericMessage;

/** Starts and stops at random under load: every message that was taken arrives once and in order, every other never. */
@Timeout(300)
class OutboundRandomWalkTest {

    /** Steps of the short run; the property makes it longer. */
    private static final int STEPS = Integer.getInteger("zmq4j.walk.steps", 200);

    private static final long SEED = Long.getLong("zmq4j.walk.seed", System.nanoTime());
    private static final Duration RECONNECT = Duration.ofMillis(1);
    private static final Duration SOON = Duration.ofSeconds(30);

    /** What the sender was told, and what has come. */
    private final Queue<Integer> taken = new ConcurrentLinkedQueue<>();

    private final Queue<Integer> received = new ConcurrentLinkedQueue<>();
    private final AtomicInteger takenCount = new AtomicInteger();
    private final AtomicInteger receivedCount = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    @Test
    void shouldDeliverWhatItHasTakenOnANamedSocket(TestReporter reporter) throws InterruptedException {
        String endpoint = TestPorts.freeEndpoint();
        try (TestFlows flows = new TestFlows()) {
            DefaultZmqSockets sockets = new DefaultZmqSockets(
                    flows.zmq,
                    List.of(ZmqSocketSpec.builder("orders", SocketType.PUSH)
                            .bind(endpoint)
                            .build()));
            flows.application.registerBean(DefaultZmqSockets.class, () -> sockets);
            walk(flows, Zmq.outboundChannelAdapter(sockets, "orders"), endpoint, reporter);
        }
    }

    /** Its socket is closed and its port bound again at each stop and start. */
    @Test
    void shouldDeliverWhatItHasTakenOnASocketOfItsOwn(TestReporter reporter) throws InterruptedException {
        String endpoint = TestPorts.freeEndpoint();
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (TestFlows flows = new TestFlows()) {
            walk(flows, Zmq.outboundChannelAdapter(flows.zmq, SocketType.PUSH).bind(endpoint), endpoint, reporter);
        }
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(
                        thread -> !before.contains(thread) && thread.getName().startsWith("zmq")));
    }

    private void walk(TestFlows flows, ZmqOutboundChannelAdapterSpec spec, String endpoint, TestReporter reporter)
            throws InterruptedException {
        reporter.publishEntry("seed", Long.toString(SEED));
        Random random = new Random(SEED);
        AtomicBoolean walking = new AtomicBoolean(true);
        flows.flow("out", () -> IntegrationFlow.from("outbound").handle(spec).get());
        ZmqMessageHandler adapter = flows.start().application.getBean(ZmqMessageHandler.class);
        Thread reader = reader(flows, endpoint);
        Thread sender = new Thread(() -> send(flows, walking));
        sender.start();

        for (int step = 0; step < STEPS; step++) {
            if (random.nextBoolean()) {
                adapter.stop();
            } else {
                adapter.start();
                int before = takenCount.get();
                await().atMost(SOON)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(RECONNECT)
                        .until(() -> takenCount.get() > before);
            }
        }
        walking.set(false);
        sender.join();

        await().atMost(SOON).until(() -> receivedCount.get() >= takenCount.get());
        assertThat(List.copyOf(received)).isEqualTo(List.copyOf(taken));
        assertThat(refused).hasPositiveValue();
        reporter.publishEntry("taken and received, refused", takenCount + ", " + refused);
        flows.zmq.close();
        reader.join(SOON.toMillis());
        assertThat(reader.isAlive()).isFalse();
    }

    private void send(TestFlows flows, AtomicBoolean walking) {
        MessageChannel channel = flows.application.getBean("outbound", MessageChannel.class);
        for (int i = 0; walking.get(); i++) {
            try {
                channel.send(new GenericMessage<>(Integer.toString(i)));
                taken.add(i);
                takenCount.incrementAndGet();
            } catch (MessageDeliveryException e) {
                refused.incrementAndGet();
            }
            // a load that a ledger can hold
            LockSupport.parkNanos(1);
        }
    }

    private Thread reader(TestFlows flows, String endpoint) {
        ZmqSocket pull = flows.zmq.socket(
                SocketType.PULL,
                SocketConfig.builder().reconnectInterval(RECONNECT).build());
        pull.connect(endpoint);
        Thread reader = new Thread(() -> {
            try {
                for (Msg msg = pull.receive(); msg != null; msg = pull.receive()) {
                    received.add(Integer.valueOf(new String(msg.bytes(0), UTF_8)));
                    receivedCount.incrementAndGet();
                }
            } catch (SocketClosedException e) {
                // the end
            }
        });
        reader.start();
        return reader;
    }
}
