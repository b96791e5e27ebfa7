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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakGate.class, NoSurprises.class})
class HeartbeatTest {

    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration TIMEOUT = Duration.ofMillis(150);
    private static final Duration GRACE = Duration.ofMillis(500);

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @AutoClose
    private final RawServer server = new RawServer();

    private ZmqSocket pushWithHeartbeat() {
        return sockets.socket(SocketType.PUSH, options -> options.heartbeatInterval(INTERVAL)
                .heartbeatTimeout(TIMEOUT)
                .heartbeatTtl(Duration.ofSeconds(2)));
    }

    @Test
    void shouldGiveASilentPeerUpAndConnectAgain() {
        ZmqSocket push = pushWithHeartbeat();
        push.connect(server.endpoint());
        SocketMonitor monitor = push.monitor();
        try (RawPeer silent = server.accept().handshake(SocketType.PULL)) {
            long start = System.nanoTime();
            RawPeer.Frame ping = silent.readFrame();
            assertThat(ping.flags()).isEqualTo(Wire.COMMAND);
            assertThat(ping.body())
                    .as("a TTL of 20 tenths of a second")
                    .startsWith(Wire.commandBody("PING", Wire.hex("0014")));
            assertThat(silent.isClosedWithin(Waiting.SOON)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(TIMEOUT, INTERVAL.plus(TIMEOUT).plus(GRACE));
        }
        try (RawPeer next = server.accept().handshake(SocketType.PULL)) {
            push.send(Msg.of("hello"));
            assertThat(next.readTraffic().body()).isEqualTo(Wire.ascii("hello"));
        }
        SocketEvent event = monitor.next(Waiting.SOON);
        while (!(event instanceof SocketEvent.Disconnected)) {
            assertThat(event).isNotNull();
            event = monitor.next(Waiting.SOON);
        }
        assertThat(((SocketEvent.Disconnected) event).reason()).contains("PING");
    }

    @Test
    void shouldWaitForAnAnswerAsLongAsTheIntervalAndTellNoTimeToLiveByDefault() {
        Duration interval = Duration.ofMillis(200);
        ZmqSocket push = sockets.socket(SocketType.PUSH, options -> options.heartbeatInterval(interval));
        push.connect(server.endpoint());
        try (RawPeer silent = server.accept().handshake(SocketType.PULL)) {
            assertThat(silent.readFrame().body()).isEqualTo(Wire.commandBody("PING", Wire.hex("0000")));
            long start = System.nanoTime();
            assertThat(silent.isClosedWithin(Waiting.SOON)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(interval.dividedBy(2), interval.plus(GRACE));
        }
    }

    @Test
    void shouldKeepAPeerThatAnswers() {
        ZmqSocket push = pushWithHeartbeat();
        push.connect(server.endpoint());
        try (RawPeer peer = server.accept().handshake(SocketType.PULL)) {
            for (int i = 0; i < 10; i++) {
                assertThat(peer.readFrame().isCommand("PING")).isTrue();
                peer.send(Wire.command("PONG"));
            }
            assertThat(push.stats().disconnects()).isZero();
            push.send(Msg.of("hello"));
            assertThat(peer.readTraffic().body()).isEqualTo(Wire.ascii("hello"));
        }
    }

    @Test
    void shouldKeepAPeerThatOnlySendsMessages() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP, options -> options.heartbeatInterval(INTERVAL)
                .heartbeatTimeout(TIMEOUT));
        try (RawPeer peer = RawPeer.ready(TestSockets.endpointOf(pull), SocketType.PUSH)) {
            for (int i = 0; i < 10; i++) {
                // every PING is answered by a message, never by a PONG
                assertThat(peer.readFrame().isCommand("PING")).isTrue();
                peer.send(Wire.message("message" + i));
                TestSockets.assertReceives(pull, "message" + i);
            }
            assertThat(pull.stats().disconnects()).isZero();
        }
    }

    @Test
    void shouldGiveAPeerUpWhenItsOwnTimeToLiveHasPassed() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        try (RawPeer peer = RawPeer.ready(TestSockets.endpointOf(pull), SocketType.PUSH)) {
            long start = System.nanoTime();
            // 3 tenths of a second
            peer.send(Wire.command("PING", Wire.hex("0003")));
            assertThat(peer.readFrame().isCommand("PONG")).isTrue();
            assertThat(peer.isClosedWithin(Waiting.SOON)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(290), Duration.ofMillis(300).plus(GRACE));
        }
    }

    @Test
    void shouldNotDisturbAPeerThatIsIdle() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP, options -> options.heartbeatInterval(INTERVAL)
                .heartbeatTimeout(TIMEOUT));
        ZmqSocket push = pushWithHeartbeat();
        push.connect(TestSockets.endpointOf(pull));
        push.send(Msg.of("first"));
        TestSockets.assertReceives(pull, "first");
        assertThat(pull.receive(INTERVAL.multipliedBy(8))).isNull();
        push.send(Msg.of("second"));
        TestSockets.assertReceives(pull, "second");
        assertThat(pull.stats().disconnects()).isZero();
        assertThat(push.stats().disconnects()).isZero();
    }
}
