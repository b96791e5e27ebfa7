package io.zmq4j.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.PeerLimit;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What many connections may take up. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class LimitsTest {

    private static final Duration AT_ONCE = Duration.ofSeconds(3);

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private static SocketEvent.AcceptFailed awaitRefusal(SocketMonitor monitor) {
        SocketEvent event = monitor.next(Waiting.SOON);
        while (!(event instanceof SocketEvent.AcceptFailed failed)) {
            assertThat(event).as("an event of the refusal").isNotNull();
            event = monitor.next(Waiting.SOON);
        }
        return failed;
    }

    private static void assertRefused(String endpoint) {
        try (RawPeer peer = RawPeer.connect(endpoint)) {
            assertThat(peer.isClosedWithin(AT_ONCE)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "IPC"})
    void shouldTakeNoMoreConnectionsThanAllowed(Transport transport) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport, options -> options.maxConnections(2));
        SocketMonitor monitor = pull.monitor();
        ZmqSocket first = sockets.connected(SocketType.PUSH, pull);
        ZmqSocket second = sockets.connected(SocketType.PUSH, pull);
        TestSockets.awaitPeers(pull, 2);
        ZmqSocket third = sockets.connected(SocketType.PUSH, pull);
        assertThat(awaitRefusal(monitor).reason()).isEqualTo("maxConnections is 2, and so many are there");
        assertThat(pull.stats().refused()).isPositive();
        assertThat(pull.stats().lastError()).contains("maxConnections is 2");
        first.send(Msg.of("first"));
        TestSockets.assertReceives(pull, "first");
        assertThat(third.stats().readyPeers()).isZero();

        second.close(); // and a place is free for who comes again
        third.send(Msg.of("third"));
        TestSockets.assertReceives(pull, "third");
        TestSockets.awaitPeers(pull, 2);
    }

    @Test
    void shouldTakeNoMoreConnectionsOfAnAddressThanAllowed() {
        ZmqSocket pull = sockets.socket(SocketType.PULL, options -> options.maxConnectionsPerAddress(1));
        pull.bind("tcp://0.0.0.0:*");
        String port = TestSockets.endpointOf(pull).substring("tcp://0.0.0.0:".length());
        SocketMonitor monitor = pull.monitor();
        ZmqSocket first = sockets.socket(SocketType.PUSH);
        first.connect("tcp://127.0.0.1:" + port);
        TestSockets.awaitPeers(pull, 1);
        assertRefused("tcp://127.0.0.1:" + port);
        assertThat(awaitRefusal(monitor).reason())
                .isEqualTo("maxConnectionsPerAddress is 1, and so many are there of 127.0.0.1");
        ZmqSocket other = sockets.socket(SocketType.PUSH);
        other.connect("tcp://127.0.0.2:0;127.0.0.1:" + port);
        TestSockets.awaitPeers(pull, 2);
        assertThat(pull.stats().limited()).containsEntry(PeerLimit.CONNECTIONS_PER_ADDRESS, 1L);
        first.close();
        TestSockets.awaitPeers(pull, 1);
        ZmqSocket again = sockets.socket(SocketType.PUSH);
        again.connect("tcp://127.0.0.1:" + port);
        TestSockets.awaitPeers(pull, 2);
    }

    @Test
    void shouldNotCountAddressesOverIpc() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.IPC, options -> options.maxConnectionsPerAddress(1));
        sockets.connected(SocketType.PUSH, pull);
        sockets.connected(SocketType.PUSH, pull);
        TestSockets.awaitPeers(pull, 2);
        assertThat(pull.stats().refused()).isZero();
    }

    @Test
    void shouldTakeNoMoreHandshakesThanAllowed() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP, options -> options.maxHandshakes(2));
        SocketMonitor monitor = pull.monitor();
        String endpoint = TestSockets.endpointOf(pull);
        for (int i = 0; i < 5; i++) { // one after the other, so that there is room for each
            sockets.connected(SocketType.PUSH, pull);
            TestSockets.awaitPeers(pull, i + 1);
        }
        try (RawPeer mute = RawPeer.connect(endpoint);
                RawPeer other = RawPeer.connect(endpoint)) {
            assertRefused(endpoint);
            assertThat(awaitRefusal(monitor).reason())
                    .isEqualTo("maxHandshakes is 2, and the peers of so many connections are not ready yet");
            assertThat(pull.stats().limited()).containsEntry(PeerLimit.HANDSHAKES, 1L);
            assertThat(mute.isClosedWithin(Waiting.MOMENT)).isFalse();
            other.handshake(SocketType.PUSH);
            TestSockets.awaitPeers(pull, 6);
        }
        TestSockets.awaitPeers(pull, 5);
        sockets.connected(SocketType.PUSH, pull);
        TestSockets.awaitPeers(pull, 6);
    }

    @Test
    void shouldTellOfAFloodOnceASecond() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP, options -> options.maxConnections(1));
        sockets.connected(SocketType.PUSH, pull);
        TestSockets.awaitPeers(pull, 1);
        SocketMonitor monitor = pull.monitor();
        String endpoint = TestSockets.endpointOf(pull);
        int flood = 200;
        for (int i = 0; i < flood; i++) {
            assertRefused(endpoint);
        }
        Waiting.until("all are counted", () -> pull.stats().refused() == flood);
        assertThat(awaitRefusal(monitor).reason()).isEqualTo("maxConnections is 1, and so many are there");
        int told = 1;
        while (told < flood) {
            String reason = awaitRefusal(monitor).reason();
            assertThat(reason).matches("maxConnections is 1, and so many are there; \\d+ refused within a second");
            told += Integer.parseInt(reason.replaceAll(".*; (\\d+) refused.*", "$1"));
        }
        assertThat(told).isEqualTo(flood);
    }

    @Test
    void shouldRefuseALimitBelowZero() {
        assertThatThrownBy(() -> SocketConfig.builder().maxConnections(-1).build())
                .hasMessage("maxConnections is -1, allowed: from 0");
        assertThatThrownBy(() ->
                        SocketConfig.builder().maxConnectionsPerAddress(-1).build())
                .hasMessage("maxConnectionsPerAddress is -1, allowed: from 0");
        assertThatThrownBy(() -> SocketConfig.builder().maxHandshakes(-1).build())
                .hasMessage("maxHandshakes is -1, allowed: from 0");
    }
}
