package io.zmq4j.spring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.boot.Starter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * Contexts that are closed with traffic and calls under way leave nothing behind. {@code -Dzmq4j.context.cycles} makes
 * it more of them.
 */
@Timeout(900)
class ContextCyclesTest {

    private static final int CYCLES = Integer.getInteger("zmq4j.context.cycles", 20);
    private static final int WARM_UP = 3;

    static class Listeners {
        final AtomicInteger handled = new AtomicInteger();

        @ZmqListener(socket = "in", concurrency = "2")
        void in(String text) throws InterruptedException {
            handled.incrementAndGet();
            if (text.equals("fail")) {
                throw new IllegalStateException("broken");
            }
        }

        @ZmqListener("service")
        CompletableFuture<String> service(String text) {
            return CompletableFuture.supplyAsync(
                    () -> text, CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS));
        }

        @ZmqListener("news")
        void news(String text) {}
    }

    private static ApplicationContextRunner runner() {
        return Starter.runner()
                .withUserConfiguration(Listeners.class)
                .withPropertyValues(
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.service.type=router",
                        "zmq.sockets.service.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.news.type=sub",
                        "zmq.sockets.news.subscribe=",
                        "zmq.sockets.news.connect=tcp://127.0.0.1:9",
                        "zmq.sockets.dead.type=push",
                        "zmq.sockets.dead.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.dead.send-timeout=1ms",
                        "zmq.defaults.linger=0s",
                        "zmq.monitor.enabled=true",
                        "zmq.listener.retry.enabled=true",
                        "zmq.listener.retry.initial-interval=1ms",
                        "zmq.listener.dead-letter-socket=dead");
    }

    @Test
    void shouldLeaveNoThreadAndNoDescriptorWhenContextsCloseUnderLoad() {
        // a context that Spring keeps for other tests has threads as well
        Set<Thread> others = threads();
        long descriptors = 0;
        for (int cycle = 0; cycle < CYCLES + WARM_UP; cycle++) {
            cycle();
            await().until(() -> others.containsAll(threads()));
            if (cycle == WARM_UP - 1) {
                descriptors = descriptors();
            }
        }
        long before = descriptors;
        await().untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(before));
    }

    private static void cycle() {
        long[] closing = new long[1];
        try (ZmqContext peers = ZmqContext.create()) {
            runner().run(context -> {
                ZmqSockets sockets = context.getBean(ZmqSockets.class);
                ZmqSocket push = connect(peers, SocketType.PUSH, sockets.boundPort("in"));
                ZmqSocket dealer = connect(peers, SocketType.DEALER, sockets.boundPort("service"));
                Thread sender = new Thread(() -> {
                    for (int i = 0; push.send(Msg.of(i % 50 == 7 ? "fail" : "work"), Duration.ofMillis(20)); i++) {
                        dealer.trySend(Msg.of("request"));
                    }
                });
                sender.start();
                await().pollInterval(Duration.ofMillis(1))
                        .until(() -> context.getBean(Listeners.class).handled.get() > 20);
                closing[0] = System.nanoTime();
                context.getSourceApplicationContext().close();
                assertThat(Duration.ofNanos(System.nanoTime() - closing[0])).isLessThan(Duration.ofSeconds(10));
                sender.join();
            });
        }
    }

    private static ZmqSocket connect(ZmqContext peers, SocketType type, int port) {
        ZmqSocket socket = peers.socket(
                type, SocketConfig.builder().sendHwm(100).linger(Duration.ZERO).build());
        socket.connect("tcp://127.0.0.1:" + port);
        return socket;
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("zmq"))
                .collect(Collectors.toSet());
    }

    private static long descriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }
}
