package io.zmq4j.spring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import io.zmq4j.spring.boot.autoconfigure.ZmqHealthAutoConfiguration;
import io.zmq4j.spring.boot.health.ZmqHealthContributor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;

/** Listeners that do the worst: errors, and calls that do not end. */
@ExtendWith(OutputCaptureExtension.class)
class ContainerFaultTest {

    private final Outside outside = new Outside();

    @AfterEach
    void close() {
        outside.close();
    }

    static class Worst {
        final CountDownLatch released = new CountDownLatch(1);
        final CountDownLatch entered = new CountDownLatch(1);
        final List<Object> events = new CopyOnWriteArrayList<>();

        @ZmqListener(socket = "in", id = "worst")
        Object on(String text) {
            Error error =
                    switch (text.substring(text.indexOf(' ') + 1)) {
                        case "memory" -> new OutOfMemoryError("no heap");
                        case "stack" -> new StackOverflowError("too deep");
                        case "link" -> new NoClassDefFoundError("gone");
                        case "assert" -> new AssertionError("not so");
                        default -> null;
                    };
            if (text.startsWith("later ")) {
                return CompletableFuture.failedFuture(error);
            }
            if (error != null) {
                throw error;
            }
            entered.countDown();
            while (released.getCount() > 0) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    // it does not care
                }
            }
            return null;
        }

        @EventListener
        void on(ZmqListenerEvent event) {
            events.add(event);
        }
    }

    private static ApplicationContextRunner runner(String... properties) {
        return Starter.runner()
                .withConfiguration(AutoConfigurations.of(ZmqHealthAutoConfiguration.class))
                .withUserConfiguration(Worst.class)
                .withPropertyValues("zmq.sockets.in.type=rep", "zmq.sockets.in.bind=tcp://127.0.0.1:0")
                .withPropertyValues(properties);
    }

    private ZmqSocket peer(AssertableApplicationContext context, SocketType type) {
        return outside.connect(type, context.getBean(ZmqSockets.class).boundPort("in"));
    }

    private static Status health(AssertableApplicationContext context) {
        HealthIndicator indicator =
                (HealthIndicator) context.getBean(ZmqHealthContributor.class).getContributor("in");
        assertThat(indicator).isNotNull();
        return indicator.health().getStatus();
    }

    @ParameterizedTest
    @CsvSource({
        "now memory, OutOfMemoryError",
        "now stack, StackOverflowError",
        "now link, NoClassDefFoundError",
        "now assert, AssertionError",
        "later memory, OutOfMemoryError",
        "later link, NoClassDefFoundError"
    })
    void shouldStopAndTellEverybodyWhenListenerEndsWithAnError(String text, String error, CapturedOutput output) {
        runner("zmq.listener.retry.enabled=true").run(context -> {
            ZmqListenerContainer container = context.getBean("worst", ZmqListenerContainer.class);
            assertThat(health(context)).isEqualTo(Status.UP);
            peer(context, SocketType.REQ).send(Msg.of(text));
            await().until(() -> container.getState() == ZmqListenerState.FAILED && !container.isRunning());
            assertThat(container.isInExpectedState()).isFalse();
            assertThat(container.getFailure().getClass().getSimpleName()).isEqualTo(error);
            assertThat(container.getStats().retried()).isZero();
            assertThat(container.getStats().inFlight()).isZero();
            assertThat(context.getBean(Worst.class).events)
                    .filteredOn(ZmqListenerEvent.Failed.class::isInstance)
                    .hasSize(1);
            assertThat(health(context)).isEqualTo(Status.DOWN);
            assertThat(output).contains("listener 'worst' stops").contains(error);
            container.start();
            assertThat(container.isInExpectedState()).isTrue();
            assertThat(health(context)).isEqualTo(Status.UP);
        });
    }

    @Test
    void shouldNameTheThreadAndStopInTimeWhenListenerIgnoresInterrupts(CapturedOutput output) {
        runner("zmq.listener.shutdown-timeout=200ms").run(context -> {
            ZmqListenerContainer container = context.getBean("worst", ZmqListenerContainer.class);
            Worst worst = context.getBean(Worst.class);
            peer(context, SocketType.REQ).send(Msg.of("now stay"));
            worst.entered.await();
            long start = System.nanoTime();
            container.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
            assertThat(container.isRunning()).isFalse();
            assertThat(output)
                    .contains("listener 'worst' did not end within PT0.2S")
                    .contains("[zmq-listener-worst-1]");
            worst.released.countDown();
            await().until(() -> container.getStats().inFlight() == 0);
        });
    }

    @Test
    void shouldCloseContextInTimeWhenListenerIgnoresInterrupts(CapturedOutput output) {
        List<Worst> worst = new ArrayList<>();
        long[] start = new long[1];
        runner("zmq.listener.shutdown-timeout=200ms").run(context -> {
            worst.add(context.getBean(Worst.class));
            peer(context, SocketType.REQ).send(Msg.of("now stay"));
            worst.get(0).entered.await();
            start[0] = System.nanoTime();
        });
        assertThat(Duration.ofNanos(System.nanoTime() - start[0])).isLessThan(Duration.ofSeconds(5));
        assertThat(output).contains("listener 'worst' did not end");
        worst.get(0).released.countDown();
    }

    /** Ten listeners of which nine do not come back until they are let. */
    @Test
    void shouldHoldUpOnlyItsOwnSendersWhenListenerIsBlocked() {
        int count = 10;
        int each = 300;
        ApplicationContextRunner runner = Starter.runner()
                .withPropertyValues("zmq.listener.queue-capacity=4", "zmq.listener.shutdown-timeout=300ms");
        for (int i = 0; i < count; i++) {
            runner = runner.withPropertyValues(
                    "zmq.sockets.in" + i + ".type=pull",
                    "zmq.sockets.in" + i + ".bind=inproc://blocked" + i,
                    "zmq.sockets.in" + i + ".receive-hwm=10",
                    "zmq.sockets.out" + i + ".type=push",
                    "zmq.sockets.out" + i + ".send-hwm=10",
                    "zmq.sockets.out" + i + ".connect=inproc://blocked" + i);
        }
        runner.run(context -> {
            ZmqSockets sockets = context.getBean(ZmqSockets.class);
            ZmqListenerContainerFactory factory = context.getBean(ZmqListenerContainerFactory.class);
            CountDownLatch released = new CountDownLatch(1);
            AtomicInteger[] handled = new AtomicInteger[count];
            List<ZmqListenerContainer> containers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                AtomicInteger tally = handled[i] = new AtomicInteger();
                boolean free = i == 0;
                containers.add(factory.createContainer(ZmqListenerEndpoint.builder("b" + i, "in" + i, message -> {
                            if (!free) {
                                released.await();
                            }
                            tally.incrementAndGet();
                            return null;
                        })
                        .build()));
            }
            containers.forEach(ZmqListenerContainer::start);
            int[] accepted = new int[count];
            for (int i = 0; i < count; i++) {
                ZmqSocket out = sockets.get("out" + i);
                while (accepted[i] < each && out.send(Msg.of("x"), Duration.ofMillis(i == 0 ? 5000 : 50))) {
                    accepted[i]++;
                }
            }
            assertThat(accepted[0]).isEqualTo(each);
            await().until(() -> handled[0].get() == each);
            for (int i = 1; i < count; i++) {
                // what the worker, its queue, one read of 64 and two pipes hold
                assertThat(accepted[i]).isLessThan(120);
                assertThat(handled[i]).hasValue(0);
            }
            long start = System.nanoTime();
            containers.get(9).stop();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
            released.countDown();
            for (int i = 1; i < count - 1; i++) {
                int all = accepted[i];
                AtomicInteger tally = handled[i];
                await().until(() -> tally.get() == all);
            }
            containers.forEach(ZmqListenerContainer::stop);
            assertThat(containers).allMatch(container -> container.getStats().inFlight() == 0);
        });
    }
}
