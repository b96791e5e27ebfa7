package io.zmq4j.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import io.zmq4j.spring.listener.ZmqListenerContainer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Listeners whose results are of a reactive type. */
class ReactiveReplyTest {

    private final Outside outside = new Outside();

    @AfterEach
    void close() {
        outside.close();
    }

    static class Service {
        final AtomicBoolean cancelled = new AtomicBoolean();
        final AtomicInteger attempts = new AtomicInteger();

        @ZmqListener(socket = "mono", id = "mono")
        Mono<String> mono(String request) {
            return switch (request) {
                case "fail" -> Mono.error(new IllegalStateException("broken"));
                case "nothing" -> Mono.empty();
                case "never" -> Mono.<String>never().doOnCancel(() -> cancelled.set(true));
                case "flaky" ->
                    Mono.fromSupplier(() -> {
                        if (attempts.incrementAndGet() < 3) {
                            throw new IllegalStateException("attempt " + attempts);
                        }
                        return "at last";
                    });
                default -> Mono.just(request + "!").delayElement(Duration.ofMillis(1));
            };
        }

        @ZmqListener(socket = "flux", id = "flux")
        Flux<Integer> flux(String request) {
            return Flux.range(7, 1000).doOnCancel(() -> cancelled.set(true));
        }

        @ZmqListener(socket = "any", id = "any")
        Object any(String request) {
            return request.equals("plain") ? "plain!" : Mono.just(request + "?");
        }
    }

    static class Worker {
        final List<String> done = new CopyOnWriteArrayList<>();

        @ZmqListener(socket = "work", id = "work")
        Mono<Void> work(String text) {
            return Mono.fromRunnable(() -> done.add(text));
        }
    }

    private static ApplicationContextRunner services() {
        ApplicationContextRunner runner = Starter.runner()
                .withUserConfiguration(Service.class)
                .withPropertyValues("zmq.listener.async-timeout=200ms");
        for (String name : List.of("mono", "flux", "any")) {
            runner = runner.withPropertyValues(
                    "zmq.sockets." + name + ".type=rep", "zmq.sockets." + name + ".bind=tcp://127.0.0.1:0");
        }
        return runner;
    }

    private static String ask(ZmqSocket req, String request) {
        req.send(Msg.of(request));
        return req.receive().string(0);
    }

    @Test
    void shouldAnswerWithTheFirstElementWhenResultIsReactive() {
        services().run(context -> {
            ZmqSockets sockets = context.getBean(ZmqSockets.class);
            ZmqSocket mono = outside.connect(SocketType.REQ, sockets.boundPort("mono"));
            assertThat(ask(mono, "a")).isEqualTo("a!");
            assertThat(ask(mono, "fail")).isEmpty();
            assertThat(ask(mono, "nothing")).isEmpty();
            assertThat(ask(mono, "b")).isEqualTo("b!");
            ZmqSocket flux = outside.connect(SocketType.REQ, sockets.boundPort("flux"));
            assertThat(ask(flux, "a")).isEqualTo("7");
            await().untilTrue(context.getBean(Service.class).cancelled);
            ZmqSocket any = outside.connect(SocketType.REQ, sockets.boundPort("any"));
            assertThat(ask(any, "plain")).isEqualTo("plain!");
            assertThat(ask(any, "mono")).isEqualTo("mono?");
        });
    }

    @Test
    void shouldCancelWhenResultTakesTooLong() {
        services().run(context -> {
            ZmqSocket mono = outside.connect(
                    SocketType.REQ, context.getBean(ZmqSockets.class).boundPort("mono"));
            assertThat(ask(mono, "never")).isEmpty();
            await().untilTrue(context.getBean(Service.class).cancelled);
            assertThat(context.getBean("mono", ZmqListenerContainer.class)
                            .getStats()
                            .lastError())
                    .contains("no result after PT0.2S");
        });
    }

    @Test
    void shouldSubscribeAgainWhenRetriesAreOn() {
        services()
                .withPropertyValues("zmq.listener.retry.enabled=true", "zmq.listener.retry.initial-interval=1ms")
                .run(context -> {
                    ZmqSocket mono = outside.connect(
                            SocketType.REQ, context.getBean(ZmqSockets.class).boundPort("mono"));
                    assertThat(ask(mono, "flaky")).isEqualTo("at last");
                    assertThat(context.getBean(Service.class).attempts).hasValue(3);
                });
    }

    @Test
    void shouldSubscribeWhenResultIsNothingButItsEnd() {
        Starter.runner()
                .withUserConfiguration(Worker.class)
                .withPropertyValues("zmq.sockets.work.type=pull", "zmq.sockets.work.bind=tcp://127.0.0.1:0")
                .run(context -> {
                    outside.connect(
                                    SocketType.PUSH,
                                    context.getBean(ZmqSockets.class).boundPort("work"))
                            .send(Msg.of("x"));
                    await().until(() -> context.getBean(Worker.class).done.equals(List.of("x")));
                    ZmqListenerContainer container = context.getBean("work", ZmqListenerContainer.class);
                    await().until(() -> container.getStats().processed() == 1);
                });
    }
}
