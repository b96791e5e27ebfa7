package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.ContextClosedException;
import io.zmq4j.Msg;
import io.zmq4j.SocketClosedException;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.Scale;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakGate.class, NoSurprises.class})
class CloseUnderLoadTest {

    private static final Duration GRACE = Duration.ofMillis(500);
    private static final int[] LINGER_MILLIS = {0, 20, 100};

    @Test
    @Timeout(600)
    void shouldCloseInTimeWhenEverySocketIsBusy() {
        int rounds = Scale.of("rounds", 50);
        for (int round = 0; round < rounds; round++) {
            closeBusyContext(Duration.ofMillis(LINGER_MILLIS[round % LINGER_MILLIS.length]), round);
        }
    }

    private static void closeBusyContext(Duration linger, int round) {
        ZmqContext context = ZmqContext.create();
        Crew crew = new Crew();
        AtomicLong received = new AtomicLong();
        SocketConfig config = SocketConfig.builder().linger(linger).build();
        start(context, config, crew, received, SocketType.PUSH, SocketType.PULL, Transport.TCP);
        start(context, config, crew, received, SocketType.DEALER, SocketType.ROUTER, Transport.TCP);
        start(context, config, crew, received, SocketType.PUB, SocketType.SUB, Transport.INPROC);
        start(context, config, crew, received, SocketType.PAIR, SocketType.PAIR, Transport.INPROC);
        startRequests(context, config, crew, received);
        Waiting.until("load", () -> received.get() > 100);

        List<Duration> took = new ArrayList<>();
        Crew closer = new Crew();
        closer.once("closer", () -> {
            long start = System.nanoTime();
            context.close();
            took.add(Duration.ofNanos(System.nanoTime() - start));
        });
        closer.assertDone();
        crew.assertDone();
        assertThat(took.get(0))
                .as("close of round %d with a linger of %s", round, linger)
                .isLessThan(linger.plus(GRACE));
        assertThat(context.isClosed()).isTrue();
        assertThat(context.openSockets()).isZero();
    }

    /** A thread that sends and one that receives, both of which block now and then. */
    private static void start(
            ZmqContext context,
            SocketConfig config,
            Crew crew,
            AtomicLong received,
            SocketType from,
            SocketType to,
            Transport transport) {
        ZmqSocket receiver = context.socket(to, config);
        ZmqSocket sender = context.socket(from, config);
        sender.connect(receiver.bind(transport.endpoint()));
        if (to == SocketType.SUB) {
            receiver.subscribe("");
        }
        byte[] body = new byte[100];
        crew.repeat(from + "-sender", () -> sender.send(Msg.of(body)));
        crew.repeat(to + "-receiver", () -> {
            receiver.receive();
            received.incrementAndGet();
        });
    }

    private static void startRequests(ZmqContext context, SocketConfig config, Crew crew, AtomicLong received) {
        ZmqSocket rep = context.socket(SocketType.REP, config);
        ZmqSocket req = context.socket(SocketType.REQ, config);
        req.connect(rep.bind(Transport.TCP.endpoint()));
        crew.repeat("REQ", () -> {
            req.send(Msg.of("request"));
            req.receive();
            received.incrementAndGet();
        });
        crew.repeat("REP", () -> rep.send(rep.receive()));
    }

    @OverTransports
    void shouldWakeWhoWaitsWhenTheSocketIsClosed(Transport transport) {
        try (TestSockets sockets = new TestSockets()) {
            ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
            ZmqSocket push = sockets.bound(SocketType.PUSH, transport);
            Crew crew = new Crew();
            Thread receiver = crew.repeat("receiver", () -> pull.receive(SocketConfig.FOREVER));
            Thread sender = crew.repeat("sender", () -> push.send(Msg.of("x"), SocketConfig.FOREVER));
            awaitWaiting(receiver);
            awaitWaiting(sender);
            pull.close();
            push.close();
            crew.assertDone();
            assertThat(pull.isClosed()).isTrue();
            assertThatThrownBy(() -> pull.receive(Duration.ZERO)).isInstanceOf(SocketClosedException.class);
            assertThatThrownBy(() -> push.trySend(Msg.of("x"))).isInstanceOf(SocketClosedException.class);
            pull.close();
        }
    }

    /** Waits until this thread waits, or works in the io thread's place. */
    private static void awaitWaiting(Thread thread) {
        Waiting.until(
                thread.getName() + " waits",
                () -> thread.getState() != Thread.State.NEW && thread.getState() != Thread.State.RUNNABLE
                        || inSelector(thread));
    }

    private static boolean inSelector(Thread thread) {
        for (StackTraceElement element : thread.getStackTrace()) {
            if (element.getClassName().startsWith("sun.nio.ch")) {
                return true;
            }
        }
        return false;
    }

    @Test
    void shouldRefuseWorkWhenTheContextIsClosed() {
        ZmqContext context = ZmqContext.create();
        ZmqSocket pull = context.socket(SocketType.PULL);
        context.close();
        context.close();
        assertThatThrownBy(() -> context.socket(SocketType.PULL)).isInstanceOf(ContextClosedException.class);
        assertThatThrownBy(() -> pull.receive(Duration.ZERO)).isInstanceOf(ContextClosedException.class);
        assertThatThrownBy(() -> pull.bind("tcp://127.0.0.1:*")).isInstanceOf(ContextClosedException.class);
    }

    @Test
    void shouldCloseOnceWhenManyThreadsCloseTheSameContext() {
        for (int round = 0; round < 20; round++) {
            ZmqContext context = ZmqContext.create();
            ZmqSocket push = context.socket(SocketType.PUSH);
            push.connect(context.socket(SocketType.PULL).bind("tcp://127.0.0.1:*"));
            push.send(Msg.of("x"));
            Crew crew = new Crew();
            for (int i = 0; i < 8; i++) {
                crew.once("closer" + i, context::close);
            }
            crew.assertDone();
            assertThat(context.isClosed()).isTrue();
        }
    }

    @Test
    void shouldKeepTheInterruptFlagWhenAnInterruptedThreadCloses() {
        ZmqContext context = ZmqContext.create();
        context.socket(SocketType.PULL).bind("tcp://127.0.0.1:*");
        Thread.currentThread().interrupt();
        context.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(context.isClosed()).isTrue();
    }
}
