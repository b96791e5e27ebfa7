package io.zmq4j.lifecycle;

import static io.zmq4j.SocketType.CLIENT;
import static io.zmq4j.SocketType.DEALER;
import static io.zmq4j.SocketType.PEER;
import static io.zmq4j.SocketType.SERVER;
import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.assertSilent;
import static io.zmq4j.testing.TestSockets.awaitPeers;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.UnroutableException;
import io.zmq4j.WrongStateException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections of SERVER and PEER that are made and ended by routing id. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class PeerConnectionTest {

    private static final Duration LINGER = Duration.ofMillis(300);

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private static Msg to(int id, String text) {
        return Msg.of(text).withRoutingId(id);
    }

    /** An endpoint that nobody is bound to. */
    private String unused() {
        try (ZmqSocket placeholder = sockets.bound(PEER, Transport.TCP)) {
            return endpointOf(placeholder);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PEER", "STREAM"})
    void shouldConnectByRoutingIdOnlyOnPeer(SocketType type) {
        ZmqSocket socket = sockets.socket(type);
        assertThatThrownBy(() -> socket.connectPeer("inproc://nobody"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining(type + " ")
                .hasMessageContaining("allowed: PEER");
        assertThat(socket.connectedEndpoints()).isEmpty();
    }

    @OverTransports
    void shouldRefuseToConnectAPeerWhileImmediateIsOn(Transport transport) {
        ZmqSocket bound = sockets.bound(PEER, transport);
        ZmqSocket peer = sockets.socket(PEER, options -> options.immediate(true));
        assertThatThrownBy(() -> peer.connectPeer(endpointOf(bound)))
                .isInstanceOf(WrongStateException.class)
                .hasMessageContaining("immediate is true")
                .hasMessageContaining(endpointOf(bound));
        assertThat(peer.connectedEndpoints()).isEmpty();
        peer.reconfigure(config -> config.toBuilder().immediate(false).build());
        assertThat(peer.connectPeer(endpointOf(bound))).isNotZero();
    }

    @Test
    void shouldKeepTheRoutingIdWhenTheConnectionIsMadeAgain() {
        ZmqSocket peer = sockets.socket(PEER);
        try (RawServer server = new RawServer()) {
            int id = peer.connectPeer(server.endpoint());
            for (int round = 0; round < 3; round++) {
                try (RawPeer raw = server.accept().handshake(PEER)) {
                    raw.send(Wire.message("round " + round));
                    assertThat(peer.receive()).isEqualTo(to(id, "round " + round));
                    peer.send(to(id, "answer"));
                    assertThat(raw.readTraffic().body()).isEqualTo(Wire.ascii("answer"));
                }
            }
        }
    }

    @OverTransports
    void shouldEndTheConnectionToOneClientAndKeepTheOthers(Transport transport) {
        ZmqSocket server = sockets.bound(SERVER, transport);
        ZmqSocket leaving = sockets.connected(CLIENT, server, options -> options.reconnectInterval(Duration.ZERO));
        ZmqSocket staying = sockets.connected(CLIENT, server);
        leaving.send(Msg.of("m"));
        int left = server.receive().routingId();
        staying.send(Msg.of("m"));
        int stayed = server.receive().routingId();

        server.send(to(left, "last words"));
        server.disconnectPeer(left);
        assertReceives(leaving, "last words");
        awaitPeers(leaving, 0);
        awaitPeers(server, 1);
        assertThatThrownBy(() -> server.send(to(left, "m"))).isInstanceOf(UnroutableException.class);
        assertThatThrownBy(() -> server.disconnectPeer(left))
                .isInstanceOf(UnroutableException.class)
                .hasMessageContaining(Integer.toUnsignedString(left));
        server.send(to(stayed, "still there"));
        assertReceives(staying, "still there");
    }

    @OverTransports
    void shouldEndAConnectionForGoodThatWasMadeByAPeer(Transport transport) {
        ZmqSocket bound = sockets.bound(PEER, transport);
        ZmqSocket peer = sockets.socket(PEER);
        int kept = peer.connectPeer(endpointOf(bound));
        int ended = peer.connectPeer(endpointOf(bound));
        awaitPeers(bound, 2);
        peer.disconnectPeer(ended);
        awaitPeers(bound, 1);
        assertThat(peer.connectedEndpoints()).containsExactly(endpointOf(bound));
        peer.send(to(kept, "m"));
        assertReceives(bound, "m");

        peer.disconnectPeer(kept);
        awaitPeers(bound, 0);
        assertThat(peer.connectedEndpoints()).isEmpty();
        // far longer than until a reconnect
        Waiting.staysTrue("no peer", () -> bound.stats().readyPeers() == 0);
    }

    @Test
    void shouldGiveUpAPeerThatIsNotThereYetWithinTheLinger() {
        ZmqSocket peer = sockets.socket(PEER, options -> options.linger(LINGER));
        int id = peer.connectPeer(unused());
        peer.send(to(id, "never delivered"));
        assertThat(peer.stats().peers()).hasSize(1);
        peer.disconnectPeer(id);
        Waiting.until("the session has ended", () -> peer.stats().peers().isEmpty());
        assertThatThrownBy(() -> peer.send(to(id, "m"))).isInstanceOf(UnroutableException.class);
    }

    @Test
    void shouldGiveNothingToWhoBindsTheNameLaterWhenThePeerIsDisconnected() {
        String name = Transport.INPROC.endpoint();
        ZmqSocket peer = sockets.socket(PEER);
        int ended = peer.connectPeer(name);
        int kept = peer.connectPeer(name);
        peer.send(to(ended, "never delivered"));
        peer.send(to(kept, "delivered"));
        peer.disconnectPeer(ended);
        assertThat(peer.connectedEndpoints()).containsExactly(name);

        ZmqSocket bound = sockets.socket(PEER);
        bound.bind(name);
        assertReceives(bound, "delivered");
        assertSilent(bound);
        assertThat(bound.peers()).hasSize(1);
        peer.send(to(kept, "more"));
        assertReceives(bound, "more");
    }

    @Test
    void shouldEndTheConnectionWithinTheLingerWhenThePeerTakesNothing() {
        ZmqSocket server = sockets.bound(SERVER, Transport.TCP, options -> options.linger(LINGER));
        try (RawPeer stuck = RawPeer.ready(endpointOf(server), CLIENT)) {
            stuck.send(Wire.message("request"));
            int id = server.receive().routingId();
            Msg large = Msg.of(new byte[100_000]).withRoutingId(id);
            Waiting.until("the peer is full", () -> !server.send(large, Duration.ofMillis(50)));
            server.disconnectPeer(id);
            Waiting.until(
                    "the connection has ended", () -> server.stats().peers().isEmpty());
            assertThat(server.stats().disconnects()).isEqualTo(1);
        }
    }

    @Test
    void shouldEndWithinAShorterLingerThanThatOfTheDisconnectWhenTheSocketIsClosed() {
        TestSockets own = new TestSockets();
        ZmqSocket peer = own.socket(PEER, options -> options.linger(Duration.ofMinutes(5)));
        int id = peer.connectPeer(unused());
        peer.send(to(id, "never delivered"));
        peer.disconnectPeer(id);
        peer.reconfigure(config -> config.toBuilder().linger(LINGER).build());
        long start = System.nanoTime();
        own.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Waiting.SOON);
    }

    @Test
    void shouldNameTheTypesThatHaveRoutingIds() {
        ZmqSocket dealer = sockets.socket(DEALER);
        assertThatThrownBy(() -> dealer.disconnectPeer(1))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("DEALER")
                .hasMessageContaining("SERVER, PEER");
    }
}
