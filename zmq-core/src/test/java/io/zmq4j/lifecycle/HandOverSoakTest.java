package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.ContextConfig;
import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqInterruptedException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.Ledger;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.Scale;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Senders of changing pace, receivers of changing pace, threads that look at the same sockets, interrupts, and sockets that
 * come and go, all at once; everything that was sent arrives. Longer: {@code -Dzmq4j.soakSeconds=60}.
 */
@ExtendWith({LeakGate.class, NoSurprises.class})
@Timeout(1200)
class HandOverSoakTest {

    private static final int SECONDS = Scale.of("soakSeconds", 1);
    private static final long SEED = Scale.of("soakSeed", 1);
    private static final int LANES = 3;

    /** A sender that has not got on for so long is stuck. */
    private static final Duration STUCK = Duration.ofSeconds(20);

    private final AtomicBoolean done = new AtomicBoolean();
    private final Crew crew = new Crew();

    @AutoClose
    private final TestSockets peers = new TestSockets();

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldLoseNothingWhateverThreadBringsIt(int ioThreads) {
        try (TestSockets sockets =
                new TestSockets(ContextConfig.builder().ioThreads(ioThreads).build())) {
            List<Ledger> ledgers = new ArrayList<>();
            List<Thread> senders = new ArrayList<>();
            List<ZmqSocket> pulls = new ArrayList<>();
            for (int lane = 0; lane < LANES; lane++) {
                TestSockets from = lane == 1 ? peers : sockets;
                TestSockets to = lane == 0 ? peers : sockets;
                Ledger ledger = new Ledger();
                int mark = lane == 2 ? 4 : 200;
                ZmqSocket pull = to.bound(SocketType.PULL, Transport.TCP, options -> options.receiveHwm(mark));
                ZmqSocket push = from.connected(SocketType.PUSH, pull, options -> options.sendHwm(mark));
                pulls.add(pull);
                ledgers.add(ledger);
                Random random = new Random(SEED * 100 + lane);
                senders.add(crew.once("sender" + lane, () -> send(push, ledger, random)));
                crew.repeat("receiver" + lane, () -> receive(pull, ledger, new Random(random.nextLong())));
                crew.once("watcher" + lane, () -> watch(push, pull));
            }
            crew.once("visitor", () -> visit(sockets));
            crew.once("interrupter", () -> interrupt(senders));
            awaitDone(ledgers);
            pulls.forEach(ZmqSocket::close);
        }
        crew.assertDone();
    }

    private void awaitDone(List<Ledger> ledgers) {
        Waiting.await("the end of the soak")
                .atMost(Duration.ofSeconds(SECONDS + 5))
                .pollDelay(Duration.ofSeconds(SECONDS))
                .until(() -> true);
        done.set(true);
        for (Ledger ledger : ledgers) {
            Waiting.await("all arrive").atMost(STUCK).untilAsserted(() -> {
                crew.assertNoFailure();
                ledger.assertComplete();
            });
            assertThat(ledger.received()).isPositive();
        }
    }

    private void send(ZmqSocket push, Ledger ledger, Random random) {
        while (!done.get()) {
            int burst = 1 << random.nextInt(12);
            int size = 20 << random.nextInt(random.nextInt(12) + 1);
            for (int i = 0; i < burst && !done.get(); i++) {
                sendSurely(push, Msg.of(ledger.next(1, 1, size)));
            }
            LockSupport.parkNanos(random.nextInt(4) * 1_000_000L >> random.nextInt(8));
        }
    }

    private void sendSurely(ZmqSocket push, Msg msg) {
        while (true) {
            try {
                assertThat(push.send(msg, STUCK)).as("%s gets on", push).isTrue();
                return;
            } catch (ZmqInterruptedException e) {
                assertThat(Thread.interrupted()).isTrue();
            }
        }
    }

    private void receive(ZmqSocket pull, Ledger ledger, Random random) {
        List<Msg> msgs = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            if (random.nextInt(10) == 0) {
                pull.receive(msgs, 50, SocketConfig.FOREVER);
            } else {
                Msg msg = pull.receive(Duration.ofMillis(random.nextInt(50)));
                if (msg != null) {
                    msgs.add(msg);
                }
            }
            msgs.forEach(msg -> ledger.received(0, msg.frames()));
            msgs.clear();
            if (random.nextInt(500) == 0) {
                LockSupport.parkNanos(random.nextInt(30) * 1_000_000L);
            }
        }
    }

    /** Executes the commands that the others wait for. */
    private void watch(ZmqSocket push, ZmqSocket pull) {
        while (!done.get()) {
            push.stats();
            pull.stats();
            LockSupport.parkNanos(10_000);
        }
    }

    private void visit(TestSockets sockets) {
        while (!done.get()) {
            ZmqSocket rep = sockets.bound(SocketType.REP, Transport.TCP);
            ZmqSocket req = sockets.connected(SocketType.REQ, rep);
            for (int i = 0; i < 20 && !done.get(); i++) {
                req.send(Msg.of("request"));
                assertThat(rep.receive(STUCK)).isNotNull();
                rep.send(Msg.of("reply"));
                assertThat(req.receive(STUCK)).isNotNull();
            }
            req.close();
            rep.close();
        }
    }

    private void interrupt(List<Thread> threads) {
        while (!done.get()) {
            for (Thread thread : threads) {
                LockSupport.parkNanos(2_000_000);
                thread.interrupt();
            }
        }
    }
}
