package io.zmq4j.lifecycle;

import static io.zmq4j.SocketType.CLIENT;
import static io.zmq4j.SocketType.DEALER;
import static io.zmq4j.SocketType.PEER;
import static io.zmq4j.SocketType.PULL;
import static io.zmq4j.SocketType.PUSH;
import static io.zmq4j.SocketType.ROUTER;
import static io.zmq4j.SocketType.SERVER;
import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.assertSilent;
import static io.zmq4j.testing.TestSockets.awaitPeers;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketType;
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
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The messages that a socket sends to each new peer, and receives when one is lost. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class NoticeTest {

    private static final UnaryOperator<SocketConfigBuilder> ALL =
            options -> options.helloMessage("hello").disconnectMessage("gone").hiccupMessage("hiccup");

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private static UnaryOperator<SocketConfigBuilder> hello(String text) {
        return options -> options.helloMessage(text);
    }

    private static UnaryOperator<SocketConfigBuilder> disconnect(String text) {
        return options -> options.disconnectMessage(text);
    }

    private static SocketType peerOf(SocketType type) {
        return switch (type) {
            case ROUTER, DEALER -> DEALER;
            default -> type.compatible().iterator().next();
        };
    }

    /** The last frame, as an address may stand before it. */
    private static String last(Msg msg) {
        return msg.string(msg.size() - 1);
    }

    // -- hello --

    @OverTransports
    void shouldSayHelloToEachPeerThatConnects(Transport transport) {
        for (SocketType type : new SocketType[] {ROUTER, DEALER, CLIENT, SERVER, PEER}) {
            ZmqSocket bound = sockets.bound(type, transport, hello("hello"));
            for (int i = 0; i < 2; i++) {
                ZmqSocket peer = sockets.connected(peerOf(type), bound);
                assertThat(last(peer.receive())).as("from %s", type).isEqualTo("hello");
            }
        }
    }

    @OverTransports
    void shouldSayHelloToAPeerBeforeAllThatIsQueuedForIt(Transport transport) {
        ZmqSocket router = sockets.socket(ROUTER);
        String endpoint = transport.endpointOfNobody();
        ZmqSocket dealer = sockets.socket(
                DEALER, options -> options.sendHwm(1).routingId("d").helloMessage("hello"));
        dealer.connect(endpoint);
        // a hello takes no room
        assertThat(dealer.trySend(Msg.of("queued"))).isTrue();
        router.bind(endpoint);
        assertReceives(router, "d", "hello");
        assertReceives(router, "d", "queued");
    }

    @Test
    void shouldSayHelloAgainOnEachConnection() {
        ZmqSocket client = sockets.socket(CLIENT, hello("hello"));
        try (RawServer server = new RawServer()) {
            client.connect(server.endpoint());
            for (int i = 0; i < 3; i++) {
                try (RawPeer raw = server.accept().handshake(SERVER)) {
                    RawPeer.Frame frame = raw.readTraffic();
                    assertThat(frame.flags()).isZero();
                    assertThat(frame.body()).isEqualTo(Wire.ascii("hello"));
                }
                // waits for the next connection
                client.send(Msg.of("queued " + i));
            }
        }
    }

    @OverTransports
    void shouldSayNothingOnOtherTypesOrWithoutAHello(Transport transport) {
        ZmqSocket push = sockets.bound(PUSH, transport, ALL);
        ZmqSocket pull = sockets.connected(PULL, push, ALL);
        ZmqSocket dealer = sockets.bound(DEALER, transport);
        ZmqSocket other = sockets.connected(DEALER, dealer);
        awaitPeers(push, 1);
        awaitPeers(dealer, 1);
        assertSilent(pull);
        assertSilent(other);
    }

    @OverTransports
    void shouldTakeAnotherHelloForLaterConnections(Transport transport) {
        ZmqSocket server = sockets.bound(SERVER, transport);
        ZmqSocket first = sockets.connected(CLIENT, server);
        awaitPeers(server, 1);
        server.reconfigure(
                config -> config.toBuilder().helloMessage("from now on").build());
        if (transport == Transport.INPROC) {
            server.unbind(endpointOf(server));
            server.bind(transport.endpoint());
        }
        ZmqSocket second = sockets.connected(CLIENT, server);
        assertReceives(second, "from now on");
        assertSilent(first);
    }

    // -- disconnect --

    @OverTransports
    void shouldTellARouterOfALostPeerAfterItsLastMessage(Transport transport) {
        ZmqSocket router = sockets.bound(ROUTER, transport, disconnect("gone"));
        ZmqSocket dealer = sockets.connected(DEALER, router, options -> options.routingId("d"));
        dealer.send(Msg.of("one"));
        dealer.send(Msg.of("two"));
        assertReceives(router, "d", "one");
        dealer.disconnect(endpointOf(router));
        assertReceives(router, "d", "two");
        assertReceives(router, "d", "gone");
        assertSilent(router);
    }

    @OverTransports
    void shouldTellAServerAndAPeerOfALostPeerByItsRoutingId(Transport transport) {
        for (SocketType type : new SocketType[] {SERVER, PEER}) {
            ZmqSocket bound = sockets.bound(type, transport, disconnect("gone"));
            ZmqSocket lost = sockets.socket(type == SERVER ? CLIENT : PEER);
            ZmqSocket staying = sockets.socket(type == SERVER ? CLIENT : PEER);
            send(lost, endpointOf(bound), "lost");
            int id = bound.receive().routingId();
            send(staying, endpointOf(bound), "staying");
            assertThat(bound.receive().routingId()).isNotEqualTo(id);
            lost.close();
            assertThat(bound.receive()).isEqualTo(Msg.of("gone").withRoutingId(id));
            assertSilent(bound);
        }
    }

    private static void send(ZmqSocket socket, String endpoint, String text) {
        if (socket.type() == PEER) {
            int id = socket.connectPeer(endpoint);
            socket.send(Msg.of(text).withRoutingId(id));
        } else {
            socket.connect(endpoint);
            socket.send(Msg.of(text));
        }
    }

    @Test
    void shouldTellOfALostPeerThoughTheQueueIsFull() {
        ZmqSocket server = sockets.bound(
                SERVER, Transport.TCP, options -> options.receiveHwm(1).disconnectMessage("gone"));
        try (RawPeer client = RawPeer.ready(endpointOf(server), CLIENT)) {
            client.send(Wire.message("fills the queue"));
            Waiting.until("the message is there", () -> server.stats().receiveQueue() == 1);
        }
        awaitPeers(server, 0);
        assertReceives(server, "fills the queue");
        assertReceives(server, "gone");
    }

    @Test
    void shouldNotTellOfAPeerThatWasNeverReady() {
        ZmqSocket server = sockets.bound(SERVER, Transport.TCP, disconnect("gone"));
        try (RawPeer client = RawPeer.connect(endpointOf(server))) {
            client.send(Wire.greeting());
            client.read(Wire.GREETING);
        }
        assertSilent(server);
    }

    @OverTransports
    void shouldNotTellOfAPeerThatTheApplicationHasDisconnected(Transport transport) {
        ZmqSocket server = sockets.bound(SERVER, transport, disconnect("gone"));
        ZmqSocket client = sockets.connected(CLIENT, server);
        client.send(Msg.of("m"));
        server.disconnectPeer(server.receive().routingId());
        client.close();
        assertSilent(server);
    }

    // -- hiccup --

    @ParameterizedTest
    @EnumSource(names = {"DEALER", "CLIENT", "PEER"})
    void shouldTellOfALostConnectionThatItHasMadeAfterTheLastMessage(SocketType type) {
        ZmqSocket socket = sockets.socket(type, options -> ALL.apply(options).helloMessage(""));
        try (RawServer server = new RawServer()) {
            int id = 0;
            if (type == PEER) {
                id = socket.connectPeer(server.endpoint());
            } else {
                socket.connect(server.endpoint());
            }
            for (int i = 0; i < 3; i++) {
                try (RawPeer raw = server.accept().handshake(type == DEALER ? ROUTER : peerOf(type))) {
                    raw.send(Wire.message("last words")).finish();
                    assertThat(socket.receive()).isEqualTo(Msg.of("last words").withRoutingId(id));
                    assertThat(socket.receive()).isEqualTo(Msg.of("hiccup").withRoutingId(id));
                }
            }
            assertSilent(socket);
        }
    }

    @Test
    void shouldTellOfNoHiccupWhenAPeerWasNeverReadyOrHadConnectedItself() {
        ZmqSocket bound = sockets.bound(DEALER, Transport.TCP, ALL);
        ZmqSocket connecting = sockets.socket(DEALER, ALL);
        try (RawServer server = new RawServer();
                RawPeer raw = RawPeer.ready(endpointOf(bound), DEALER)) {
            connecting.connect(server.endpoint());
            server.accept().close();
            server.accept().close();
            raw.finish();
            awaitPeers(bound, 0);
            assertSilent(bound);
            assertSilent(connecting);
        }
    }

    @Test
    void shouldTellOfNoHiccupInsideTheProcess() {
        ZmqSocket router = sockets.bound(ROUTER, Transport.INPROC);
        ZmqSocket dealer = sockets.connected(DEALER, router, ALL);
        dealer.send(Msg.of("m"));
        assertThat(last(router.receive())).isEqualTo("hello");
        router.close();
        assertSilent(dealer);
    }
}
