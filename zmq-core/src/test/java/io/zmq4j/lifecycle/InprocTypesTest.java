package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.EndpointException;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Inside a process as over a network, only types that go together are joined. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class InprocTypesTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"STREAM", "DGRAM"})
    void shouldRefuseToConnectToAnotherTypeThanItGoesWith(SocketType type) {
        for (SocketType other : SocketType.values()) {
            if (other == SocketType.STREAM || other == SocketType.DGRAM) {
                continue;
            }
            try (ZmqSocket bound = sockets.bound(other, Transport.INPROC);
                    ZmqSocket connecting = sockets.socket(type)) {
                String endpoint = TestSockets.endpointOf(bound);
                if (type.compatible().contains(other)) {
                    connecting.connect(endpoint);
                    TestSockets.awaitPeers(bound, 1);
                } else {
                    assertThatThrownBy(() -> connecting.connect(endpoint))
                            .isInstanceOf(EndpointException.class)
                            .hasMessageContaining("cannot connect " + type + " to " + endpoint)
                            .hasMessageContaining("bound by " + other);
                    assertThat(bound.stats().peers()).isEmpty();
                }
            }
        }
    }

    @Test
    void shouldTellBothSidesWhenAnotherTypeBindsLater() {
        ZmqSocket push = sockets.socket(SocketType.PUSH);
        ZmqSocket gather = sockets.socket(SocketType.GATHER);
        try (SocketMonitor early = push.monitor();
                SocketMonitor late = gather.monitor()) {
            push.connect("inproc://later");
            gather.bind("inproc://later");
            assertRefused(early, "a peer of type GATHER cannot talk to PUSH, allowed: [PULL]");
            assertRefused(late, "a peer of type PUSH cannot talk to GATHER, allowed: [SCATTER]");
            assertThat(push.stats().handshakeFailures()).isEqualTo(1);
            assertThat(gather.stats().handshakeFailures()).isEqualTo(1);
            assertThat(gather.stats().lastError()).contains("inproc://later", "PUSH");
            assertThat(gather.stats().readyPeers()).isZero();
        }
    }

    private static void assertRefused(SocketMonitor monitor, String reason) {
        SocketEvent event = monitor.next(Waiting.SOON);
        while (event instanceof SocketEvent.Listening) {
            event = monitor.next(Waiting.SOON);
        }
        assertThat(event).isInstanceOfSatisfying(SocketEvent.HandshakeFailed.class, failed -> {
            assertThat(failed.endpoint()).isEqualTo("inproc://later");
            assertThat(failed.peerAddress()).isEqualTo("inproc://later");
            assertThat(failed.reason()).isEqualTo(reason);
            assertThat(failed.kind()).isEqualTo(SocketEvent.HandshakeFailure.NO_DETAIL);
        });
    }
}
