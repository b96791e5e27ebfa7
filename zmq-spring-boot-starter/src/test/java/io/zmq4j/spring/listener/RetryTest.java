package io.zmq4j.spring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import io.zmq4j.spring.boot.autoconfigure.ZmqListenerRetrySettingsCustomizer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.Header;

/** A message that a listener failed on is given to it again, in the application, as often as the policy says. */
class RetryTest {

    private final Outside outside = new Outside();

    @AfterEach
    void close() {
        outside.close();
    }

    /** Fails until the attempt that the message names. */
    static class Listener {
        final List<String> calls = new CopyOnWriteArrayList<>();

        @ZmqListener(socket = "in", id = "listener")
        void on(String text, @Header(ZmqHeaders.DELIVERY_ATTEMPT) int attempt) {
            calls.add(text + ":" + attempt);
            if (text.equals("fatal")) {
                throw new MessageConversionException("never fits");
            }
            if (text.equals("cast")) {
                throw new ClassCastException("never fits");
            }
            if (attempt < Integer.parseInt(text.substring(1))) {
                throw new IllegalStateException("attempt " + attempt);
            }
        }
    }

    static class Recoverer implements ZmqMessageRecoverer {
        final List<ZmqFailedMessage> taken = new CopyOnWriteArrayList<>();

        @Override
        public void recover(ZmqFailedMessage failed) {
            taken.add(failed);
        }
    }

    static ApplicationContextRunner runner(Class<?> listener, String... properties) {
        return Starter.runner()
                .withUserConfiguration(listener)
                .withPropertyValues(
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=tcp://127.0.0.1:0",
                        "zmq.listener.retry.enabled=true",
                        "zmq.listener.retry.max-retries=3",
                        "zmq.listener.retry.initial-interval=1ms")
                .withPropertyValues(properties);
    }

    private ZmqSocket peer(AssertableApplicationContext context, SocketType type) {
        return outside.connect(type, context.getBean(ZmqSockets.class).boundPort("in"));
    }

    private static ZmqListenerContainer container(AssertableApplicationContext context) {
        return context.getBean("listener", ZmqListenerContainer.class);
    }

    @Test
    void shouldCallAgainInOrderWhenListenerFails() {
        runner(Listener.class).run(context -> {
            ZmqSocket push = peer(context, SocketType.PUSH);
            push.send(Msg.of("a3"));
            push.send(Msg.of("b1"));
            ZmqListenerContainer container = container(context);
            await().until(() -> container.getStats().processed() == 2);
            assertThat(context.getBean(Listener.class).calls).containsExactly("a3:1", "a3:2", "a3:3", "b1:1");
            assertThat(container.getStats().failed()).isZero();
            assertThat(container.getStats().retried()).isEqualTo(2);
        });
    }

    @Test
    void shouldTellTheFirstAttemptWhenRetryIsOff() {
        runner(Listener.class, "zmq.listener.retry.enabled=false").run(context -> {
            peer(context, SocketType.PUSH).send(Msg.of("a2"));
            await().until(() -> container(context).getStats().failed() == 1);
            assertThat(context.getBean(Listener.class).calls).containsExactly("a2:1");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"fatal", "cast"})
    void shouldNotCallAgainWhenMessageNeverFits(String text) {
        runner(Listener.class).withUserConfiguration(Recoverer.class).run(context -> {
            peer(context, SocketType.PUSH).send(Msg.of(text));
            await().until(() -> container(context).getStats().recovered() == 1);
            assertThat(context.getBean(Listener.class).calls).containsExactly(text + ":1");
            assertThat(context.getBean(Recoverer.class).taken)
                    .singleElement()
                    .satisfies(failed -> assertThat(failed.attempts()).isEqualTo(1));
        });
    }

    @Test
    void shouldGoToTheRecovererWhenRetriesAreUsedUp() {
        runner(Listener.class).withUserConfiguration(Recoverer.class).run(context -> {
            peer(context, SocketType.PUSH).send(Msg.of("a9"));
            await().until(() -> container(context).getStats().recovered() == 1);
            assertThat(context.getBean(Listener.class).calls).containsExactly("a9:1", "a9:2", "a9:3", "a9:4");
            ZmqFailedMessage failed = context.getBean(Recoverer.class).taken.get(0);
            assertThat(failed.attempts()).isEqualTo(4);
            assertThat(failed.listenerId()).isEqualTo("listener");
            assertThat(failed.socket()).isEqualTo("in");
            assertThat(failed.msg().string(0)).isEqualTo("a9");
            assertThat(failed.failure()).hasMessage("attempt 4");
            assertThat(container(context).getStats().failed()).isEqualTo(1);
        });
    }

    @Test
    void shouldEndTheWaitWhenContainerStops() {
        runner(Listener.class, "zmq.listener.retry.initial-interval=1h", "zmq.listener.retry.max-interval=1h")
                .withUserConfiguration(Recoverer.class)
                .run(context -> {
                    ZmqSocket push = peer(context, SocketType.PUSH);
                    push.send(Msg.of("a2"));
                    await().until(() -> !context.getBean(Listener.class).calls.isEmpty());
                    push.send(Msg.of("b1"));
                    await().until(() -> container(context).getStats().queued() == 1);
                    long start = System.nanoTime();
                    container(context).stop();
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
                    // the one that waited is not lost, and what was queued is worked off
                    assertThat(context.getBean(Recoverer.class).taken)
                            .singleElement()
                            .satisfies(
                                    failed -> assertThat(failed.msg().string(0)).isEqualTo("a2"));
                    assertThat(container(context).getStats().processed()).isEqualTo(1);
                    assertThat(container(context).getStats().abandoned()).isZero();
                });
    }

    static class Async {
        final List<Integer> attempts = new CopyOnWriteArrayList<>();

        @ZmqListener(socket = "in", id = "listener")
        CompletableFuture<String> on(String text, @Header(ZmqHeaders.DELIVERY_ATTEMPT) int attempt) {
            attempts.add(attempt);
            return text.equals("stuck") || attempt < 3
                    ? CompletableFuture.supplyAsync(() -> {
                        throw new CompletionException(new IllegalStateException("attempt " + attempt));
                    })
                    : CompletableFuture.completedFuture(text + attempt);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"router", "rep"})
    void shouldAnswerWhenAsynchronousResultSucceedsAtLast(String type) {
        runner(Async.class, "zmq.sockets.in.type=" + type).run(context -> {
            ZmqSocket req = peer(context, SocketType.REQ);
            for (String text : List.of("a", "b")) {
                req.send(Msg.of(text));
                assertThat(req.receive().string(0)).isEqualTo(text + 3);
            }
            assertThat(context.getBean(Async.class).attempts).containsExactly(1, 2, 3, 1, 2, 3);
            await().until(() -> container(context).getStats().inFlight() == 0);
            assertThat(container(context).getStats().retried()).isEqualTo(4);
        });
    }

    @Test
    void shouldGiveUpAsynchronousRetriesWhenContainerStops() {
        runner(
                        Async.class,
                        "zmq.sockets.in.type=router",
                        "zmq.listener.retry.initial-interval=1h",
                        "zmq.listener.retry.max-interval=1h")
                .withUserConfiguration(Recoverer.class)
                .run(context -> {
                    peer(context, SocketType.REQ).send(Msg.of("stuck"));
                    await().until(() -> !context.getBean(Async.class).attempts.isEmpty());
                    container(context).stop();
                    assertThat(container(context).getStats().recovered()).isEqualTo(1);
                    assertThat(container(context).getStats().inFlight()).isZero();
                });
    }

    static class Batch {
        final List<String> calls = new CopyOnWriteArrayList<>();

        @ZmqListener(socket = "in", id = "listener", batch = "true")
        void on(List<String> all, @Header(ZmqHeaders.DELIVERY_ATTEMPT) int attempt) {
            calls.add(all + " " + attempt);
            boolean fails = all.contains("never") || attempt < 3;
            all.clear();
            if (fails) {
                throw new IllegalStateException("attempt " + attempt);
            }
        }
    }

    @Test
    void shouldGiveTheWholeBatchAgainWhenListenerFails() {
        runner(Batch.class).run(context -> {
            peer(context, SocketType.PUSH).send(Msg.of("x"));
            await().until(() -> container(context).getStats().processed() == 1);
            assertThat(context.getBean(Batch.class).calls).containsExactly("[x] 1", "[x] 2", "[x] 3");
        });
    }

    @Test
    void shouldRecoverEachMessageWhenRetriesOfBatchAreUsedUp() {
        runner(Batch.class).withUserConfiguration(Recoverer.class).run(context -> {
            ZmqListenerContainer container = container(context);
            container.pause();
            ZmqSocket push = peer(context, SocketType.PUSH);
            List.of("a", "never", "b").forEach(text -> push.send(Msg.of(text)));
            container.resume();
            await().until(() ->
                    container.getStats().recovered() + container.getStats().processed() == 3);
            assertThat(context.getBean(Recoverer.class).taken)
                    .extracting(failed -> failed.msg().string(0))
                    .contains("never");
            assertThat(container.getStats().failed())
                    .isEqualTo(container.getStats().recovered());
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class OnlyArgumentsAreRetried {
        @Bean
        ZmqListenerRetrySettingsCustomizer onlyArguments() {
            return settings -> settings.setExceptionIncludes(List.of(IllegalArgumentException.class));
        }
    }

    @Test
    void shouldNotRetryWhenSettingsCustomizerLeavesTheExceptionOut() {
        runner(Listener.class)
                .withUserConfiguration(OnlyArgumentsAreRetried.class)
                .run(context -> {
                    peer(context, SocketType.PUSH).send(Msg.of("a2"));
                    await().until(() -> container(context).getStats().failed() == 1);
                    assertThat(context.getBean(Listener.class).calls).containsExactly("a2:1");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnPolicy {
        final List<Integer> attempts = new CopyOnWriteArrayList<>();

        @Bean
        RetryPolicy twice() {
            return RetryPolicy.builder()
                    .maxRetries(100)
                    .delay(Duration.ofMillis(20))
                    .timeout(Duration.ofMillis(50))
                    .build();
        }

        @ZmqListener(socket = "in", id = "listener", retryPolicy = "twice")
        void on(String text, @Header(ZmqHeaders.DELIVERY_ATTEMPT) int attempt) {
            attempts.add(attempt);
            throw new IllegalStateException("always");
        }
    }

    @Test
    void shouldUseThePolicyOfTheListenerWhenItNamesOne() {
        runner(OwnPolicy.class, "zmq.listener.retry.enabled=false").run(context -> {
            peer(context, SocketType.PUSH).send(Msg.of("x"));
            await().until(() -> container(context).getStats().failed() == 1);
            // its timeout allows for two pauses
            assertThat(context.getBean(OwnPolicy.class).attempts).hasSizeBetween(1, 3);
            assertThat(container(context).getStats().retried()).isLessThan(3);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"max-retries=-1", "initial-interval=-1ms", "multiplier=0.5", "max-interval=1us", "jitter=-1ms"})
    void shouldRefuseToStartWhenSettingIsOutOfRange(String setting) {
        String key = "zmq.listener.retry." + setting.substring(0, setting.indexOf('='));
        runner(Listener.class, "zmq.listener.retry." + setting)
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining(key));
    }
}
