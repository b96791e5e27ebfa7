package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.RawServer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakGate.class, NoSurprises.class})
class ReconnectTest {

    private static final Duration FIRST = Duration.ofMillis(16);
    private static final Duration LONGEST = Duration.ofMillis(64);

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @AutoClose
    private final RawServer server = new RawServer();

    private ZmqSocket push() {
        return sockets.socket(
                SocketType.PUSH, options -> options.reconnectInterval(FIRST).reconnectMaxInterval(LONGEST));
    }

    private static Duration nextDelay(SocketMonitor monitor) {
        SocketEvent event = monitor.next(Waiting.SOON);
        while (!(event instanceof SocketEvent.ConnectRetried)) {
            assertThat(event).as("the next attempt").isNotNull();
            event = monitor.next(Waiting.SOON);
        }
        return ((SocketEvent.ConnectRetried) event).delay();
    }

    /** The spans double up to the longest; each delay lies in the upper half of its span. */
    private static void assertGrows(SocketMonitor monitor) {
        List<Duration> delays = new ArrayList<>();
        Duration span = FIRST;
        for (int i = 0; i < 8; i++) {
            Duration delay = nextDelay(monitor);
            assertThat(delay).as("delay %d after %s", i, delays).isBetween(span.dividedBy(2), span);
            delays.add(delay);
            span = span.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : span.multipliedBy(2);
        }
        assertThat(delays.subList(3, 8)).as("random").doesNotHaveDuplicates();
    }

    @Test
    void shouldWaitLongerEachTimeWhenNobodyListens() {
        String endpoint = server.endpoint();
        server.close();
        ZmqSocket push = push();
        SocketMonitor monitor = push.monitor();
        push.connect(endpoint);
        assertGrows(monitor);
    }

    @Test
    void shouldWaitLongerEachTimeWhenConnectionsAreAcceptedButNeverReady() {
        ZmqSocket push = push();
        SocketMonitor monitor = push.monitor();
        push.connect(server.endpoint());
        Crew crew = new Crew();
        crew.once("closes every connection", () -> {
            for (int i = 0; i < 8; i++) {
                server.accept().close();
            }
        });
        assertGrows(monitor);
        crew.assertDone();
    }

    @Test
    void shouldWaitLongerEachTimeWhenThePeerTalksNonsense() {
        ZmqSocket push = push();
        SocketMonitor monitor = push.monitor();
        push.connect(server.endpoint());
        Crew crew = new Crew();
        crew.once("talks nonsense", () -> {
            for (int i = 0; i < 8; i++) {
                try (RawPeer peer = server.accept()) {
                    peer.trySend(Wire.ascii("220 mail.example ESMTP\r\n"));
                    assertThat(peer.isClosedWithin(Waiting.SOON)).isTrue();
                }
            }
        });
        assertGrows(monitor);
        crew.assertDone();
        try (RawPeer good = server.accept().handshake(SocketType.PULL)) {
            push.send(Msg.of("hello"));
            assertThat(good.readTraffic().body()).isEqualTo(Wire.ascii("hello"));
        }
    }

    @Test
    void shouldWaitNoLongerThanTheFirstTimeWhenThereIsNoLongestOne() {
        String endpoint = server.endpoint();
        server.close();
        ZmqSocket push = sockets.socket(
                SocketType.PUSH, options -> options.reconnectInterval(FIRST).reconnectMaxInterval(Duration.ZERO));
        SocketMonitor monitor = push.monitor();
        push.connect(endpoint);
        for (int i = 0; i < 6; i++) {
            assertThat(nextDelay(monitor)).isBetween(FIRST.dividedBy(2), FIRST);
        }
        // a change counts from the next attempt on
        push.reconfigure(config -> config.toBuilder()
                .reconnectInterval(LONGEST)
                .reconnectMaxInterval(Duration.ZERO)
                .build());
        Waiting.until("longer delays", () -> nextDelay(monitor).compareTo(FIRST) > 0);
    }

    @Test
    void shouldBeginAnewWhenAPeerWasReady() {
        ZmqSocket push = push();
        SocketMonitor monitor = push.monitor();
        push.connect(server.endpoint());
        for (int i = 0; i < 4; i++) {
            server.accept().close();
            nextDelay(monitor);
        }
        server.accept().handshake(SocketType.PULL).close();
        assertThat(nextDelay(monitor)).isLessThanOrEqualTo(FIRST);
    }

    @Test
    void shouldNotConnectAgainWhenThatIsSwitchedOff() {
        ZmqSocket push = sockets.socket(SocketType.PUSH, options -> options.reconnectInterval(Duration.ZERO));
        push.connect(server.endpoint());
        server.accept().handshake(SocketType.PULL).close();
        assertThat(server.accept(Duration.ofMillis(200))).isNull();
    }

    @Test
    void shouldConnectAgainWhenThePeerDoesNotShakeHandsInTime() {
        Duration limit = Duration.ofMillis(200);
        ZmqSocket push = sockets.socket(SocketType.PUSH, options -> options.handshakeTimeout(limit));
        SocketMonitor monitor = push.monitor();
        push.connect(server.endpoint());
        try (RawPeer mute = server.accept()) {
            long start = System.nanoTime();
            assertThat(mute.isClosedWithin(Waiting.SOON)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(limit.dividedBy(2), limit.plusMillis(500));
        }
        try (RawPeer good = server.accept().handshake(SocketType.PULL)) {
            push.send(Msg.of("hello"));
            assertThat(good.readTraffic().body()).isEqualTo(Wire.ascii("hello"));
        }
        SocketEvent event = monitor.next(Waiting.SOON);
        while (!(event instanceof SocketEvent.HandshakeFailed)) {
            assertThat(event).isNotNull();
            event = monitor.next(Waiting.SOON);
        }
        assertThat(push.stats().handshakeFailures()).isEqualTo(1);
    }

    @Test
    void shouldDeliverInOrderWhatWasSentWhileThePeerWasAway() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        String endpoint = TestSockets.endpointOf(pull);
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        push.send(Msg.of("before"));
        TestSockets.assertReceives(pull, "before");
        pull.close();
        TestSockets.awaitPeers(push, 0);
        for (int i = 0; i < 100; i++) {
            push.send(Msg.of("while away " + i));
        }
        ZmqSocket back = sockets.socket(SocketType.PULL);
        back.bind(endpoint);
        for (int i = 0; i < 100; i++) {
            TestSockets.assertReceives(back, "while away " + i);
        }
    }

    @Test
    void shouldServeAgainAfterManyRestarts() {
        ZmqSocket dealer = sockets.socket(SocketType.DEALER);
        ZmqSocket rep = sockets.bound(SocketType.REP, Transport.TCP);
        String endpoint = TestSockets.endpointOf(rep);
        dealer.connect(endpoint);
        for (int i = 0; i < 20; i++) {
            dealer.send(Msg.of("", "request " + i));
            TestSockets.assertReceives(rep, "request " + i);
            rep.send(Msg.of("reply " + i));
            TestSockets.assertReceives(dealer, "", "reply " + i);
            rep.close();
            TestSockets.awaitPeers(dealer, 0);
            rep = sockets.socket(SocketType.REP);
            rep.bind(endpoint);
        }
        assertThat(dealer.stats().disconnects()).isEqualTo(20);
    }

    @Test
    void shouldSubscribeAgainWhenThePublisherComesBack() {
        ZmqSocket sub = sockets.socket(SocketType.SUB);
        ZmqSocket xpub = sockets.bound(SocketType.XPUB, Transport.TCP);
        String endpoint = TestSockets.endpointOf(xpub);
        sub.subscribe("A");
        sub.connect(endpoint);
        TestSockets.assertReceives(xpub, "\u0001A");
        xpub.close();
        TestSockets.awaitPeers(sub, 0);
        sub.subscribe("B");
        sub.unsubscribe("A");
        sub.subscribe("C");
        ZmqSocket back = sockets.socket(SocketType.XPUB);
        back.bind(endpoint);
        List<String> commands = new ArrayList<>();
        Waiting.until("both subscriptions", () -> {
            assertThat(sub.tryReceive()).isNull();
            Msg msg = back.tryReceive();
            if (msg != null) {
                commands.add(msg.string(0));
            }
            return commands.size() == 2;
        });
        assertThat(commands).containsExactlyInAnyOrder("\u0001B", "\u0001C");
        TestSockets.assertSilent(back);
    }
}
