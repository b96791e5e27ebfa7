package io.zmq4j.spring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqBindException;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;

class ContainerLifecycleTest {

    private final Outside outside = new Outside();

    @AfterEach
    void close() {
        outside.close();
    }

    static class Listener {
        final BlockingQueue<String> received = new LinkedBlockingQueue<>();
        final List<ZmqListenerEvent> events = new CopyOnWriteArrayList<>();
        final CountDownLatch blocked = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);

        @ZmqListener(socket = "in", id = "listener")
        void on(String text) throws InterruptedException {
            switch (text) {
                case "fail" -> throw new IllegalStateException("broken");
                case "error" -> throw new StackOverflowError("too deep");
                case "block" -> {
                    blocked.countDown();
                    released.await(30, TimeUnit.SECONDS);
                }
                default -> {}
            }
            received.add(text);
        }

        @EventListener
        void on(ZmqListenerEvent event) {
            events.add(event);
        }

        String next() throws InterruptedException {
            return received.poll(5, TimeUnit.SECONDS);
        }
    }

    private static ApplicationContextRunner runner(String... properties) {
        return Starter.runner()
                .withUserConfiguration(Listener.class)
                .withPropertyValues("zmq.sockets.in.type=pull", "zmq.sockets.in.bind=tcp://127.0.0.1:0")
                .withPropertyValues(properties);
    }

    private static int freePort() throws Exception {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static ZmqListenerContainer container(AssertableApplicationContext context) {
        return context.getBean("listener", ZmqListenerContainer.class);
    }

    private ZmqSocket push(AssertableApplicationContext context) {
        return outside.connect(
                SocketType.PUSH, context.getBean(ZmqSockets.class).boundPort("in"));
    }

    @Test
    void shouldGoOnWhenListenerThrows() {
        runner().run(context -> {
            ZmqSocket push = push(context);
            for (int i = 0; i < 50; i++) {
                push.send(Msg.of(i % 2 == 0 ? "fail" : "good " + i));
            }
            for (int i = 1; i < 50; i += 2) {
                assertThat(context.getBean(Listener.class).next()).isEqualTo("good " + i);
            }
            assertThat(container(context).getStats().failed()).isEqualTo(25);
            assertThat(container(context).getState()).isEqualTo(ZmqListenerState.RUNNING);
        });
    }

    @Test
    void shouldStopWithEventWhenListenerThrowsAnError() {
        runner().run(context -> {
            ZmqListenerContainer container = container(context);
            push(context).send(Msg.of("error"));

            await().untilAsserted(() -> assertThat(container.getState()).isEqualTo(ZmqListenerState.FAILED));
            assertThat(container.isRunning()).isFalse();
            assertThat(container.isInExpectedState()).isFalse();
            assertThat(container.getFailure()).isInstanceOf(StackOverflowError.class);
            assertThat(context.getBean(Listener.class).events)
                    .anySatisfy(event -> assertThat(event).isInstanceOf(ZmqListenerEvent.Failed.class));

            container.start();
            assertThat(container.isInExpectedState()).isTrue();
            push(context).send(Msg.of("after"));
            assertThat(context.getBean(Listener.class).next()).isEqualTo("after");
        });
    }

    @Test
    void shouldFailWithEventWhenItsSocketIsClosedBySomebodyElse() {
        runner().run(context -> {
            ZmqListenerContainer container = container(context);
            context.getBean(ZmqSockets.class).close("in");
            await().untilAsserted(() -> assertThat(container.getState()).isEqualTo(ZmqListenerState.FAILED));
        });
    }

    @Test
    void shouldFreeAndTakeItsPortWhenStoppedAndStarted() throws Exception {
        int port = freePort();
        runner("zmq.sockets.in.bind=tcp://127.0.0.1:" + port).run(context -> {
            ZmqListenerContainer container = container(context);
            ZmqSocket push = outside.connect(SocketType.PUSH, port);
            for (int i = 0; i < 3; i++) {
                awaitPeer(context);
                push.send(Msg.of("round " + i));
                assertThat(context.getBean(Listener.class).next()).isEqualTo("round " + i);
                container.stop();
                assertThat(container.isRunning()).isFalse();
                assertFree(port);
                container.start();
            }
            assertThat(context.getBean(Listener.class).events)
                    .filteredOn(ZmqListenerEvent.Stopped.class::isInstance)
                    .hasSize(3);
        });
    }

    private static void assertFree(int port) throws Exception {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            assertThat(probe.isBound()).isTrue();
        }
    }

    @Test
    void shouldFreeAndTakePortsWhenContextPausesAndRestarts() throws Exception {
        int in = freePort();
        int out = freePort();
        runner(
                        "zmq.sockets.in.bind=tcp://127.0.0.1:" + in,
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.bind=tcp://127.0.0.1:" + out)
                .run(context -> {
                    ConfigurableApplicationContext application = context.getSourceApplicationContext();
                    ZmqSocket push = outside.connect(SocketType.PUSH, in);
                    for (int i = 0; i < 2; i++) {
                        awaitPeer(context);
                        push.send(Msg.of("round " + i));
                        assertThat(context.getBean(Listener.class).next()).isEqualTo("round " + i);
                        application.pause();
                        assertFree(in);
                        assertFree(out);
                        application.restart();
                        assertThat(context.getBean(ZmqSockets.class).boundPort("out"))
                                .isEqualTo(out);
                    }
                    awaitPeer(context);
                    push.send(Msg.of("after"));
                    assertThat(context.getBean(Listener.class).next()).isEqualTo("after");
                });
    }

    /** What is sent before the other side has noticed the end of its old connection is lost with that. */
    private static void awaitPeer(AssertableApplicationContext context) {
        await().until(() -> context.getBean(ZmqSockets.class).get("in").stats().readyPeers() == 1);
    }

    @Test
    void shouldReadNothingWhilePausedAndLoseNothingWhenResumed() {
        runner("zmq.sockets.in.receive-hwm=1").run(context -> {
            ZmqListenerContainer container = container(context);
            ZmqSocket push = push(context);
            push.send(Msg.of("first"));
            assertThat(context.getBean(Listener.class).next()).isEqualTo("first");

            container.pause();
            assertThat(container.getState()).isEqualTo(ZmqListenerState.PAUSED);
            for (int i = 0; i < 10; i++) {
                push.send(Msg.of("while paused " + i));
            }
            assertThat(context.getBean(Listener.class).received.poll(200, TimeUnit.MILLISECONDS))
                    .isNull();
            assertThat(container.isRunning()).isTrue();

            container.resume();
            for (int i = 0; i < 10; i++) {
                assertThat(context.getBean(Listener.class).next()).isEqualTo("while paused " + i);
            }
        });
    }

    @Test
    void shouldFinishWhatWasReadWhenStopped() {
        runner().run(context -> {
            ZmqListenerContainer container = container(context);
            Listener listener = context.getBean(Listener.class);
            ZmqSocket push = push(context);
            push.send(Msg.of("block"));
            assertThat(listener.blocked.await(5, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 20; i++) {
                push.send(Msg.of("queued " + i));
            }
            await().until(() -> container.getStats().queued() == 20);

            CountDownLatch stopped = new CountDownLatch(1);
            container.stop(stopped::countDown);
            assertThat(stopped.await(100, TimeUnit.MILLISECONDS)).isFalse();
            listener.released.countDown();

            assertThat(stopped.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(listener.received).hasSize(21).endsWith("queued 19");
            assertThat(container.getStats().abandoned()).isZero();
        });
    }

    @Test
    void shouldHandOnWhatHasArrivedWhenStoppedWhilePaused() {
        runner().run(context -> {
            ZmqListenerContainer container = container(context);
            ZmqSocket push = push(context);
            push.send(Msg.of("first"));
            assertThat(context.getBean(Listener.class).next()).isEqualTo("first");
            container.pause();
            for (int i = 0; i < 500; i++) {
                push.send(Msg.of("m" + i));
            }
            ZmqSocket in = context.getBean(ZmqSockets.class).get("in");
            await().until(() -> in.stats().receiveQueue() == 500);

            container.stop();

            assertThat(context.getBean(Listener.class).received).hasSize(500).endsWith("m499");
            assertThat(container.getStats().abandoned()).isZero();
        });
    }

    @Test
    void shouldInterruptAndCountWhenStopTakesLongerThanItsTimeout() {
        runner("zmq.listener.shutdown-timeout=200ms").run(context -> {
            ZmqListenerContainer container = container(context);
            Listener listener = context.getBean(Listener.class);
            ZmqSocket push = push(context);
            push.send(Msg.of("block"));
            assertThat(listener.blocked.await(5, TimeUnit.SECONDS)).isTrue();
            push.send(Msg.of("queued"));
            await().until(() -> container.getStats().queued() == 1);

            long start = System.nanoTime();
            container.stop();

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(190), Duration.ofSeconds(3));
            assertThat(container.getStats().abandoned()).isEqualTo(1);
            assertThat(container.getStats().lastError()).contains("InterruptedException");
            assertThat(listener.received).isEmpty();
        });
    }

    @Test
    void shouldStopReadingWhenTheQueueIsFull() {
        runner("zmq.listener.queue-capacity=5", "zmq.sockets.in.receive-hwm=10").run(context -> {
            Listener listener = context.getBean(Listener.class);
            ZmqSocket push = push(context);
            push.send(Msg.of("block"));
            assertThat(listener.blocked.await(5, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 500; i++) {
                push.send(Msg.of("m" + i));
            }
            await().until(() -> container(context).getStats().queued() == 5);
            // what the reader holds in hand is at most one read of 64, the rest waits in the socket and its peer
            assertThat(context.getBean(ZmqSockets.class).get("in").stats().messagesReceived())
                    .isLessThan(80);

            listener.released.countDown();
            await().untilAsserted(() -> assertThat(listener.received).hasSize(501));
        });
    }

    @Test
    void shouldNotStartWhenAutoStartupIsOff() {
        runner("zmq.listener.auto-startup=false").run(context -> {
            assertThat(container(context).isRunning()).isFalse();
            assertThat(context.getBean(ZmqSockets.class).isOpen("in")).isFalse();
            container(context).start();
            push(context).send(Msg.of("now"));
            assertThat(context.getBean(Listener.class).next()).isEqualTo("now");
        });
    }

    @Test
    void shouldSayWhyAndStayFailedWhenPortWasTakenMeanwhile() throws Exception {
        int port = freePort();
        runner("zmq.sockets.in.bind=tcp://127.0.0.1:" + port).run(context -> {
            ZmqListenerContainer container = container(context);
            container.stop();
            try (ServerSocket holder = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(holder.isBound()).isTrue();
                assertThatThrownBy(container::start)
                        .isInstanceOf(ZmqBindException.class)
                        .hasMessageContaining("'in'");
                assertThat(container.getState()).isEqualTo(ZmqListenerState.FAILED);
            }
            container.start();
            assertThat(container.getState()).isEqualTo(ZmqListenerState.RUNNING);
        });
    }

    @Test
    void shouldLeaveNoThreadWhenContextIsClosed() {
        runner().run(context -> {
            push(context).send(Msg.of("x"));
            assertThat(context.getBean(Listener.class).next()).isEqualTo("x");
            assertThat(threads("zmq-reader-in", "zmq-listener-listener")).hasSize(2);
        });
        await().untilAsserted(() -> assertThat(threads("zmq-reader-in", "zmq-listener-listener", "zmq-stop"))
                .isEmpty());
    }

    private static List<String> threads(String... prefixes) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> List.of(prefixes).stream().anyMatch(name::startsWith))
                .toList();
    }

    @Test
    void shouldCallListenerWhenContainerIsMadeByHand() {
        runner("zmq.sockets.other.type=pull", "zmq.sockets.other.bind=tcp://127.0.0.1:0")
                .run(context -> {
                    BlockingQueue<String> received = new LinkedBlockingQueue<>();
                    ZmqListenerContainer container = context.getBean(ZmqListenerContainerFactory.class)
                            .createContainer(ZmqListenerEndpoint.builder("manual", "other", message -> {
                                        received.add(new String((byte[]) message.getPayload()));
                                        return null;
                                    })
                                    .build());
                    container.start();
                    outside.connect(
                                    SocketType.PUSH,
                                    context.getBean(ZmqSockets.class).boundPort("other"))
                            .send(Msg.of("by hand"));
                    assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo("by hand");
                    container.stop();
                    assertThat(context.getBean(ZmqSockets.class).isOpen("other"))
                            .isFalse();
                });
    }
}
