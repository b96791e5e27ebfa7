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
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Listeners of one group share a socket whose messages go to one reader each. */
class ListenerGroupTest {

    private final Outside outside = new Outside();

    @AfterEach
    void close() {
        outside.close();
    }

    @Configuration(proxyBeanMethods = false)
    static class Filters {
        final AtomicInteger asked = new AtomicInteger();

        @Bean
        ZmqMessageFilter notRed() {
            return message -> {
                asked.incrementAndGet();
                String text = new String((byte[]) message.getPayload());
                if (text.equals("red broken")) {
                    throw new IllegalStateException("filter broken");
                }
                return !text.startsWith("red");
            };
        }

        @Bean
        ZmqMessageFilter notBlue() {
            return message -> !new String((byte[]) message.getPayload()).startsWith("blue");
        }
    }

    static class Colours {
        final Queue<String> red = new ConcurrentLinkedQueue<>();
        final Queue<String> blue = new ConcurrentLinkedQueue<>();
        final List<Throwable> failures = new CopyOnWriteArrayList<>();

        @ZmqListener(socket = "in", id = "red", group = "colours", filter = "notRed")
        void red(String text) {
            red.add(text);
        }

        @ZmqListener(socket = "in", id = "blue", group = "${group:colours}", filter = "notBlue", batch = "true")
        void blue(List<byte[]> texts) {
            texts.forEach(text -> blue.add(new String(text)));
        }
    }

    static class Rest {
        final Queue<String> rest = new ConcurrentLinkedQueue<>();

        @ZmqListener(socket = "in", id = "rest", group = "colours")
        void rest(String text) {
            rest.add(text);
        }
    }

    private static ApplicationContextRunner runner(Class<?>... listeners) {
        return Starter.runner()
                .withUserConfiguration(Filters.class)
                .withUserConfiguration(listeners)
                .withPropertyValues("zmq.sockets.in.type=pull", "zmq.sockets.in.bind=tcp://127.0.0.1:0");
    }

    private ZmqSocket peer(AssertableApplicationContext context, SocketType type) {
        return outside.connect(type, context.getBean(ZmqSockets.class).boundPort("in"));
    }

    private static ZmqListenerContainer container(AssertableApplicationContext context, String id) {
        return context.getBean(id, ZmqListenerContainer.class);
    }

    @Test
    void shouldGiveEachMessageToTheFirstThatWantsIt() {
        // the one without a filter is found first, and comes last
        runner(Rest.class, Colours.class).run(context -> {
            ZmqSocket push = peer(context, SocketType.PUSH);
            for (int i = 0; i < 300; i++) {
                push.send(Msg.of((i % 3 == 0 ? "red " : i % 3 == 1 ? "blue " : "green ") + i));
            }
            Colours colours = context.getBean(Colours.class);
            Rest rest = context.getBean(Rest.class);
            await().until(() -> colours.red.size() + colours.blue.size() + rest.rest.size() == 300);
            assertThat(colours.red).hasSize(100).allMatch(text -> text.startsWith("red"));
            assertThat(colours.blue).hasSize(100).allMatch(text -> text.startsWith("blue"));
            assertThat(rest.rest).hasSize(100).allMatch(text -> text.startsWith("green"));
            assertThat(context.getBean(Filters.class).asked).hasValue(300);
        });
    }

    @Test
    void shouldCountMessageWhenNobodyInTheGroupWantsIt() {
        runner(Colours.class).run(context -> {
            ZmqSocket push = peer(context, SocketType.PUSH);
            push.send(Msg.of("green"));
            push.send(Msg.of("red"));
            Colours colours = context.getBean(Colours.class);
            await().until(() -> colours.red.size() == 1);
            assertThat(container(context, "blue").getStats().filtered()
                            + container(context, "red").getStats().filtered())
                    .isEqualTo(1);
        });
    }

    @Test
    void shouldFailInItsListenerWhenFilterThrows() {
        runner(Colours.class).run(context -> {
            ZmqSocket push = peer(context, SocketType.PUSH);
            push.send(Msg.of("red broken"));
            push.send(Msg.of("red fine"));
            await().until(() -> context.getBean(Colours.class).red.contains("red fine"));
            assertThat(container(context, "red").getStats().failed()).isEqualTo(1);
            assertThat(container(context, "red").getStats().lastError()).contains("filter broken");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"rep", "router"})
    void shouldAnswerEmptyWhenNobodyInTheGroupWantsTheRequest(String type) {
        runner(Answers.class).withPropertyValues("zmq.sockets.in.type=" + type).run(context -> {
            ZmqSocket req = peer(context, SocketType.REQ);
            for (String request : List.of("red", "green", "blue", "green")) {
                req.send(Msg.of(request));
                assertThat(req.receive().string(0)).isEqualTo(request.equals("green") ? "" : request + " answered");
            }
        });
    }

    static class Answers {
        @ZmqListener(socket = "in", id = "red", group = "colours", filter = "notRed")
        String red(String text) {
            return "red answered";
        }

        @ZmqListener(socket = "in", id = "blue", group = "colours", filter = "notBlue")
        String blue(String text) {
            return "blue answered";
        }
    }

    @Test
    void shouldLoseNothingToTheOthersWhenOneIsPausedOrStopped() {
        runner(Colours.class, Rest.class).run(context -> {
            Colours colours = context.getBean(Colours.class);
            Rest rest = context.getBean(Rest.class);
            ZmqListenerContainer red = container(context, "red");
            ZmqSocket push = peer(context, SocketType.PUSH);
            int sent = 0;
            for (int round = 0; round < 20; round++) {
                if (round % 2 == 0) {
                    red.pause();
                } else {
                    red.stop();
                }
                for (int i = 0; i < 30; i++) {
                    push.send(Msg.of((i % 3 == 0 ? "red " : i % 3 == 1 ? "blue " : "green ") + sent++));
                }
                red.start();
                red.resume();
            }
            int all = sent;
            await().until(() -> colours.red.size() + colours.blue.size() + rest.rest.size() == all);
            assertThat(colours.red).hasSize(all / 3).allMatch(text -> text.startsWith("red"));
            assertThat(rest.rest).allMatch(text -> text.startsWith("green"));
            assertThat(container(context, "rest").getStats().filtered()).isZero();
        });
    }

    @Test
    void shouldStopAndStartTogetherWhenAskedByGroup() {
        runner(Colours.class, Rest.class).run(context -> {
            ZmqListenerEndpointRegistry registry = context.getBean(ZmqListenerEndpointRegistry.class);
            ZmqSockets sockets = context.getBean(ZmqSockets.class);
            assertThat(registry.getListenerContainers("colours")).hasSize(3);
            assertThat(registry.getListenerContainers("none")).isEmpty();
            registry.stop("colours");
            assertThat(registry.getListenerContainers("colours"))
                    .allMatch(container -> container.getState() == ZmqListenerState.STOPPED);
            assertThat(sockets.isOpen("in")).isFalse();
            registry.start("colours");
            peer(context, SocketType.PUSH).send(Msg.of("red again"));
            await().until(() -> context.getBean(Colours.class).red.contains("red again"));
        });
    }

    @Test
    void shouldHandOnEverythingThatWasReadWhenTheWholeGroupStops() {
        runner(Colours.class, Rest.class)
                .withPropertyValues("zmq.listener.queue-capacity=1")
                .run(context -> {
                    ZmqListenerEndpointRegistry registry = context.getBean(ZmqListenerEndpointRegistry.class);
                    ZmqSockets sockets = context.getBean(ZmqSockets.class);
                    ZmqListenerContainer red = container(context, "red");
                    red.pause();
                    ZmqSocket push = peer(context, SocketType.PUSH);
                    for (int i = 0; i < 90; i++) {
                        push.send(Msg.of((i % 3 == 0 ? "red " : i % 3 == 1 ? "blue " : "green ") + i));
                    }
                    await().until(() -> sockets.get("in").stats().receiveQueue() + queuedOrHandled(context) >= 90);
                    registry.stop("colours");
                    Colours colours = context.getBean(Colours.class);
                    assertThat(colours.red).hasSize(30);
                    assertThat(colours.blue).hasSize(30);
                    assertThat(context.getBean(Rest.class).rest).hasSize(30);
                });
    }

    private static long queuedOrHandled(AssertableApplicationContext context) {
        return context.getBean(ZmqListenerEndpointRegistry.class).getListenerContainers().stream()
                .mapToLong(each -> each.getStats().queued() + each.getStats().processed())
                .sum();
    }

    static class OtherGroup {
        @ZmqListener(socket = "in", group = "one", filter = "notRed")
        void one(String text) {}

        @ZmqListener(socket = "in", group = "two", filter = "notBlue")
        void two(String text) {}
    }

    static class NoGroup {
        @ZmqListener(socket = "in", filter = "notRed")
        void one(String text) {}

        @ZmqListener(socket = "in", group = "two", filter = "notBlue")
        void two(String text) {}
    }

    static class NoFilters {
        @ZmqListener(socket = "in", group = "one")
        void one(String text) {}

        @ZmqListener(socket = "in", group = "one")
        void two(String text) {}
    }

    static Stream<Arguments> declarations() {
        return Stream.of(
                Arguments.of(OtherGroup.class, "or listeners of one group"),
                Arguments.of(NoGroup.class, "or listeners of one group"),
                Arguments.of(NoFilters.class, "in group 'one' and neither has a filter, allowed: one without"));
    }

    @ParameterizedTest
    @MethodSource("declarations")
    void shouldRefuseToStartWhenListenersCannotShare(Class<?> listeners, String reason) {
        runner(listeners).run(context -> assertThat(context).getFailure().hasStackTraceContaining(reason));
    }

    static class Fan {
        final AtomicInteger calls = new AtomicInteger();

        @ZmqListener(socket = "in", group = "fan")
        void one(String text) {
            calls.incrementAndGet();
        }

        @ZmqListener(socket = "in", group = "fan")
        void two(String text) {
            calls.incrementAndGet();
        }
    }

    @Test
    void shouldStillGetEveryMessageWhenSocketOfGroupIsSubscriber() {
        runner(Fan.class)
                .withPropertyValues("zmq.sockets.in.type=sub", "zmq.sockets.in.subscribe=")
                .run(context -> {
                    ZmqSocket pub = peer(context, SocketType.XPUB);
                    pub.receive();
                    pub.send(Msg.of("topic", "x"));
                    await().until(() -> context.getBean(Fan.class).calls.get() == 2);
                });
    }
}
