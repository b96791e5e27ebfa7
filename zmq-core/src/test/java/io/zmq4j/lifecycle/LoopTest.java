package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.ContextClosedException;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqLoop;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakGate.class)
class LoopTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private final List<String> seen = new CopyOnWriteArrayList<>();

    private void awaitSeen(String... expected) {
        Waiting.await("what the handlers saw")
                .untilAsserted(() -> assertThat(seen).containsExactly(expected));
    }

    @OverTransports
    void shouldHandleMessagesInOrderOnItsThread(Transport transport) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        try (ZmqLoop loop = sockets.context().loop("zmq-test-loop")) {
            AtomicInteger elsewhere = new AtomicInteger();
            loop.onMessage(pull, msg -> {
                if (!loop.isCurrent()) {
                    elsewhere.incrementAndGet();
                }
                seen.add(msg.string(0) + "@" + Thread.currentThread().getName());
            });
            push.send(Msg.of("a"));
            push.send(Msg.of("b"));
            awaitSeen("a@zmq-test-loop", "b@zmq-test-loop");
            assertThat(elsewhere).hasValue(0);
            assertThat(loop.isCurrent()).isFalse();
        }
    }

    @Test
    void shouldFailWhatIsWaitedForWhenTheLoopIsClosed() throws Exception {
        ZmqLoop loop = sockets.context().loop("zmq-test-loop");
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ScheduledFuture<?> timer = loop.every(Duration.ofHours(1), () -> {});
        CompletableFuture<String> first = loop.submit(() -> {
            running.countDown();
            goOn.await(10, TimeUnit.SECONDS);
            return "done";
        });
        CompletableFuture<String> behind = loop.submit(() -> "never");
        running.await(10, TimeUnit.SECONDS);
        Thread closer = new Thread(loop::close);
        closer.start();
        Waiting.until("the close waits for the task", () -> closer.getState() == Thread.State.TIMED_WAITING);
        goOn.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("done");
        assertThatThrownBy(() -> behind.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(ContextClosedException.class);
        assertThatThrownBy(() -> timer.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(ContextClosedException.class);
        closer.join(10_000);
    }

    @OverTransports
    void shouldGoOnWhenAHandlerThrows(Transport transport) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        try (ZmqLoop loop = sockets.context().loop("zmq-test-loop")) {
            loop.onMessage(pull, msg -> {
                seen.add(msg.string(0));
                throw new IllegalStateException("expected by the test");
            });
            push.send(Msg.of("a"));
            push.send(Msg.of("b"));
            awaitSeen("a", "b");
        }
    }

    @Test
    void shouldStopHandlingWhenASocketIsRemoved() throws Exception {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.INPROC);
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        try (ZmqLoop loop = sockets.context().loop("zmq-test-loop")) {
            loop.onMessage(pull, msg -> seen.add(msg.string(0)));
            push.send(Msg.of("a"));
            awaitSeen("a");
            loop.submit(() -> {
                        loop.remove(pull);
                        return true;
                    })
                    .get(10, TimeUnit.SECONDS);
            push.send(Msg.of("b"));
            TestSockets.assertReceives(pull, "b");
            assertThat(seen).containsExactly("a");
        }
    }

    @Test
    void shouldRunTasksOnItsThread() throws Exception {
        try (ZmqLoop loop = sockets.context().loop("zmq-test-loop")) {
            assertThat(loop.submit(loop::isCurrent).get(10, TimeUnit.SECONDS)).isTrue();
            // at once when the caller is the loop
            assertThat(loop.submit(() -> loop.submit(() -> "inner").isDone()).get(10, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(loop.submit(() -> {
                        throw new IllegalStateException("expected by the test");
                    }))
                    .failsWithin(Waiting.SOON);
        }
    }

    @Test
    void shouldRunTimersInTime() throws Exception {
        try (ZmqLoop loop = sockets.context().loop("zmq-test-loop")) {
            long start = System.nanoTime();
            ScheduledFuture<?> once = loop.after(Duration.ofMillis(50), () -> seen.add("once"));
            once.get(10, TimeUnit.SECONDS);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
            AtomicInteger ticks = new AtomicInteger();
            ScheduledFuture<?> often = loop.every(Duration.ofMillis(5), ticks::incrementAndGet);
            Waiting.until("ten ticks", () -> ticks.get() >= 10);
            assertThat(often.cancel(false)).isTrue();
            int after = ticks.get() + 1;
            Waiting.staysTrue("no more ticks", () -> ticks.get() <= after);
        }
        assertThat(seen).containsExactly("once");
    }

    @Test
    void shouldEndWhenItIsClosedOnItsOwnThread() throws Exception {
        ZmqLoop loop = sockets.context().loop("zmq-test-loop");
        loop.submit(() -> {
                    loop.close();
                    return true;
                })
                .get(10, TimeUnit.SECONDS);
        loop.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.isAlive() && thread.getName().equals("zmq-test-loop"));
    }

    @Test
    void shouldRunATimerNoMoreWhenItIsCancelled() throws Exception {
        try (ZmqLoop loop = sockets.context().loop("zmq-test-loop")) {
            ScheduledFuture<?> soon = loop.after(Duration.ofMillis(20), () -> seen.add("cancelled"));
            assertThat(soon.getDelay(TimeUnit.MILLISECONDS)).isBetween(-1L, 20L);
            assertThat(soon.cancel(false)).isTrue();
            loop.after(Duration.ofMillis(60), () -> seen.add("later")).get(10, TimeUnit.SECONDS);
            assertThat(seen).containsExactly("later");
            assertThat(soon.isCancelled()).isTrue();
        }
    }

    @Test
    void shouldKeepTheRateOfATimerAndNotMakeUpForMissedTurns() throws Exception {
        try (ZmqLoop loop = sockets.context().loop("zmq-test-loop")) {
            long period = 40_000_000;
            List<Long> turns = new CopyOnWriteArrayList<>();
            long start = System.nanoTime();
            ScheduledFuture<?> timer = loop.every(Duration.ofNanos(period), () -> {
                turns.add(System.nanoTime() - start);
                if (turns.size() == 2) {
                    // five periods are missed
                    LockSupport.parkNanos(5 * period);
                }
            });
            Waiting.until("seven turns", () -> turns.size() >= 7);
            timer.cancel(false);
            for (int i = 0; i < 2; i++) {
                assertThat(turns.get(i)).as("turn %d is not early", i).isGreaterThanOrEqualTo(period * (i + 1));
            }
            // the third follows at once, and the later ones a period each
            assertThat(turns.get(6) - turns.get(2))
                    .as("four turns of %s", turns)
                    .isGreaterThan(3 * period);
        }
    }

    @Test
    void shouldGoOnAndTellWhenATimerFails() throws Exception {
        try (ZmqLoop loop = sockets.context().loop("zmq-test-loop")) {
            ScheduledFuture<?> failing = loop.every(Duration.ofMillis(5), () -> {
                seen.add("failed");
                throw new IllegalStateException("expected by the test");
            });
            assertThatThrownBy(() -> failing.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(IllegalStateException.class);
            loop.after(Duration.ofMillis(30), () -> seen.add("later")).get(10, TimeUnit.SECONDS);
            assertThat(seen).containsExactly("failed", "later");
        }
    }

    @OverTransports
    void shouldServeRequestersAndRepliersWhoeverSends(Transport transport) {
        ZmqSocket rep = sockets.bound(SocketType.REP, transport);
        ZmqSocket req = sockets.connected(SocketType.REQ, rep);
        ZmqSocket other = sockets.connected(SocketType.REQ, rep);
        try (ZmqLoop loop = sockets.context().loop("zmq-test-loop")) {
            loop.onMessage(rep, msg -> seen.add("request " + msg.string(0)));
            loop.onMessage(req, msg -> seen.add("reply " + msg.string(0)));
            for (int i = 0; i < 20; i++) {
                seen.clear();
                req.send(Msg.of("a"));
                awaitSeen("request a");
                // the second request waits until the first is answered, by whatever thread
                other.send(Msg.of("b"));
                rep.send(Msg.of("a"));
                Waiting.await("the reply and the next request").untilAsserted(() -> assertThat(seen)
                        .containsExactlyInAnyOrder("request a", "reply a", "request b"));
                rep.send(Msg.of("b"));
                TestSockets.assertReceives(other, "b");
            }
        }
    }

    @Test
    void shouldRefuseToServeASocketThatCannotReceive() throws Exception {
        try (ZmqLoop loop = sockets.context().loop("zmq-test-loop")) {
            ZmqSocket push = sockets.socket(SocketType.PUSH);
            assertThatThrownBy(() -> loop.onMessage(push, msg -> {}))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("a PUSH socket cannot receive");
            assertThat(loop.submit(() -> "alive").get(10, TimeUnit.SECONDS)).isEqualTo("alive");
        }
    }
}
