package io.zmq4j.spring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.boot.Starter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;

/**
 * Starts, stops, pauses and resumes a container at random under load. {@code -Dzmq4j.walk.steps} makes the walk longer,
 * {@code -Dzmq4j.walk.seed} repeats one.
 */
@Timeout(900)
class ContainerWalkTest {

    private static final int STEPS = Integer.getInteger("zmq4j.walk.steps", 200);
    private static final long SEED = Long.getLong("zmq4j.walk.seed", System.nanoTime());

    /** So that few messages are under way at once. */
    private static final String LARGE = " ".repeat(2000);

    static class Listener {
        private final List<Integer> received = new ArrayList<>();
        private volatile int last = -1;

        @ZmqListener(socket = "in", id = "listener")
        void on(String number) {
            last = Integer.parseInt(number.strip());
            received.add(last);
        }
    }

    /** What was under way between the two sides while the socket was closed: it alone may be lost. */
    private record Gap(int after, int before) {
        boolean hides(int number) {
            return number > after && number < before;
        }
    }

    @Test
    void shouldLoseNothingButWhatWasUnderWayWhateverItIsTold(TestReporter reporter) throws Exception {
        reporter.publishEntry("seed", Long.toString(SEED));
        int port;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        SocketConfig config = SocketConfig.builder()
                .reconnectInterval(Duration.ofMillis(2))
                .sendHwm(10)
                .sendBuffer(8192)
                .linger(Duration.ZERO)
                .build();
        try (ZmqContext peer = ZmqContext.create()) {
            ZmqSocket push = peer.socket(SocketType.PUSH, config);
            push.connect("tcp://127.0.0.1:" + port);
            Starter.runner()
                    .withUserConfiguration(Listener.class)
                    .withPropertyValues("zmq.sockets.in.type=pull", "zmq.sockets.in.bind=tcp://127.0.0.1:" + port)
                    .run(context -> walk(context, push, reporter));
        }
    }

    private static void walk(AssertableApplicationContext context, ZmqSocket push, TestReporter reporter)
            throws InterruptedException {
        Random random = new Random(SEED);
        Listener listener = context.getBean(Listener.class);
        ZmqListenerContainer container = context.getBean("listener", ZmqListenerContainer.class);
        AtomicBoolean walking = new AtomicBoolean(true);
        AtomicInteger sent = new AtomicInteger();
        Thread sender = new Thread(() -> {
            while (walking.get()) {
                if (push.send(Msg.of(Integer.toString(sent.get()) + LARGE), Duration.ofMillis(100))) {
                    sent.incrementAndGet();
                }
            }
        });
        sender.start();
        List<Gap> gaps = new ArrayList<>();
        int stoppedAt = 0;
        ZmqListenerState expected = ZmqListenerState.RUNNING;
        for (int step = 0; step < STEPS; step++) {
            boolean running = expected != ZmqListenerState.STOPPED;
            switch (random.nextInt(4)) {
                case 0 -> {
                    container.stop();
                    stoppedAt = running ? listener.last : stoppedAt;
                    expected = ZmqListenerState.STOPPED;
                }
                case 1 -> {
                    container.start();
                    if (!running) {
                        gaps.add(awaitMessages(context, listener, stoppedAt));
                        expected = ZmqListenerState.RUNNING;
                    }
                }
                case 2 -> {
                    container.pause();
                    expected = running ? ZmqListenerState.PAUSED : expected;
                }
                default -> {
                    container.resume();
                    expected = running ? ZmqListenerState.RUNNING : expected;
                }
            }
            assertThat(container.getState()).isEqualTo(expected);
            if (expected == ZmqListenerState.RUNNING) {
                int before = listener.last;
                await().pollInterval(Duration.ofMillis(1)).until(() -> listener.last > before);
            }
        }
        walking.set(false);
        sender.join();
        container.resume();
        container.start();
        if (expected == ZmqListenerState.STOPPED) {
            gaps.add(new Gap(stoppedAt, sent.get()));
        }
        int lastGap = gaps.isEmpty() ? -1 : gaps.get(gaps.size() - 1).before();
        await().until(() -> listener.last == sent.get() - 1 || lastGap >= sent.get());
        container.stop();
        check(listener.received, gaps, sent.get(), reporter);
        assertThat(container.getStats().abandoned()).isZero();
        assertThat(container.getStats().failed()).isZero();
    }

    private static Gap awaitMessages(AssertableApplicationContext context, Listener listener, int stoppedAt) {
        ZmqSocket in = context.getBean(ZmqSockets.class).get("in");
        await().pollInterval(Duration.ofMillis(1)).until(() -> in.stats().readyPeers() == 1);
        int before = listener.last;
        await().pollInterval(Duration.ofMillis(1)).until(() -> listener.last > before);
        return new Gap(stoppedAt, listener.last);
    }

    private static void check(List<Integer> received, List<Gap> gaps, int sent, TestReporter reporter) {
        int next = 0;
        int lost = 0;
        for (int number : received) {
            assertThat(number).as("doubled or out of order").isGreaterThanOrEqualTo(next);
            for (; next < number; next++) {
                int missing = next;
                assertThat(gaps).as("%d is lost", missing).anyMatch(gap -> gap.hides(missing));
                lost++;
            }
            next = number + 1;
        }
        reporter.publishEntry(
                "walk",
                STEPS + " steps, " + sent + " sent, " + received.size() + " received, " + lost + " lost under way in "
                        + gaps.size() + " stops");
        // what both queues and the buffers between them hold
        assertThat(lost).isLessThanOrEqualTo(200 * gaps.size());
        assertThat(received.size()).isGreaterThan(STEPS / 10);
    }
}
