package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.ContextConfig;
import io.zmq4j.EndpointException;
import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqLoop;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawServer;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakGate.class, NoSurprises.class})
class ContextOptionsTest {

    private static Set<String> names(Set<Thread> threads) {
        return threads.stream().map(Thread::getName).collect(Collectors.toSet());
    }

    @Test
    void shouldMakeAndNameItsThreadsAsTold() {
        Set<Thread> made = ConcurrentHashMap.newKeySet();
        ContextConfig config = ContextConfig.builder()
                .ioThreads(3)
                .threadNamePrefix("mine")
                .threadFactory(task -> {
                    Thread thread = new Thread(task);
                    thread.setDaemon(true);
                    thread.setPriority(Thread.MAX_PRIORITY);
                    made.add(thread);
                    return thread;
                })
                .build();
        try (ZmqContext context = ZmqContext.create(config);
                ZmqLoop loop = context.loop("the-loop");
                ZmqSocket socket = context.socket(SocketType.PULL)) {
            loop.every(Duration.ofHours(1), () -> {});
            socket.connect("tcp://localhost:1");
            Waiting.until("a resolver thread is made too", () -> made.size() >= 5);
            assertThat(names(made))
                    .contains("mine-io-0", "mine-io-1", "mine-io-2", "mine-resolver")
                    .allMatch(name -> name.startsWith("mine-") || name.contains("the-loop"));
            assertThat(made).allMatch(thread -> thread.getPriority() == Thread.MAX_PRIORITY);
        }
        Waiting.until("they have ended", () -> made.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void shouldLeaveNothingOpenWhenItsThreadComesTooLateForTheEnd() {
        CountDownLatch late = new CountDownLatch(1);
        ContextConfig config = ContextConfig.builder()
                .threadFactory(task -> new Thread(() -> {
                    await(late);
                    task.run();
                }))
                .build();
        ZmqContext context = ZmqContext.create(config);
        ZmqSocket pull = context.socket(
                SocketType.PULL, SocketConfig.builder().linger(Duration.ZERO).build());
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        context.socket(SocketType.PUSH, pull.config()).connect(endpoint);
        context.close();
        late.countDown();
        try (ZmqContext next = ZmqContext.create();
                ZmqSocket other = next.socket(SocketType.PULL)) {
            Waiting.await("the port is free")
                    .ignoreExceptionsInstanceOf(EndpointException.class)
                    .until(() -> other.bind(endpoint).equals(endpoint));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldNotWaitForWhatWasSentWhenItIsNotBlocky() {
        for (boolean blocky : new boolean[] {true, false}) {
            try (RawServer mute = new RawServer()) {
                ZmqContext context =
                        ZmqContext.create(ContextConfig.builder().blocky(blocky).build());
                ZmqSocket push = context.socket(SocketType.PUSH);
                push.connect(mute.endpoint());
                push.send(Msg.of("nobody reads this"));
                long start = System.nanoTime();
                context.close();
                Duration linger = SocketConfig.defaults().linger();
                if (blocky) {
                    assertThat(Duration.ofNanos(System.nanoTime() - start))
                            .isGreaterThan(linger.multipliedBy(9).dividedBy(10));
                } else {
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(linger.dividedBy(2));
                }
            }
        }
    }

    @Test
    void shouldLingerAsTheSocketSaysWhenItHasOptionsOfItsOwn() {
        try (ZmqContext context =
                ZmqContext.create(ContextConfig.builder().blocky(false).build())) {
            SocketConfig own =
                    SocketConfig.builder().linger(Duration.ofSeconds(7)).build();
            assertThat(context.socket(SocketType.PUSH, own).config().linger()).hasSeconds(7);
        }
    }

    @Test
    void shouldUseNoIpv6WhenTheContextSaysSo() {
        try (ZmqContext context =
                ZmqContext.create(ContextConfig.builder().ipv6(false).build())) {
            ZmqSocket without = context.socket(SocketType.PULL);
            assertThatThrownBy(() -> without.bind("tcp://[::1]:*"))
                    .isInstanceOf(EndpointException.class)
                    .hasMessageContaining("::1");
            // the option of a socket counts more than that of its context
            ZmqSocket with = context.socket(SocketType.PULL, SocketConfig.defaults());
            assertThat(with.config().tcp().ipv6()).isTrue();
        }
    }

    @Test
    void shouldRefuseAnAffinityWithoutAnyOfItsThreads() {
        try (ZmqContext context =
                ZmqContext.create(ContextConfig.builder().ioThreads(2).build())) {
            ZmqSocket pull = context.socket(
                    SocketType.PULL, SocketConfig.builder().affinity(0b1100).build());
            assertThatThrownBy(() -> pull.bind("tcp://127.0.0.1:*"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("affinity is 0xc, allowed: 0, or a bit from 0 to 1, as the context has 2 io threads");
            assertThatThrownBy(() -> pull.connect("tcp://127.0.0.1:1")).isInstanceOf(IllegalArgumentException.class);
            assertThat(pull.boundEndpoints()).isEmpty();
            pull.reconfigure(config -> config.toBuilder().affinity(0b10).build());
            assertThat(pull.bind("tcp://127.0.0.1:*")).startsWith("tcp://127.0.0.1:");
        }
    }
}
