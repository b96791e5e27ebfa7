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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;

/**
 * A tenth of the messages can never be handled. {@code -Dzmq4j.poison.large} is how many of 100,000 have 5 MiB, 20 by
 * default.
 */
class PoisonTest {

    private static final int MESSAGES = 100_000;
    private static final int LARGE = Integer.getInteger("zmq4j.poison.large", 20);
    private static final int LARGE_BYTES = 5 << 20;

    private final Outside outside = new Outside();

    @AfterEach
    void close() {
        outside.close();
    }

    record Order(int id) {}

    static class Listener {
        final AtomicIntegerArray handled = new AtomicIntegerArray(MESSAGES);
        final AtomicInteger onVirtualThreads = new AtomicInteger();

        @ZmqListener(socket = "in", id = "listener", concurrency = "2")
        void on(Order order) {
            handled.incrementAndGet(order.id());
            if (Thread.currentThread().toString().startsWith("VirtualThread")) {
                onVirtualThreads.incrementAndGet();
            }
        }
    }

    private static Msg message(int id) {
        if (id % 10 != 0) {
            return Msg.of("{}", "{\"id\":" + id + "}");
        }
        if (id / 10 < LARGE) {
            byte[] payload = new byte[LARGE_BYTES];
            payload[0] = '{';
            return Msg.of("{}".getBytes(StandardCharsets.UTF_8), payload);
        }
        return switch (id / 10 % 4) {
            case 0 -> Msg.of("{}", "{\"id\":");
            case 1 -> Msg.of("{}", "{\"id\":\"none\"}");
            case 2 -> Msg.of("alone");
            default -> frames(64);
        };
    }

    private static Msg frames(int count) {
        List<byte[]> frames = new ArrayList<>(Collections.nCopies(count, new byte[] {'x'}));
        frames.set(0, "{}".getBytes(StandardCharsets.UTF_8));
        return Msg.of(frames);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldHandleTheGoodAndSendTheBadElsewhereWhenATenthIsPoison(boolean virtual, TestReporter reporter) {
        Starter.runner()
                .withUserConfiguration(Listener.class)
                .withPropertyValues(
                        "spring.threads.virtual.enabled=" + virtual,
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.in.frames=headers-payload",
                        "zmq.sockets.dead.type=push",
                        "zmq.sockets.dead.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.dead.frames=headers-payload",
                        "zmq.listener.retry.enabled=true",
                        "zmq.listener.dead-letter-socket=dead")
                .run(context -> {
                    ZmqSocket letters = connect(context, SocketType.PULL, "dead");
                    ZmqSocket push = connect(context, SocketType.PUSH, "in");
                    Thread sender = new Thread(() -> {
                        for (int id = 0; id < MESSAGES; id++) {
                            push.send(message(id));
                        }
                    });
                    long start = System.nanoTime();
                    sender.start();
                    int large = 0;
                    for (int i = 0; i < MESSAGES / 10; i++) {
                        Msg letter = letters.receive();
                        assertThat(letter).as("letter %d", i).isNotNull();
                        large += letter.length(letter.size() - 1) == LARGE_BYTES ? 1 : 0;
                    }
                    sender.join();
                    ZmqListenerContainer container = context.getBean("listener", ZmqListenerContainer.class);
                    await().until(() -> container.getStats().processed() == MESSAGES / 10 * 9);
                    reporter.publishEntry(
                            "poison",
                            MESSAGES + " messages, " + LARGE + " of 5 MiB, virtual=" + virtual + ": "
                                    + Duration.ofNanos(System.nanoTime() - start)
                                            .toMillis() + " ms");

                    assertThat(large).isEqualTo(LARGE);
                    assertThat(letters.receive(Duration.ZERO))
                            .as("one letter too many")
                            .isNull();
                    Listener listener = context.getBean(Listener.class);
                    for (int id = 0; id < MESSAGES; id++) {
                        assertThat(listener.handled.get(id)).isEqualTo(id % 10 == 0 ? 0 : 1);
                    }
                    boolean known = Runtime.version().feature() >= 21;
                    assertThat(listener.onVirtualThreads).hasValue(virtual && known ? MESSAGES / 10 * 9 : 0);
                    assertThat(container.getState()).isEqualTo(ZmqListenerState.RUNNING);
                    assertThat(container.getStats().failed()).isEqualTo(MESSAGES / 10);
                    assertThat(container.getStats().recovered()).isEqualTo(MESSAGES / 10);
                    assertThat(container.getStats().retried()).isZero();
                });
    }

    private ZmqSocket connect(AssertableApplicationContext context, SocketType type, String socket) {
        return outside.connect(type, context.getBean(ZmqSockets.class).boundPort(socket));
    }
}
