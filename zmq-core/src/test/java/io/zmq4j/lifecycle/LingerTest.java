package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.Ledger;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.RawServer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was sent may still be delivered for as long as the linger time says, and no longer. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class LingerTest {

    private static final Duration LINGER = Duration.ofMillis(300);
    private static final Duration GRACE = Duration.ofMillis(500);

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @AutoClose
    private final RawServer server = new RawServer();

    private static SocketConfig lingering(Duration linger) {
        return SocketConfig.builder().linger(linger).build();
    }

    private static Duration timeToClose(ZmqContext context) {
        long start = System.nanoTime();
        context.close();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void shouldWaitForTheLingerTimeWhenThePeerDoesNotRead() {
        ZmqContext context = ZmqContext.create();
        ZmqSocket push = context.socket(SocketType.PUSH, lingering(LINGER));
        push.connect(server.endpoint());
        try (RawPeer deaf = server.accept().handshake(SocketType.PULL)) {
            fill(push);
            assertThat(timeToClose(context)).isBetween(LINGER.multipliedBy(9).dividedBy(10), LINGER.plus(GRACE));
            assertThat(deaf.isClosedWithin(Waiting.SOON)).isTrue();
        }
    }

    @Test
    void shouldNotWaitWhenThereIsNoLingerTime() {
        ZmqContext context = ZmqContext.create();
        ZmqSocket push = context.socket(SocketType.PUSH, lingering(Duration.ZERO));
        push.connect(server.endpoint());
        try (RawPeer deaf = server.accept().handshake(SocketType.PULL)) {
            fill(push);
            assertThat(timeToClose(context)).isLessThan(GRACE);
            assertThat(deaf.isClosedWithin(Waiting.SOON)).isTrue();
        }
    }

    private static void fill(ZmqSocket push) {
        Msg large = Msg.of(new byte[1 << 20]);
        for (int i = 0; i < 100; i++) {
            assertThat(push.send(large, Waiting.SOON)).isTrue();
        }
    }

    @Test
    void shouldWaitForTheLingerTimeWhenThePeerNeverCame() {
        String endpoint = server.endpoint();
        server.close();
        ZmqContext context = ZmqContext.create();
        ZmqSocket push = context.socket(SocketType.PUSH, lingering(LINGER));
        push.connect(endpoint);
        push.send(Msg.of("nobody will read this"));
        assertThat(timeToClose(context)).isBetween(LINGER.multipliedBy(9).dividedBy(10), LINGER.plus(GRACE));
    }

    @Test
    void shouldNotWaitWhenNothingWasSent() {
        String endpoint = server.endpoint();
        server.close();
        ZmqContext context = ZmqContext.create();
        context.socket(SocketType.PUSH, lingering(Duration.ofSeconds(30))).connect(endpoint);
        assertThat(timeToClose(context)).isLessThan(GRACE);
    }

    @Test
    void shouldDeliverEverythingAndReturnEarlyWhenThePeerReads() {
        Ledger ledger = new Ledger();
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        ZmqContext context = ZmqContext.create();
        ZmqSocket push = context.socket(
                SocketType.PUSH,
                lingering(Duration.ofSeconds(30)).toBuilder().sendHwm(0).build());
        push.connect(TestSockets.endpointOf(pull));
        int count = 5_000;
        for (int i = 0; i < count; i++) {
            push.send(Msg.of(ledger.next(1, 2, 500)));
        }
        Crew crew = new Crew();
        crew.once("closer", () -> assertThat(timeToClose(context)).isLessThan(Duration.ofSeconds(10)));
        for (int i = 0; i < count; i++) {
            ledger.received(0, pull.receive().frames());
        }
        crew.assertDone();
        ledger.assertComplete();
    }

    @Test
    void shouldDeliverInTheBackgroundWhenOnlyTheSocketIsClosed() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        ZmqSocket push = sockets.socket(SocketType.PUSH, options -> options.linger(Waiting.SOON));
        push.connect(TestSockets.endpointOf(pull));
        push.send(Msg.of("last words"));
        push.close();
        TestSockets.assertReceives(pull, "last words");
        Waiting.until("the closed socket is gone", () -> sockets.context().openSockets() == 1);
    }

    @Test
    void shouldWaitForThePeerWhenTheLingerTimeHasNoLimit() {
        String endpoint = server.endpoint();
        server.close();
        ZmqContext context = ZmqContext.create();
        ZmqSocket push = context.socket(SocketType.PUSH, lingering(SocketConfig.FOREVER));
        push.connect(endpoint);
        push.send(Msg.of("at last"));
        Crew crew = new Crew();
        crew.once("closer", context::close);
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        pull.bind(endpoint);
        TestSockets.assertReceives(pull, "at last");
        crew.assertDone();
    }

    @Test
    void shouldLingerAsItWasToldLast() {
        for (boolean longer : new boolean[] {true, false}) {
            try (RawServer mute = new RawServer()) {
                ZmqContext context = ZmqContext.create();
                ZmqSocket push =
                        context.socket(SocketType.PUSH, lingering(longer ? Duration.ZERO : Duration.ofSeconds(30)));
                push.connect(mute.endpoint());
                push.send(Msg.of("nobody will read this"));
                push.reconfigure(config -> config.toBuilder().linger(LINGER).build());
                assertThat(timeToClose(context))
                        .isBetween(LINGER.multipliedBy(9).dividedBy(10), LINGER.plus(GRACE));
            }
        }
    }

    @Test
    void shouldLingerNoLongerThanTheSocketThoughItsEndpointWasDisconnectedBefore() {
        ZmqContext context = ZmqContext.create();
        ZmqSocket push = context.socket(SocketType.PUSH, lingering(Duration.ofSeconds(30)));
        push.connect(server.endpoint());
        push.send(Msg.of("nobody will read this"));
        push.disconnect(server.endpoint());
        push.reconfigure(config -> config.toBuilder().linger(LINGER).build());
        assertThat(timeToClose(context)).isBetween(LINGER.multipliedBy(9).dividedBy(10), LINGER.plus(GRACE));
    }

    @Test
    void shouldNotLingerForSubscriptions() {
        String endpoint = server.endpoint();
        server.close();
        ZmqContext context = ZmqContext.create();
        ZmqSocket sub = context.socket(SocketType.SUB, lingering(SocketConfig.FOREVER));
        sub.subscribe("before");
        sub.connect(endpoint);
        sub.subscribe("after");
        assertThat(timeToClose(context)).isLessThan(GRACE);
    }
}
