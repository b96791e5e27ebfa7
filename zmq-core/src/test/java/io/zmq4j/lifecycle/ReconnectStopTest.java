package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.ReconnectStop;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.RawServer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** After what a connection is given up. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class ReconnectStopTest {

    private static final Duration A_WHILE = Duration.ofMillis(300);

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @AutoClose
    private final RawServer server = new RawServer();

    private ZmqSocket push(ReconnectStop... after) {
        return sockets.socket(SocketType.PUSH, options -> options.reconnectStop(after)
                .linger(SocketConfig.FOREVER)
                .sendTimeout(Duration.ZERO));
    }

    private static void assertGivenUp(ZmqSocket socket) {
        Waiting.until("the connection is given up", () -> socket.stats().peers().isEmpty());
    }

    @Test
    void shouldGiveUpWhenNobodyListensAndOnlyThen() {
        String endpoint = server.endpoint();
        server.close();
        ZmqSocket push = push(ReconnectStop.REFUSED);
        SocketMonitor monitor = push.monitor(Set.of(SocketEvent.ConnectFailed.class));
        push.connect(endpoint);
        assertGivenUp(push);
        assertThat(monitor.next(Waiting.SOON)).isInstanceOf(SocketEvent.ConnectFailed.class);
        assertThat(monitor.next(A_WHILE)).as("no other attempt").isNull();
        assertThat(push.trySend(Msg.of("nobody is there"))).isFalse();
        // an unknown name is no refusal
        ZmqSocket other = push(ReconnectStop.REFUSED);
        other.connect("tcp://unknown.invalid:5555");
        Waiting.until("it tries again", () -> other.stats().reconnects() > 1);
    }

    @Test
    void shouldConnectAgainAfterALossThoughARefusalWouldEndIt() {
        ZmqSocket push = push(ReconnectStop.REFUSED);
        push.connect(server.endpoint());
        server.accept().handshake(SocketType.PULL).close();
        try (RawPeer again = server.accept().handshake(SocketType.PULL)) {
            assertThat(push.send(Msg.of("hello"), Waiting.SOON)).isTrue();
            assertThat(again.readTraffic().body()).isEqualTo(Wire.ascii("hello"));
        }
    }

    @Test
    void shouldGiveUpWhenTheHandshakeFails() {
        ZmqSocket push = push(ReconnectStop.HANDSHAKE_FAILED);
        push.connect(server.endpoint());
        assertThat(push.trySend(Msg.of("dropped"))).isTrue();
        try (RawPeer other = server.accept()) {
            other.trySend(Wire.ascii("220 mail.example ESMTP\r\n"));
            assertThat(other.isClosedWithin(Waiting.SOON)).isTrue();
        }
        assertGivenUp(push);
        assertThat(server.accept(A_WHILE)).isNull();
        assertThat(push.stats().dropped()).containsEntry(DropReason.CLOSED, 1L);
        push.disconnect(server.endpoint());
        push.connect(server.endpoint());
        server.accept().handshake(SocketType.PULL).close();
    }

    @Test
    void shouldForgetWhatWaitsForAnAbsentPeerWhenItIsDisconnected() {
        ZmqSocket push = push(ReconnectStop.AFTER_DISCONNECT);
        push.connect(server.endpoint());
        server.accept().close();
        assertThat(push.trySend(Msg.of("dropped"))).isTrue();
        server.close();
        Waiting.until("it tries again", () -> push.stats().reconnects() > 1);
        push.disconnect(server.endpoint());
        assertGivenUp(push);
        assertThat(push.stats().dropped()).containsEntry(DropReason.CLOSED, 1L);
    }

    @Test
    void shouldStillSendWhatAPresentPeerTakesWhenItIsDisconnected() {
        ZmqSocket push = push(ReconnectStop.AFTER_DISCONNECT);
        push.connect(server.endpoint());
        try (RawPeer peer = server.accept().handshake(SocketType.PULL)) {
            assertThat(push.trySend(Msg.of("last words"))).isTrue();
            push.disconnect(server.endpoint());
            assertThat(peer.readTraffic().body()).isEqualTo(Wire.ascii("last words"));
        }
        assertGivenUp(push);
    }

    @Test
    void shouldTryOnWhenItIsDisconnectedWithinTheLingerTime() {
        ZmqSocket push = push();
        push.connect(server.endpoint());
        server.accept().close();
        assertThat(push.trySend(Msg.of("kept"))).isTrue();
        push.disconnect(server.endpoint());
        try (RawPeer peer = server.accept().handshake(SocketType.PULL)) {
            assertThat(peer.readTraffic().body()).isEqualTo(Wire.ascii("kept"));
        }
        assertGivenUp(push);
    }
}
