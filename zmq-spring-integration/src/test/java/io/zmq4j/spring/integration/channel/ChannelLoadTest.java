package io.zmq4j.spring.integration.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.support.GenericMessage;

/** Channels under load: what a send has accepted arrives once, and nothing is left behind. */
@Timeout(120)
class ChannelLoadTest {

    /** Steps of the short run; the property makes it longer. */
    private static final int STEPS = Integer.getInteger("zmq4j.walk.steps", 200);

    private static final long SEED = Long.getLong("zmq4j.walk.seed", System.nanoTime());
    private static final int SENDERS = 4;
    private static final int MESSAGES = 20_000;

    private final TestFlows flows = new TestFlows();

    @AfterEach
    void close() {
        flows.close();
    }

    /** Sends until it is told to stop; returns which numbers were accepted. */
    private static final class Sender extends Thread {

        private final MessageChannel channel;
        private final int first;
        private final List<Integer> accepted = new ArrayList<>();
        private volatile boolean sending = true;

        Sender(MessageChannel channel, int number) {
            this.channel = channel;
            this.first = number * 10_000_000;
        }

        @Override
        public void run() {
            for (int i = first; sending; i++) {
                try {
                    if (channel.send(new GenericMessage<>(i), 1_000)) {
                        accepted.add(i);
                    }
                } catch (MessageDeliveryException e) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    @Test
    void shouldDeliverWhatItAcceptedOnceWhateverItIsTold(TestReporter reporter) throws InterruptedException {
        reporter.publishEntry("seed", Long.toString(SEED));
        Random random = new Random(SEED);
        flows.application.registerBean(
                "load", ZmqChannel.class, () -> Zmq.channel(flows.zmq).getObject());
        ZmqChannel channel = flows.start().application.getBean("load", ZmqChannel.class);
        List<Integer> delivered = new ArrayList<>();
        channel.subscribe(message -> delivered.add((Integer) message.getPayload()));
        List<Sender> senders = IntStream.range(0, SENDERS)
                .mapToObj(i -> new Sender(channel, i))
                .toList();
        senders.forEach(Thread::start);

        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(4)) {
                case 0 -> channel.stop();
                case 1 -> channel.start();
                case 2 -> channel.pause();
                default -> channel.resume();
            }
        }
        channel.resume();
        channel.start();
        for (Sender sender : senders) {
            sender.sending = false;
            sender.join();
        }
        List<Integer> accepted = new ArrayList<>();
        senders.forEach(sender -> accepted.addAll(sender.accepted));
        channel.stop();

        assertThat(accepted).hasSizeGreaterThan(STEPS);
        assertThat(delivered).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(accepted);
        reporter.publishEntry("messages", Integer.toString(accepted.size()));
    }

    @Test
    void shouldDeliverEverythingInOrderThroughAProxyThatIsPausedNowAndThen(TestReporter reporter) {
        String frontend = TestPorts.freeEndpoint();
        String backend = TestPorts.freeEndpoint();
        flows.application.registerBean("line", ZmqProxyBean.class, () -> Zmq.proxy(flows.zmq)
                .frontend(SocketType.PULL, spec -> spec.bind(frontend))
                .backend(SocketType.PUSH, spec -> spec.bind(backend))
                .getObject());
        AtomicInteger next = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        flows.flow("flow", () -> IntegrationFlow.from("in")
                .channel(Zmq.channel(flows.zmq)
                        .id("orders")
                        .through(frontend, backend)
                        .payloadType(Integer.class))
                .handle(message -> {
                    if ((Integer) message.getPayload() != next.getAndIncrement()) {
                        wrong.incrementAndGet();
                    }
                })
                .get());
        MessageChannel in = flows.start().application.getBean("in", MessageChannel.class);
        ZmqProxyBean line = flows.application.getBean("line", ZmqProxyBean.class);
        long before = System.nanoTime();

        for (int i = 0; i < MESSAGES; i++) {
            if (i % 4_000 == 1_000) {
                line.pause();
            } else if (i % 4_000 == 2_000) {
                line.resume();
            }
            assertThat(in.send(new GenericMessage<>(i), 10_000)).isTrue();
        }

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(next.get()).isEqualTo(MESSAGES));
        assertThat(wrong.get()).isZero();
        assertThat(line.getStatistics().toBackend()).isEqualTo(MESSAGES);
        report(reporter, before, MESSAGES);
    }

    @Test
    void shouldDeliverALoadInsideTheApplicationOnSeveralThreads(TestReporter reporter) throws InterruptedException {
        int each = 50_000;
        flows.application.registerBean("load", ZmqChannel.class, () -> Zmq.channel(flows.zmq)
                .concurrency(2)
                .getObject());
        ZmqChannel channel = flows.start().application.getBean("load", ZmqChannel.class);
        AtomicIntegerArray times = new AtomicIntegerArray(SENDERS * each);
        AtomicInteger delivered = new AtomicInteger();
        channel.subscribe(message -> {
            times.incrementAndGet((Integer) message.getPayload());
            delivered.incrementAndGet();
        });
        long before = System.nanoTime();
        List<Thread> senders = IntStream.range(0, SENDERS)
                .mapToObj(sender -> new Thread(() -> IntStream.range(sender * each, (sender + 1) * each)
                        .forEach(i -> channel.send(new GenericMessage<>(i)))))
                .toList();
        senders.forEach(Thread::start);
        for (Thread sender : senders) {
            sender.join();
        }

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(delivered.get()).isEqualTo(SENDERS * each));
        assertThat(IntStream.range(0, SENDERS * each).allMatch(i -> times.get(i) == 1))
                .isTrue();
        report(reporter, before, SENDERS * each);
    }

    private static void report(TestReporter reporter, long before, int messages) {
        double seconds = (System.nanoTime() - before) / 1e9;
        reporter.publishEntry("messages per second", Long.toString(Math.round(messages / seconds)));
    }

    @Test
    void shouldLeaveNoSocketNoThreadAndNoDescriptorBehind() {
        ZmqContext zmq = flows.zmq;
        useAndClose(zmq, 2);
        int sockets = zmq.openSockets();
        long descriptors = descriptors();

        useAndClose(zmq, 20);

        await().untilAsserted(() -> {
            assertThat(zmq.openSockets()).isEqualTo(sockets).isZero();
            assertThat(descriptors()).isLessThanOrEqualTo(descriptors + 3);
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("leak-") || name.endsWith("-proxy"));
        });
    }

    private static void useAndClose(ZmqContext zmq, int rounds) {
        for (int i = 0; i < rounds; i++) {
            String frontend = TestPorts.freeEndpoint();
            String backend = TestPorts.freeEndpoint();
            try (TestFlows once = new TestFlows(zmq)) {
                AnnotationConfigApplicationContext application = once.application;
                AtomicInteger handled = new AtomicInteger();
                application.registerBean("line", ZmqProxyBean.class, () -> Zmq.proxy(zmq)
                        .frontend(SocketType.PULL, spec -> spec.bind(frontend))
                        .backend(SocketType.PUSH, spec -> spec.bind(backend))
                        .getObject());
                application.registerBean("polled", ZmqPollableChannel.class, () -> Zmq.pollableChannel(zmq)
                        .getObject());
                once.flow("flow", () -> IntegrationFlow.from("in")
                        .channel(Zmq.channel(zmq).id("leak-a").through(frontend, backend))
                        .channel(Zmq.publishSubscribeChannel(zmq).id("leak-b"))
                        .handle(message -> handled.incrementAndGet())
                        .get());
                once.start();
                MessageChannel polled = application.getBean("polled", MessageChannel.class);
                polled.send(new GenericMessage<>("m"));
                Message<?> message =
                        application.getBean(ZmqPollableChannel.class).receive(5_000);
                assertThat(message).isNotNull();
                application.getBean("in", MessageChannel.class).send(message);
                await().untilAsserted(() -> assertThat(handled.get()).isOne());
            }
        }
    }

    private static long descriptors() {
        UnixOperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
        return system.getOpenFileDescriptorCount();
    }
}
