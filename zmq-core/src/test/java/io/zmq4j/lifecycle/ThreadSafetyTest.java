package io.zmq4j.lifecycle;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.WrongStateException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.Ledger;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.Scale;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakGate.class, NoSurprises.class})
@Timeout(120)
class ThreadSafetyTest {

    private static final int THREADS = 8;

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private final Ledger ledger = new Ledger();
    private final Crew crew = new Crew();

    @OverTransports
    void shouldLoseNothingWhenEightThreadsShareASocket(Transport transport) {
        int each = Scale.of("messages", 100_000) / 20;
        ZmqSocket echo = sockets.bound(SocketType.DEALER, transport);
        ZmqSocket shared = sockets.connected(SocketType.DEALER, echo);
        crew.repeat("echo", () -> echo.send(echo.receive(Waiting.SOON.multipliedBy(6))));
        AtomicInteger open = new AtomicInteger(THREADS * each);
        for (int i = 0; i < THREADS; i++) {
            int id = i;
            crew.once("hammer" + i, () -> {
                for (int j = 0; j < each; j++) {
                    Msg msg = Msg.of(ledger.next(id, 1 + j % 3, 40));
                    shared.send(msg);
                    ledger.received(id, shared.receive().frames());
                    open.decrementAndGet();
                }
            });
        }
        Waiting.await("all echoes").atMost(Duration.ofSeconds(60)).until(() -> {
            crew.assertNoFailure();
            return open.get() == 0;
        });
        ledger.assertComplete();
        echo.close();
        crew.assertDone();
        assertThat(shared.stats().messagesSent()).isEqualTo((long) THREADS * each);
        assertThat(shared.stats().messagesReceived()).isEqualTo((long) THREADS * each);
    }

    @OverTransports
    void shouldSendWhileAnotherThreadWaitsInReceive(Transport transport) {
        ZmqSocket one = sockets.bound(SocketType.PAIR, transport);
        ZmqSocket two = sockets.connected(SocketType.PAIR, one);
        crew.once("receiver", () -> assertReceives(two, "at last"));
        for (int i = 0; i < 1_000; i++) {
            two.send(Msg.of("m" + i));
            assertReceives(one, "m" + i);
        }
        one.send(Msg.of("at last"));
        crew.assertDone();
    }

    @OverTransports
    void shouldRefuseAnotherThreadWhenTheSocketIsConfined(Transport transport) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull, options -> options.confined(true));
        push.send(Msg.of("from the owner"));
        crew.once("stranger", () -> assertThatThrownBy(() -> push.send(Msg.of("from a stranger")))
                .isInstanceOf(WrongStateException.class)
                .hasMessageContaining("crew-stranger"));
        crew.assertDone();
        push.send(Msg.of("still the owner"));
        assertReceives(pull, "from the owner");
        assertReceives(pull, "still the owner");
    }

    @OverTransports
    void shouldServeTheNextOwnerWhenAConfinedSocketIsHandedOver(Transport transport) throws InterruptedException {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull, options -> options.confined(true));
        push.send(Msg.of("from the first owner"));
        CountDownLatch handedOver = new CountDownLatch(1);
        Thread next = crew.once("next", () -> {
            assertThat(handedOver.await(Waiting.SOON.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            push.send(Msg.of("from the next owner"));
        });
        push.handOver(next);
        assertThatThrownBy(() -> push.send(Msg.of("no more"))).isInstanceOf(WrongStateException.class);
        handedOver.countDown();
        crew.assertDone();
        assertReceives(pull, "from the first owner");
        assertReceives(pull, "from the next owner");
    }
}
