package io.zmq4j.spring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import io.zmq4j.spring.boot.autoconfigure.ZmqMetricsAutoConfiguration;
import io.zmq4j.spring.boot.metrics.ZmqMetrics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** What a listener could not handle goes to another socket, and is never lost in silence. */
@ExtendWith(OutputCaptureExtension.class)
class DeadLetterTest {

    private final Outside outside = new Outside();

    @AfterEach
    void close() {
        outside.close();
    }

    record Order(int id) {}

    static class Listener {
        final List<Integer> handled = new CopyOnWriteArrayList<>();

        @ZmqListener(socket = "in", id = "listener")
        void on(Order order) {
            if (order.id() < 0) {
                throw new IllegalArgumentException("order " + order.id());
            }
            handled.add(order.id());
        }
    }

    private static ApplicationContextRunner runner(Class<?> listener, String... properties) {
        return Starter.runner()
                .withUserConfiguration(listener)
                .withPropertyValues(
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.dead.type=push",
                        "zmq.sockets.dead.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.dead.frames=headers-payload",
                        "zmq.listener.dead-letter-socket=dead")
                .withPropertyValues(properties);
    }

    private ZmqSocket peer(AssertableApplicationContext context, SocketType type, String socket) {
        return outside.connect(type, context.getBean(ZmqSockets.class).boundPort(socket));
    }

    private static ZmqListenerContainer container(AssertableApplicationContext context) {
        return context.getBean("listener", ZmqListenerContainer.class);
    }

    @Test
    void shouldCarryFramesAndReasonWhenListenerFails() {
        runner(Listener.class).run(context -> {
            ZmqSocket pull = peer(context, SocketType.PULL, "dead");
            ZmqSocket push = peer(context, SocketType.PUSH, "in");
            push.send(Msg.of("{\"id\":-1}"));
            push.send(Msg.of("{\"id\":1}"));
            Msg letter = pull.receive();
            assertThat(letter.size()).isEqualTo(2);
            assertThat(letter.string(0))
                    .contains("\"zmq_errorClass\":\"java.lang.IllegalArgumentException\"")
                    .contains("\"zmq_errorMessage\":\"order -1\"")
                    .contains("\"zmq_originalSocket\":\"in\"")
                    .contains("\"zmq_originalListener\":\"listener\"")
                    .contains("\"zmq_originalAttempts\":\"1\"");
            assertThat(letter.string(1)).isEqualTo("{\"id\":-1}");
            await().until(() -> context.getBean(Listener.class).handled.equals(List.of(1)));
            assertThat(container(context).getStats().recovered()).isEqualTo(1);
            assertThat(container(context).getStats().failed()).isEqualTo(1);
        });
    }

    @Test
    void shouldCarryEveryFrameWhenMessageCannotBeConverted() {
        runner(Listener.class).run(context -> {
            ZmqSocket pull = peer(context, SocketType.PULL, "dead");
            ZmqSocket push = peer(context, SocketType.PUSH, "in");
            push.send(Msg.of("no json", "", "3"));
            Msg letter = pull.receive();
            assertThat(letter.frames().subList(1, 4)).extracting(String::new).containsExactly("no json", "", "3");
            push.send(Msg.of("no json"));
            assertThat(pull.receive().string(0)).contains("MessageConversionException");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "push, pull, payload, 1",
        "push, pull, raw, 1",
        "dealer, dealer, headers-payload, 2",
        "pair, pair, payload, 1",
        "pub, sub, topic-payload, 2",
        "xpub, sub, topic-headers-payload, 3"
    })
    void shouldUseTheFrameModeOfTheDeadLetterSocket(String type, String peer, String frames, int size) {
        runner(Listener.class, "zmq.sockets.dead.type=" + type, "zmq.sockets.dead.frames=" + frames)
                .run(context -> {
                    ZmqSocket letters = peer(context, SocketType.of(peer), "dead");
                    if (peer.equals("sub")) {
                        letters.subscribe("in");
                        ZmqSocket dead = context.getBean(ZmqSockets.class).get("dead");
                        ZmqSocket push = peer(context, SocketType.PUSH, "in");
                        Msg letter = null;
                        for (int i = 0; letter == null && i < 100; i++) {
                            // until the subscription has arrived
                            push.send(Msg.of("{\"id\":-1}"));
                            letter = letters.receive(Duration.ofMillis(100));
                        }
                        assertThat(dead.isClosed()).isFalse();
                        assertThat(letter).isNotNull();
                        assertThat(letter.size()).isEqualTo(size);
                        assertThat(letter.string(0)).isEqualTo("in");
                        assertThat(letter.string(size - 1)).isEqualTo("{\"id\":-1}");
                        return;
                    }
                    peer(context, SocketType.PUSH, "in").send(Msg.of("{\"id\":-1}"));
                    Msg letter = letters.receive();
                    assertThat(letter.size()).isEqualTo(size);
                    assertThat(letter.string(size - 1)).isEqualTo("{\"id\":-1}");
                });
    }

    @Test
    void shouldLogAndCountAndGoOnWhenNobodyTakesDeadLetters(CapturedOutput output) {
        runner(Listener.class, "zmq.sockets.dead.send-timeout=20ms").run(context -> {
            ZmqSocket push = peer(context, SocketType.PUSH, "in");
            for (int i = 0; i < 3; i++) {
                push.send(Msg.of("{\"id\":-1}"));
            }
            push.send(Msg.of("{\"id\":7}"));
            await().until(() -> context.getBean(Listener.class).handled.equals(List.of(7)));
            assertThat(container(context).getStats().unrecovered()).isEqualTo(3);
            assertThat(container(context).getStats().recovered()).isZero();
            assertThat(container(context).isRunning()).isTrue();
            assertThat(output).contains("ERROR").contains("is lost to dead-letter socket 'dead'");
        });
    }

    @Test
    void shouldCountRetriesAndLettersWhenThereIsMeterRegistry() {
        runner(
                        Listener.class,
                        "zmq.sockets.dead.send-timeout=20ms",
                        "zmq.listener.retry.enabled=true",
                        "zmq.listener.retry.max-retries=2",
                        "zmq.listener.retry.initial-interval=1ms")
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withConfiguration(AutoConfigurations.of(ZmqMetricsAutoConfiguration.class))
                .run(context -> {
                    ZmqSocket push = peer(context, SocketType.PUSH, "in");
                    push.send(Msg.of("{\"id\":-1}"));
                    await().until(() -> container(context).getStats().unrecovered() == 1);
                    ZmqSocket pull = peer(context, SocketType.PULL, "dead");
                    await().until(() -> context.getBean(ZmqSockets.class)
                                    .get("dead")
                                    .stats()
                                    .readyPeers()
                            == 1);
                    push.send(Msg.of("{\"id\":-2}"));
                    assertThat(pull.receive()).isNotNull();
                    await().until(() -> container(context).getStats().recovered() == 1);
                    MeterRegistry registry = context.getBean(MeterRegistry.class);
                    context.getBean(ZmqMetrics.class).bindTo(registry);
                    assertThat(count(registry, "zmq.listener.retries")).isEqualTo(4);
                    assertThat(count(registry, "zmq.listener.recovered", "result", "success"))
                            .isEqualTo(1);
                    assertThat(count(registry, "zmq.listener.recovered", "result", "failure"))
                            .isEqualTo(1);
                });
    }

    private static double count(MeterRegistry registry, String meter, String... tags) {
        return registry.get(meter)
                .tags("listener", "listener", "socket", "in")
                .tags(tags)
                .functionCounter()
                .count();
    }

    @Configuration(proxyBeanMethods = false)
    static class Broken {
        final List<Exception> told = new CopyOnWriteArrayList<>();

        @Bean
        ZmqMessageRecoverer broken() {
            return failed -> {
                throw new IllegalStateException("cannot recover either");
            };
        }

        @Bean
        ZmqErrorHandler last() {
            return (id, message, failure) -> told.add(failure);
        }
    }

    @Test
    void shouldTellTheErrorHandlerWhenRecovererFails(CapturedOutput output) {
        runner(Listener.class).withUserConfiguration(Broken.class).run(context -> {
            ZmqSocket push = peer(context, SocketType.PUSH, "in");
            push.send(Msg.of("{\"id\":-1}"));
            push.send(Msg.of("{\"id\":7}"));
            await().until(() -> context.getBean(Listener.class).handled.equals(List.of(7)));
            assertThat(context.getBean(Broken.class).told).singleElement().satisfies(failure -> assertThat(failure)
                    .hasMessage("order -1"));
            assertThat(container(context).getStats().unrecovered()).isEqualTo(1);
            assertThat(output).contains("cannot recover either");
        });
    }

    /** An application that listens to its own dead letters, and fails on them as well. */
    static class Circle extends Listener {
        final List<Message<?>> letters = new CopyOnWriteArrayList<>();

        @ZmqListener(socket = "letters", id = "letters")
        void letter(Message<?> letter) {
            letters.add(letter);
            throw new IllegalStateException("not this either");
        }
    }

    @Test
    void shouldNotGoRoundInCirclesWhenListenerOfDeadLettersFails(CapturedOutput output) throws Exception {
        // as two applications would have it, the endpoint does not tell that the sockets meet
        runner(
                        Circle.class,
                        "zmq.sockets.dead.bind=ipc://target/dead-letters-circle",
                        "zmq.sockets.letters.type=pull",
                        "zmq.sockets.letters.frames=headers-payload",
                        "zmq.sockets.letters.connect=ipc://./target/dead-letters-circle")
                .run(context -> {
                    peer(context, SocketType.PUSH, "in").send(Msg.of("{\"id\":-1}"));
                    ZmqListenerContainer letters = context.getBean("letters", ZmqListenerContainer.class);
                    await().until(() -> letters.getStats().unrecovered() == 1);
                    assertThat(context.getBean(Circle.class).letters)
                            .singleElement()
                            .satisfies(letter -> assertThat(letter.getHeaders())
                                    .containsEntry(ZmqHeaders.ORIGINAL_SOCKET, "in")
                                    .containsEntry(ZmqHeaders.RECEIVED_SOCKET, "letters")
                                    .containsEntry(ZmqHeaders.ORIGINAL_ATTEMPTS, "1"));
                    assertThat(output).contains("a dead letter, first of socket 'in', has failed again");
                });
    }

    @Test
    void shouldLeaveFailuresToTheErrorHandlerWhenListenerReadsTheDeadLetters() {
        runner(
                        Circle.class,
                        "zmq.sockets.dead.bind=inproc://dead",
                        "zmq.sockets.dead.frames=payload",
                        "zmq.sockets.letters.type=pull",
                        "zmq.sockets.letters.connect=inproc://dead")
                .run(context -> {
                    peer(context, SocketType.PUSH, "in").send(Msg.of("{\"id\":-1}"));
                    ZmqListenerContainer letters = context.getBean("letters", ZmqListenerContainer.class);
                    await().until(() -> letters.getStats().failed() == 1);
                    assertThat(letters.getStats().recovered()).isZero();
                    assertThat(letters.getStats().unrecovered()).isZero();
                    assertThat(container(context).getStats().recovered()).isEqualTo(1);
                });
    }

    static class OwnDeadLetters {
        @ZmqListener(socket = "in", id = "listener", deadLetterSocket = "${own:own}")
        void on(Order order) {}
    }

    @Test
    void shouldUseItsOwnSocketWhenListenerNamesOne() {
        runner(OwnDeadLetters.class, "zmq.sockets.own.type=push", "zmq.sockets.own.bind=tcp://127.0.0.1:0")
                .run(context -> {
                    peer(context, SocketType.PUSH, "in").send(Msg.of("x"));
                    assertThat(peer(context, SocketType.PULL, "own").receive().string(0))
                            .isEqualTo("x");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "own      | pair | dead-letter socket 'own' leads back to the socket that it reads",
                "in       | pair | dead-letter socket 'in' leads back to the socket that it reads",
                "own      | pull | dead-letter socket 'own' is of type PULL, allowed: PUSH",
                "nowhere  | push | socket 'nowhere' is unknown"
            })
    void shouldRefuseToStartWhenOwnDeadLetterSocketDoesNotFit(String socket, String type, String reason) {
        runner(
                        OwnDeadLetters.class,
                        "own=" + socket,
                        "zmq.sockets.in.type=" + (type.equals("pair") ? "pair" : "pull"),
                        "zmq.sockets.in.bind=inproc://in",
                        "zmq.sockets.own.type=" + type,
                        "zmq.sockets.own.connect=inproc://in")
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining(reason));
    }

    @ParameterizedTest
    @CsvSource({"nowhere, there is no such socket", "in, is of type PULL"})
    void shouldRefuseToStartWhenDeadLetterSocketDoesNotFit(String socket, String reason) {
        runner(Listener.class, "zmq.listener.dead-letter-socket=" + socket).run(context -> assertThat(context)
                .getFailure()
                .hasStackTraceContaining("zmq.listener.dead-letter-socket")
                .hasStackTraceContaining(reason));
    }
}
