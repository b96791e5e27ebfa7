package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.EndpointException;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
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
import io.zmq4j.testing.Wire;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakGate.class, NoSurprises.class})
class MonitorTest {

    private static final int MECHANISM_MISMATCH = 0x11000002;
    private static final int CAPACITY = 4096;

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private static <T extends SocketEvent> T next(SocketMonitor monitor, Class<T> type) {
        SocketEvent event = monitor.next(Waiting.SOON);
        assertThat(event).isInstanceOf(type);
        return type.cast(event);
    }

    @Test
    void shouldTellTheLifeOfAnAcceptedConnectionInOrder() {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        SocketMonitor monitor = pull.monitor();
        String endpoint = pull.bind(Transport.TCP.endpoint());
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        push.send(Msg.of("hello"));
        TestSockets.assertReceives(pull, "hello");
        push.close();
        assertThat(next(monitor, SocketEvent.Listening.class).endpoint()).isEqualTo(endpoint);
        SocketEvent.Accepted accepted = next(monitor, SocketEvent.Accepted.class);
        SocketEvent.HandshakeSucceeded ready = next(monitor, SocketEvent.HandshakeSucceeded.class);
        assertThat(ready.peerAddress()).isEqualTo(accepted.peerAddress());
        assertThat(ready.peer().get(Metadata.SOCKET_TYPE)).isEqualTo("PUSH");
        SocketEvent.Disconnected gone = next(monitor, SocketEvent.Disconnected.class);
        assertThat(gone.peerAddress()).isEqualTo(accepted.peerAddress());
        assertThat(gone.reason()).isNotBlank();
        pull.unbind(endpoint);
        assertThat(next(monitor, SocketEvent.Closed.class).endpoint()).isEqualTo(endpoint);
        assertThat(monitor.dropped()).isZero();
    }

    @Test
    void shouldTellTheLifeOfAConnectionThatIsMadeAgain() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        String endpoint = TestSockets.endpointOf(pull);
        pull.close();
        ZmqSocket push = sockets.socket(SocketType.PUSH);
        SocketMonitor monitor = push.monitor();
        push.connect(endpoint);
        assertThat(next(monitor, SocketEvent.ConnectFailed.class).reason()).isNotBlank();
        assertThat(next(monitor, SocketEvent.ConnectRetried.class).endpoint()).isEqualTo(endpoint);
        ZmqSocket again = sockets.socket(SocketType.PULL);
        again.bind(endpoint);
        SocketEvent event = monitor.next(Waiting.SOON);
        while (event instanceof SocketEvent.ConnectFailed || event instanceof SocketEvent.ConnectRetried) {
            event = monitor.next(Waiting.SOON);
        }
        assertThat(event).isInstanceOf(SocketEvent.Connected.class);
        next(monitor, SocketEvent.HandshakeSucceeded.class);
        assertThat(push.stats().connects()).isEqualTo(1);
        assertThat(push.stats().reconnects()).isPositive();
    }

    @Test
    void shouldTellWhyAHandshakeFailed() {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        try (SocketMonitor monitor = pull.monitor();
                RawPeer peer = RawPeer.connect(pull.bind(Transport.TCP.endpoint()))) {
            peer.send(Wire.greeting(3, 1, Wire.ascii("CURVE")));
            assertThat(peer.isClosedWithin(Waiting.SOON)).isTrue();
            next(monitor, SocketEvent.Listening.class);
            next(monitor, SocketEvent.Accepted.class);
            SocketEvent.HandshakeFailed failed = next(monitor, SocketEvent.HandshakeFailed.class);
            assertThat(failed.code()).isEqualTo(MECHANISM_MISMATCH);
            assertThat(failed.reason()).contains("CURVE");
            assertThat(pull.stats().handshakeFailures()).isEqualTo(1);
            assertThat(pull.stats().lastError()).isNotNull();
        }
    }

    @Test
    void shouldTellThatAnEndpointCouldNotBeBound() {
        String taken = TestSockets.endpointOf(sockets.bound(SocketType.PULL, Transport.TCP));
        ZmqSocket second = sockets.socket(SocketType.PULL);
        SocketMonitor monitor = second.monitor();
        Assertions.assertThatThrownBy(() -> second.bind(taken)).isInstanceOf(EndpointException.class);
        assertThat(next(monitor, SocketEvent.BindFailed.class).endpoint()).isEqualTo(taken);
    }

    @Test
    void shouldCountLostEventsWhenNobodyTakesThem() {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        SocketMonitor monitor = pull.monitor();
        // each round is two events: listening and closed
        int rounds = CAPACITY / 2 + 10;
        String endpoint = Transport.INPROC.endpoint();
        for (int i = 0; i < rounds; i++) {
            pull.bind(endpoint);
            pull.unbind(endpoint);
        }
        assertThat(monitor.dropped()).isEqualTo(20);
        for (int i = 0; i < CAPACITY; i++) {
            assertThat(monitor.poll()).isNotNull();
        }
        assertThat(monitor.poll()).isNull();
    }

    @Test
    void shouldEndWhenTheSocketIsClosed() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        SocketMonitor monitor = pull.monitor();
        Crew crew = new Crew();
        crew.once("watcher", () -> {
            SocketEvent event = monitor.next(Waiting.SOON);
            while (event != null) {
                event = monitor.next(Waiting.SOON);
            }
            assertThat(monitor.isClosed()).isTrue();
        });
        pull.close();
        crew.assertDone();
    }
}
