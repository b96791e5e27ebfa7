package io.zmq4j.spring.boot.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.ZmqBindException;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import io.zmq4j.spring.boot.autoconfigure.ZmqContextCustomizer;
import io.zmq4j.spring.boot.autoconfigure.ZmqHealthAutoConfiguration;
import io.zmq4j.spring.boot.autoconfigure.ZmqProxyAutoConfiguration;
import io.zmq4j.spring.listener.ZmqListenerContainer;
import io.zmq4j.spring.proxy.ZmqProxies;
import io.zmq4j.spring.proxy.ZmqProxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ZmqHealthTest {

    private static ApplicationContextRunner runner(String... properties) {
        return Starter.runner()
                .withConfiguration(AutoConfigurations.of(ZmqHealthAutoConfiguration.class))
                .withPropertyValues(properties);
    }

    private static Health health(AssertableApplicationContext context, String socket) {
        HealthIndicator indicator =
                (HealthIndicator) context.getBean(ZmqHealthContributor.class).getContributor(socket);
        assertThat(indicator).isNotNull();
        return indicator.health();
    }

    @Test
    void shouldHaveOneComponentForEachSocketWhenSeveralAreDeclared() {
        runner(
                        "zmq.sockets.a.type=push",
                        "zmq.sockets.a.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.b.type=sub",
                        "zmq.sockets.b.connect=tcp://127.0.0.1:9")
                .run(context -> {
                    ZmqHealthContributor zmq = context.getBean(ZmqHealthContributor.class);
                    assertThat(zmq.stream().map(HealthContributors.Entry::name)).containsExactly("a", "b");
                    assertThat(zmq.getContributor("c")).isNull();
                    Health a = health(context, "a");
                    assertThat(a.getStatus()).isEqualTo(Status.UP);
                    assertThat(a.getDetails())
                            .containsEntry("type", "PUSH")
                            .containsEntry("open", true)
                            .containsEntry("peers", 0L)
                            .containsEntry(
                                    "endpoints", Map.of("bind", List.of("tcp://127.0.0.1:0"), "connect", List.of()));
                    // a peer that is away is no fault of this side
                    assertThat(health(context, "b").getStatus()).isEqualTo(Status.UP);
                });
    }

    @Test
    void shouldBeDownWhenContextIsClosed() {
        runner("zmq.sockets.a.type=push", "zmq.sockets.a.bind=tcp://127.0.0.1:0")
                .run(context -> {
                    context.getBean(ZmqContext.class).close();
                    assertThat(health(context, "a").getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health(context, "a").getDetails()).containsEntry("reason", "the context is closed");
                });
    }

    static class Listener {
        @ZmqListener(socket = "in", id = "listener")
        void on(String text) {
            throw new StackOverflowError("too deep");
        }
    }

    @Test
    void shouldBeDownWhenListenerHasStoppedByItselfAndUpWhenItWasStopped() {
        runner("zmq.sockets.in.type=pull", "zmq.sockets.in.bind=tcp://127.0.0.1:0")
                .withUserConfiguration(Listener.class)
                .run(context -> {
                    ZmqListenerContainer container = context.getBean("listener", ZmqListenerContainer.class);
                    assertThat(health(context, "in").getDetails())
                            .containsEntry("listeners", Map.of("listener", "RUNNING"));
                    container.stop();
                    assertThat(health(context, "in").getStatus()).isEqualTo(Status.UP);
                    assertThat(health(context, "in").getDetails()).containsEntry("open", false);
                    container.start();
                    try (Outside outside = new Outside()) {
                        outside.connect(
                                        SocketType.PUSH,
                                        context.getBean(ZmqSockets.class).boundPort("in"))
                                .send(Msg.of("x"));
                        await().untilAsserted(() ->
                                assertThat(health(context, "in").getStatus()).isEqualTo(Status.DOWN));
                        assertThat(health(context, "in").getDetails().get("reason"))
                                .asString()
                                .contains("too deep");
                    }
                });
    }

    @Test
    void shouldBeDownAfterTheGraceWhenThereAreTooFewPeers() {
        runner(
                        "zmq.sockets.a.type=push",
                        "zmq.sockets.a.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.a.health.min-peers=1",
                        "zmq.sockets.a.health.grace=300ms")
                .run(context -> {
                    assertThat(health(context, "a").getStatus()).isEqualTo(Status.UP);
                    await().atMost(Duration.ofSeconds(5))
                            .untilAsserted(() ->
                                    assertThat(health(context, "a").getStatus()).isEqualTo(Status.DOWN));
                    try (Outside outside = new Outside()) {
                        ZmqSocket pull = outside.connect(
                                SocketType.PULL,
                                context.getBean(ZmqSockets.class).boundPort("a"));
                        await().untilAsserted(() ->
                                assertThat(health(context, "a").getStatus()).isEqualTo(Status.UP));
                        assertThat(health(context, "a").getDetails()).containsEntry("peers", 1L);
                        pull.close();
                    }
                    await().until(() ->
                            health(context, "a").getDetails().get("peers").equals(0L));
                    assertThat(health(context, "a").getStatus()).isEqualTo(Status.UP);
                });
    }

    @ParameterizedTest
    @CsvSource({"min-peers=-1", "grace=-1s"})
    void shouldRefuseToStartWhenRuleIsInvalid(String rule) {
        runner("zmq.sockets.a.type=push", "zmq.sockets.a.bind=inproc://a", "zmq.sockets.a.health." + rule)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("zmq.sockets.a.health." + rule.substring(0, rule.indexOf('='))));
    }

    @Test
    void shouldBeQuickWhenAskedOften() {
        runner("zmq.sockets.a.type=push", "zmq.sockets.a.bind=tcp://127.0.0.1:0")
                .run(context -> {
                    health(context, "a");
                    long start = System.nanoTime();
                    for (int i = 0; i < 1000; i++) {
                        health(context, "a");
                    }
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
                });
    }

    @Test
    void shouldBeDownWhenAnIoThreadHasEnded() {
        AtomicReference<Thread> io = new AtomicReference<>();
        runner("zmq.sockets.a.type=push", "zmq.sockets.a.bind=inproc://a")
                .withBean(
                        ZmqContextCustomizer.class,
                        () -> builder -> builder.threadFactory(task -> {
                            // the first one is the io thread's, which dies of what befalls threads of such a factory
                            Runnable run = io.get() == null ? () -> {} : task;
                            Thread thread = new Thread(run);
                            thread.setDaemon(true);
                            io.compareAndSet(null, thread);
                            return thread;
                        }))
                .run(context -> {
                    await().until(() -> !io.get().isAlive());
                    assertThat(health(context, "a").getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health(context, "a").getDetails())
                            .containsEntry("reason", "an io thread of the context has ended");
                });
    }

    @Test
    void shouldBeDownWhileSocketCannotBeOpenedAgain() {
        runner("zmq.sockets.a.type=push", "zmq.sockets.a.bind=tcp://127.0.0.1:0")
                .run(context -> {
                    DefaultZmqSockets sockets = context.getBean(DefaultZmqSockets.class);
                    ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    sockets.add(ZmqSocketSpec.builder("late", SocketType.PULL)
                            .bind("tcp://127.0.0.1:" + holder.getLocalPort())
                            .build());
                    try (holder) {
                        assertThat(health(context, "late").getStatus()).isEqualTo(Status.UP);
                        assertThatThrownBy(() -> sockets.get("late")).isInstanceOf(ZmqBindException.class);
                        assertThat(health(context, "late").getStatus()).isEqualTo(Status.DOWN);
                        assertThat(health(context, "late").getDetails().get("reason"))
                                .asString()
                                .contains("cannot be bound to tcp://127.0.0.1:" + holder.getLocalPort());
                        assertThat(health(context, "a").getStatus()).isEqualTo(Status.UP);
                    }
                    sockets.get("late");
                    assertThat(health(context, "late").getStatus()).isEqualTo(Status.UP);
                });
    }

    @Test
    void shouldBeDownWhenAProxyHasEndedByItself() {
        runner(
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=inproc://in",
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.bind=inproc://out",
                        "zmq.proxies.line.frontend=in",
                        "zmq.proxies.line.backend=out")
                .withConfiguration(AutoConfigurations.of(ZmqProxyAutoConfiguration.class))
                .run(context -> {
                    ZmqProxy line = context.getBean(ZmqProxies.class).get("line");
                    assertThat(line).isNotNull();
                    assertThat(health(context, "out").getStatus()).isEqualTo(Status.UP);
                    context.getBean(ZmqSockets.class).close("in");
                    await().untilAsserted(() ->
                            assertThat(health(context, "out").getStatus()).isEqualTo(Status.DOWN));
                    assertThat(health(context, "out").getDetails())
                            .containsEntry("reason", "proxy 'line' has ended by itself");
                    line.start();
                    assertThat(health(context, "out").getStatus()).isEqualTo(Status.UP);
                    line.stop();
                    assertThat(health(context, "out").getStatus()).isEqualTo(Status.UP);
                });
    }

    @Test
    void shouldNotFlapAndStayQuickWhenPeersComeAndGo() {
        runner(
                        "zmq.sockets.a.type=push",
                        "zmq.sockets.a.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.a.health.min-peers=1",
                        "zmq.sockets.a.health.grace=0s")
                .run(context -> {
                    int port = context.getBean(ZmqSockets.class).boundPort("a");
                    AtomicBoolean over = new AtomicBoolean();
                    Thread peers = new Thread(() -> {
                        try (Outside outside = new Outside()) {
                            while (!over.get()) {
                                outside.connect(SocketType.PULL, port).close();
                                LockSupport.parkNanos(5_000_000);
                            }
                        }
                    });
                    peers.start();
                    List<Long> nanos = new ArrayList<>();
                    int changes = 0;
                    Status last = health(context, "a").getStatus();
                    long begin = System.nanoTime();
                    while (System.nanoTime() - begin < 3_000_000_000L) {
                        long start = System.nanoTime();
                        Status now = health(context, "a").getStatus();
                        nanos.add(System.nanoTime() - start);
                        changes += now.equals(last) ? 0 : 1;
                        last = now;
                        LockSupport.parkNanos(1_000_000);
                    }
                    over.set(true);
                    peers.join(5_000);
                    Collections.sort(nanos);
                    assertThat(changes).isLessThanOrEqualTo(4);
                    assertThat(Duration.ofNanos(nanos.get(nanos.size() * 99 / 100)))
                            .isLessThan(Duration.ofMillis(5));
                });
    }
}
