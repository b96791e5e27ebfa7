package io.zmq4j.lifecycle;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.EndpointException;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Wire;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** ZMQ_CONNECT_ROUTING_ID: a ROUTER that connects says what it calls the peer. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class ConnectRoutingIdTest {

    private static final byte[] NAME = Wire.ascii("worker");

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @OverTransports
    void shouldReachThePeerByTheNameAtOnce(Transport transport) {
        ZmqSocket dealer = sockets.bound(SocketType.DEALER, transport, options -> options.routingId("other"));
        ZmqSocket router = sockets.socket(SocketType.ROUTER, options -> options.routerMandatory(true));
        router.connect(endpointOf(dealer), NAME);
        router.send(Msg.of("worker", "early"));
        assertReceives(dealer, "early");
        dealer.send(Msg.of("reply"));
        assertReceives(router, "worker", "reply");
    }

    @OverTransports
    void shouldNameThePeerWhenItBindsLater(Transport transport) {
        String endpoint = transport == Transport.TCP || transport == Transport.WS
                ? endpointOf(sockets.bound(SocketType.DEALER, transport))
                : transport.endpoint();
        ZmqSocket router = sockets.socket(SocketType.ROUTER);
        router.connect(endpoint, NAME);
        router.send(Msg.of("worker", "early"));
        if (transport != Transport.TCP && transport != Transport.WS) {
            ZmqSocket dealer = sockets.socket(SocketType.DEALER);
            dealer.bind(endpoint);
            assertReceives(dealer, "early");
        }
        assertThatThrownBy(() -> router.connect(endpoint, NAME)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldKeepTheNameOverAReconnect() {
        ZmqSocket first = sockets.bound(SocketType.DEALER, Transport.TCP);
        String endpoint = endpointOf(first);
        ZmqSocket router = sockets.socket(SocketType.ROUTER);
        router.connect(endpoint, NAME);
        router.send(Msg.of("worker", "one"));
        assertReceives(first, "one");
        first.close();
        TestSockets.awaitPeers(router, 0);
        ZmqSocket second = sockets.socket(SocketType.DEALER);
        second.bind(endpoint);
        router.send(Msg.of("worker", "two"));
        assertReceives(second, "two");
    }

    @OverTransports
    void shouldFreeTheNameWhenTheConnectionIsEnded(Transport transport) {
        ZmqSocket dealer = sockets.bound(SocketType.DEALER, transport);
        ZmqSocket router = sockets.socket(SocketType.ROUTER);
        for (int i = 0; i < 3; i++) {
            router.connect(endpointOf(dealer), NAME);
            router.send(Msg.of("worker", "round " + i));
            assertReceives(dealer, "round " + i);
            router.disconnect(endpointOf(dealer));
        }
    }

    @Test
    void shouldFreeTheNameWhenTheTypesDoNotMatch() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.INPROC);
        ZmqSocket router = sockets.socket(SocketType.ROUTER);
        assertThatThrownBy(() -> router.connect(endpointOf(pull), NAME)).isInstanceOf(EndpointException.class);
        ZmqSocket dealer = sockets.bound(SocketType.DEALER, Transport.INPROC);
        router.connect(endpointOf(dealer), NAME);
        router.send(Msg.of("worker", "hello"));
        assertReceives(dealer, "hello");
    }

    @Test
    void shouldRefuseNamesThatAreNoneAndTypesWithout() {
        ZmqSocket router = sockets.socket(SocketType.ROUTER);
        for (byte[] bad : new byte[][] {{}, {0, 1}, new byte[256]}) {
            assertThatThrownBy(() -> router.connect("tcp://127.0.0.1:1", bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("allowed: 1 to 255 bytes");
        }
        ZmqSocket dealer = sockets.socket(SocketType.DEALER);
        assertThatThrownBy(() -> dealer.connect("tcp://127.0.0.1:1", NAME))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("DEALER");
        assertThat(router.connectedEndpoints()).isEmpty();
    }
}
