package io.zmq4j.spring.boot.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.search.MeterNotFoundException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSendTimeoutException;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import io.zmq4j.spring.boot.autoconfigure.ZmqMetricsAutoConfiguration;
import io.zmq4j.spring.boot.autoconfigure.ZmqObservationAutoConfiguration;
import io.zmq4j.spring.listener.ZmqListenerContainer;
import io.zmq4j.spring.observation.ObservedListener;
import io.zmq4j.spring.observation.ObservedTemplate;
import io.zmq4j.spring.template.ZmqTemplate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ZmqMetricsTest {

    static class Listener {
        @ZmqListener(socket = "in", id = "listener")
        void on(String text) {
            if (text.equals("fail")) {
                throw new IllegalStateException("broken");
            }
        }
    }

    private static ApplicationContextRunner runner() {
        return Starter.runner()
                .withConfiguration(AutoConfigurations.of(ZmqMetricsAutoConfiguration.class))
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withUserConfiguration(Listener.class)
                .withPropertyValues("zmq.sockets.in.type=pull", "zmq.sockets.in.bind=tcp://127.0.0.1:0");
    }

    private static double counter(MeterRegistry registry, String name, String... tags) {
        return registry.get(name).tags(tags).functionCounter().count();
    }

    @Test
    void shouldCountMessagesBytesAndConnectionsWhenTheyHappen() {
        runner().run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            context.getBean(ZmqMetrics.class).bindTo(registry);
            try (Outside outside = new Outside()) {
                ZmqSocket push = outside.connect(
                        SocketType.PUSH, context.getBean(ZmqSockets.class).boundPort("in"));
                push.send(Msg.of("12345"));
                push.send(Msg.of("fail"));
                await().untilAsserted(() -> {
                    assertThat(counter(
                                    registry,
                                    "zmq.socket.messages",
                                    "socket",
                                    "in",
                                    "type",
                                    "pull",
                                    "direction",
                                    "received"))
                            .isEqualTo(2);
                    assertThat(counter(registry, "zmq.socket.bytes", "socket", "in", "direction", "received"))
                            .isEqualTo(9);
                    assertThat(counter(registry, "zmq.socket.connects", "socket", "in"))
                            .isEqualTo(1);
                    assertThat(registry.get("zmq.socket.peers")
                                    .tags("socket", "in")
                                    .gauge()
                                    .value())
                            .isEqualTo(1);
                });
                push.close();
                await().untilAsserted(() -> assertThat(counter(registry, "zmq.socket.disconnects", "socket", "in"))
                        .isEqualTo(1));
            }
            assertThat(counter(registry, "zmq.socket.dropped", "socket", "in", "reason", "late_reply"))
                    .isZero();
            assertThat(counter(registry, "zmq.socket.handshake.failures", "socket", "in"))
                    .isZero();
            assertThat(counter(registry, "zmq.socket.reconnects", "socket", "in"))
                    .isZero();
            assertThat(registry.get("zmq.socket.queue.size")
                            .tags("socket", "in", "direction", "received")
                            .gauge()
                            .value())
                    .isZero();
        });
    }

    @Test
    void shouldCountPeersThatRunIntoALimit() {
        runner().withPropertyValues("zmq.sockets.in.max-message-size=4B").run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            context.getBean(ZmqMetrics.class).bindTo(registry);
            assertThat(counter(registry, "zmq.socket.limited", "socket", "in", "reason", "message_size"))
                    .isZero();
            try (Outside outside = new Outside()) {
                ZmqSocket push = outside.connect(
                        SocketType.PUSH, context.getBean(ZmqSockets.class).boundPort("in"));
                push.send(Msg.of("12345"));
                await().untilAsserted(() -> assertThat(
                                counter(registry, "zmq.socket.limited", "socket", "in", "reason", "message_size"))
                        .isEqualTo(1));
            }
            assertThat(counter(registry, "zmq.socket.limited", "socket", "in", "reason", "subscriptions"))
                    .isZero();
        });
    }

    @Test
    void shouldTimeListenersByResultWhenTheyAreCalled() {
        runner().run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            context.getBean(ZmqMetrics.class).bindTo(registry);
            try (Outside outside = new Outside()) {
                ZmqSocket push = outside.connect(
                        SocketType.PUSH, context.getBean(ZmqSockets.class).boundPort("in"));
                push.send(Msg.of("good"));
                push.send(Msg.of("fail"));
                push.send(Msg.of("good"));
                await().ignoreException(MeterNotFoundException.class).untilAsserted(() -> {
                    assertThat(registry.get("zmq.listener")
                                    .tags("name", "listener", "result", "success", "exception", "none")
                                    .timer()
                                    .count())
                            .isEqualTo(2);
                    assertThat(registry.get("zmq.listener")
                                    .tags("result", "failure", "exception", "IllegalStateException")
                                    .timer()
                                    .totalTime(TimeUnit.NANOSECONDS))
                            .isPositive();
                });
            }
            assertThat(registry.get("zmq.listener.active")
                            .tags("listener", "listener")
                            .gauge()
                            .value())
                    .isZero();
            assertThat(registry.get("zmq.listener.queue.size")
                            .tags("listener", "listener", "socket", "in")
                            .gauge()
                            .value())
                    .isZero();
        });
    }

    @Test
    void shouldGoOnCountingWhenSocketIsClosedAndOpenedAgain() {
        runner().run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            context.getBean(ZmqMetrics.class).bindTo(registry);
            ZmqListenerContainer container = context.getBean("listener", ZmqListenerContainer.class);
            try (Outside outside = new Outside()) {
                for (int round = 1; round <= 3; round++) {
                    int expected = round;
                    outside.connect(
                                    SocketType.PUSH,
                                    context.getBean(ZmqSockets.class).boundPort("in"))
                            .send(Msg.of("x"));
                    await().untilAsserted(() -> assertThat(
                                    counter(registry, "zmq.socket.messages", "socket", "in", "direction", "received"))
                            .isEqualTo(expected));
                    container.stop();
                    container.start();
                }
            }
        });
    }

    @Test
    void shouldCountLateRepliesOfTheTemplateWhenTheyArrive() {
        try (Outside outside = new Outside()) {
            ZmqSocket router = outside.bind(SocketType.ROUTER);
            runner().withPropertyValues(
                            "zmq.sockets.client.type=dealer",
                            "zmq.sockets.client.connect=tcp://127.0.0.1:" + Outside.port(router),
                            "zmq.sockets.client.request-timeout=20ms")
                    .run(context -> {
                        MeterRegistry registry = context.getBean(MeterRegistry.class);
                        context.getBean(ZmqMetrics.class).bindTo(registry);
                        context.getBean(ZmqTemplate.class)
                                .requestAsync("client", "x", String.class)
                                .exceptionally(failure -> "timed out")
                                .get(5, TimeUnit.SECONDS);
                        router.send(router.receive());
                        await().untilAsserted(() -> assertThat(counter(
                                        registry, "zmq.socket.dropped", "socket", "client", "reason", "late_reply"))
                                .isEqualTo(1));
                    });
        }
    }

    private static long count(MeterRegistry registry, String... tags) {
        return registry.get("zmq.template").tags(tags).timer().count();
    }

    @Test
    void shouldTimeTheTemplateByResultWhenNothingObservesIt() {
        try (Outside outside = new Outside()) {
            ZmqSocket rep = outside.bind(SocketType.REP);
            runner().withPropertyValues(
                            "zmq.sockets.client.type=dealer",
                            "zmq.sockets.client.connect=tcp://127.0.0.1:" + Outside.port(rep),
                            "zmq.sockets.lonely.type=push",
                            "zmq.sockets.lonely.bind=tcp://127.0.0.1:0",
                            "zmq.sockets.lonely.send-timeout=10ms")
                    .run(context -> {
                        MeterRegistry registry = context.getBean(MeterRegistry.class);
                        ZmqTemplate template = context.getBean(ZmqTemplate.class);

                        CompletableFuture<String> reply = template.requestAsync("client", "x", String.class);
                        rep.send(rep.receive());
                        reply.join();
                        assertThatThrownBy(() -> template.convertAndSend("lonely", "x"))
                                .isInstanceOf(ZmqSendTimeoutException.class);

                        assertThat(count(
                                        registry,
                                        "name",
                                        "zmqTemplate",
                                        "socket",
                                        "client",
                                        "operation",
                                        "request",
                                        "result",
                                        "success",
                                        "exception",
                                        "none"))
                                .isEqualTo(1);
                        assertThat(count(
                                        registry,
                                        "socket",
                                        "lonely",
                                        "operation",
                                        "send",
                                        "result",
                                        "failure",
                                        "exception",
                                        "ZmqSendTimeoutException"))
                                .isEqualTo(1);
                    });
        }
    }

    @Test
    void shouldTimeNothingTwiceWhenItIsObserved() {
        runner().withConfiguration(AutoConfigurations.of(ZmqObservationAutoConfiguration.class))
                .withBean(ObservationRegistry.class, ObservationRegistry::create)
                .withPropertyValues("zmq.listener.observation-enabled=true", "zmq.template.observation-enabled=true")
                .run(context -> assertThat(context)
                        .hasSingleBean(ObservedListener.class)
                        .hasSingleBean(ObservedTemplate.class)
                        .doesNotHaveBean(ZmqListenerTimer.class)
                        .doesNotHaveBean(ZmqTemplateTimer.class));
    }

    /** Fails with every meter that is made after it was told to. */
    private static final class BrokenRegistry extends SimpleMeterRegistry {
        volatile boolean broken;

        @Override
        protected Timer newTimer(
                Meter.Id id, DistributionStatisticConfig distributionStatisticConfig, PauseDetector pauseDetector) {
            if (broken) {
                throw new IllegalStateException("a registry that fails");
            }
            return super.newTimer(id, distributionStatisticConfig, pauseDetector);
        }
    }

    @Test
    void shouldLoseNoMessageWhenAMeterThrows() {
        BrokenRegistry broken = new BrokenRegistry();
        Starter.runner()
                .withConfiguration(AutoConfigurations.of(ZmqMetricsAutoConfiguration.class))
                .withBean(MeterRegistry.class, () -> broken)
                .withUserConfiguration(Listener.class)
                .withPropertyValues(
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=inproc://meters",
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.connect=inproc://meters")
                .run(context -> {
                    broken.broken = true;
                    for (int i = 0; i < 10; i++) {
                        context.getBean(ZmqTemplate.class).convertAndSend("out", "good");
                    }

                    ZmqListenerContainer container = context.getBean("listener", ZmqListenerContainer.class);
                    await().until(() -> container.getStats().processed() == 10);
                    assertThat(container.isInExpectedState()).isTrue();
                    assertThat(broken.find("zmq.template").timer()).isNull();
                });
    }
}
