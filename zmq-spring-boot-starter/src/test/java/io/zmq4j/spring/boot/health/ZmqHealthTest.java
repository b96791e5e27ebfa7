package io.zmq4j.spring.boot.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import io.zmq4j.spring.boot.autoconfigure.ZmqHealthAutoConfiguration;
import io.zmq4j.spring.listener.ZmqListenerContainer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
}
