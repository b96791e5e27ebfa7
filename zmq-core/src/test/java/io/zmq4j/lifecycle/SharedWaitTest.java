package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.ContextConfig;
import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.Scale;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Threads that meet in one socket, or in the connections of several io threads. */
@ExtendWith({LeakGate.class, NoSurprises.class})
@Timeout(120)
class SharedWaitTest {

    private static final int ROUNDS = Scale.of("rounds", 2_000);

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @AutoClose
    private final TestSockets wide =
            new TestSockets(ContextConfig.builder().ioThreads(2).build());

    @AutoClose
    private final TestSockets peers = new TestSockets();

    private final Crew crew = new Crew();

    @Test
    void shouldWakeWhoReceivesThoughAnotherThreadHasExecutedTheCommandForIt() throws InterruptedException {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        ZmqSocket push = peers.connected(SocketType.PUSH, pull);
        Semaphore received = new Semaphore(0);
        crew.repeat("receiver", () -> {
            pull.receive(SocketConfig.FOREVER);
            received.release();
        });
        AtomicBoolean done = new AtomicBoolean();
        crew.once("watcher", () -> {
            while (!done.get()) {
                pull.stats(); // executes the commands of the socket
            }
        });
        for (int i = 0; i < ROUNDS; i++) {
            push.send(Msg.of("m"));
            assertThat(received.tryAcquire(10, TimeUnit.SECONDS))
                    .as("message %d", i)
                    .isTrue();
        }
        done.set(true);
        pull.close();
        crew.assertDone();
    }

    @Test
    void shouldWakeWhoSendsThoughAnotherThreadHasExecutedTheCommandForIt() throws InterruptedException {
        byte[] body = new byte[100_000];
        ZmqSocket pull = peers.bound(SocketType.PULL, Transport.TCP, options -> options.receiveHwm(1));
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull, options -> options.sendHwm(1));
        AtomicBoolean done = new AtomicBoolean();
        crew.repeat("sender", () -> push.send(Msg.of(body), SocketConfig.FOREVER));
        crew.once("watcher", () -> {
            while (!done.get()) {
                push.stats();
                push.stats();
            }
        });
        for (int i = 0; i < ROUNDS; i++) {
            assertThat(pull.receive(Waiting.SOON)).as("message %d", i).isNotNull();
        }
        done.set(true);
        push.close();
        crew.assertDone();
    }

    @Test
    void shouldSendEverythingWhenOneCallReachesConnectionsOfSeveralIoThreads() {
        ZmqSocket one = peers.bound(SocketType.PULL, Transport.TCP);
        ZmqSocket two = peers.bound(SocketType.PULL, Transport.TCP);
        ZmqSocket push = wide.connected(SocketType.PUSH, one);
        push.connect(TestSockets.endpointOf(two));
        TestSockets.awaitPeers(push, 2);
        AtomicInteger received = new AtomicInteger();
        for (ZmqSocket pull : List.of(one, two)) {
            crew.repeat("receiver", () -> {
                pull.receive(SocketConfig.FOREVER);
                received.incrementAndGet();
            });
        }
        int sent = 0;
        for (int i = 0; i < ROUNDS / 2; i++) {
            List<Msg> msgs = new ArrayList<>();
            for (int j = 0; j < 2 + i % 30; j++) {
                msgs.add(Msg.of("m"));
            }
            sent += push.sendAll(msgs, Duration.ofSeconds(10));
            int expected = sent;
            Waiting.until("round " + i, () -> received.get() == expected);
        }
        one.close();
        two.close();
        crew.assertDone();
    }

    @Test
    void shouldSendEverythingWhenSeveralThreadsReachConnectionsOfSeveralIoThreads() throws InterruptedException {
        ZmqSocket one = peers.bound(SocketType.PULL, Transport.TCP);
        ZmqSocket two = peers.bound(SocketType.PULL, Transport.TCP);
        ZmqSocket push = wide.connected(SocketType.PUSH, one);
        push.connect(TestSockets.endpointOf(two));
        TestSockets.awaitPeers(push, 2);
        Semaphore received = new Semaphore(0);
        for (ZmqSocket pull : List.of(one, two)) {
            crew.repeat("receiver", () -> {
                pull.receive(SocketConfig.FOREVER);
                received.release();
            });
        }
        AtomicInteger round = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            crew.once("sender" + i, () -> {
                for (int r = 1; r <= ROUNDS; r++) {
                    while (round.get() < r) {
                        Thread.onSpinWait();
                    }
                    push.send(Msg.of("m"));
                }
            });
        }
        for (int r = 1; r <= ROUNDS; r++) {
            round.set(r);
            assertThat(received.tryAcquire(2, 10, TimeUnit.SECONDS))
                    .as("round %d", r)
                    .isTrue();
        }
        one.close();
        two.close();
        crew.assertDone();
    }
}
