package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.DropReason;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketStats;
import io.zmq4j.SocketStats.Peer;
import io.zmq4j.SocketStats.PeerState;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqInterruptedException;
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
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakGate.class, NoSurprises.class})
class PeersTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private static Peer onlyPeer(ZmqSocket socket) {
        List<Peer> peers = socket.peers();
        assertThat(peers).hasSize(1);
        return peers.get(0);
    }

    private static <T extends SocketEvent> T await(SocketMonitor monitor, Class<T> type) {
        SocketEvent event = monitor.next(Waiting.SOON);
        while (!type.isInstance(event)) {
            assertThat(event).as("an event %s", type.getSimpleName()).isNotNull();
            event = monitor.next(Waiting.SOON);
        }
        return type.cast(event);
    }

    // -- waiting for peers --

    @OverTransports
    void shouldWaitUntilSoManyPeersAreReady(Transport transport) {
        ZmqSocket router = sockets.bound(SocketType.ROUTER, transport, options -> options.routerMandatory(true));
        assertThat(router.awaitPeers(0, Duration.ZERO)).isTrue();
        assertThat(router.awaitPeers(1, Waiting.MOMENT)).isFalse();
        Crew crew = new Crew();
        crew.once("waits for both", () -> {
            assertThat(router.awaitPeers(2, Waiting.SOON)).isTrue();
            // whoever is ready can be sent to
            router.send(Msg.of("a", "hello"));
            router.send(Msg.of("b", "hello"));
        });
        ZmqSocket a = sockets.connected(SocketType.DEALER, router, options -> options.routingId("a"));
        ZmqSocket b = sockets.connected(SocketType.DEALER, router, options -> options.routingId("b"));
        TestSockets.assertReceives(a, "hello");
        TestSockets.assertReceives(b, "hello");
        crew.assertDone();
        assertThat(router.awaitPeers(3, Waiting.MOMENT)).isFalse();
        assertThat(a.awaitPeers(1, Waiting.SOON)).isTrue();
        b.close();
        Waiting.until("one peer left", () -> !router.awaitPeers(2, Duration.ZERO));
        assertThat(router.awaitPeers(1, Duration.ZERO)).isTrue();
    }

    @Test
    void shouldEndTheWaitForPeersWhenInterruptedOrClosed() {
        ZmqSocket push = sockets.socket(SocketType.PUSH);
        Crew crew = new Crew();
        Thread waiting = crew.once("interrupted", () -> {
            assertThatThrownBy(() -> push.awaitPeers(1, Waiting.SOON)).isInstanceOf(ZmqInterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();
        });
        waiting.interrupt();
        crew.assertDone();
        crew.once("told of the end", () -> {
            push.awaitPeers(1, Waiting.SOON);
            throw new AssertionError("no exception");
        });
        push.close();
        crew.assertDone();
        assertThatThrownBy(() -> sockets.socket(SocketType.PUSH).awaitPeers(-1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    // -- what is known of a peer --

    @OverTransports
    void shouldTellWhatIsQueuedAndWhatWentThrough(Transport transport) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        assertThat(push.awaitPeers(1, Waiting.SOON)).isTrue();
        for (int i = 0; i < 10; i++) {
            push.send(Msg.of("0123456789"));
        }
        for (int i = 0; i < 4; i++) {
            TestSockets.assertReceives(pull, "0123456789");
        }
        Waiting.until(
                "all are with the receiver", () -> onlyPeer(pull).traffic().receiveQueue() == 6);
        SocketStats.Traffic received = onlyPeer(pull).traffic();
        assertThat(received.messagesReceived()).isEqualTo(4);
        SocketStats.Traffic sent = onlyPeer(push).traffic();
        if (transport != Transport.INPROC) {
            assertThat(sent.messagesSent()).isEqualTo(10);
            assertThat(sent.sendQueue()).isZero();
            // greeting or request, READY, and 12 bytes a message, or 17
            long opening = transport == Transport.WS ? 200 + 170 : 64 + 120;
            assertThat(sent.bytesSent()).isBetween(opening, opening + 200).isEqualTo(received.bytesReceived());
            assertThat(sent.roundTrip()).isNull();
        } else {
            assertThat(sent.messagesSent()).isEqualTo(4);
            assertThat(sent.sendQueue()).isEqualTo(6);
        }
        assertThat(onlyPeer(pull).id()).isPositive().isNotEqualTo(onlyPeer(push).id());
    }

    @Test
    void shouldMeasureTheRoundTripOfHeartbeats() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        ZmqSocket push =
                sockets.connected(SocketType.PUSH, pull, options -> options.heartbeatInterval(Duration.ofMillis(20)));
        assertThat(push.awaitPeers(1, Waiting.SOON)).isTrue();
        Waiting.until("an answered PING", () -> onlyPeer(push).traffic().roundTrip() != null);
        assertThat(onlyPeer(push).traffic().roundTrip()).isBetween(Duration.ofNanos(1), Waiting.SOON);
    }

    @OverTransports
    void shouldTellUnderWhichRoutingIdARouterKnowsAPeer(Transport transport) {
        ZmqSocket router = sockets.socket(SocketType.ROUTER);
        SocketMonitor monitor = router.monitor();
        router.bind(transport.endpoint());
        ZmqSocket named = sockets.connected(SocketType.DEALER, router, options -> options.routingId("client"));
        assertThat(router.awaitPeers(1, Waiting.SOON)).isTrue();
        SocketEvent.PeerNamed event = await(monitor, SocketEvent.PeerNamed.class);
        assertThat(event.routingId()).isEqualTo(Wire.ascii("client"));
        assertThat(event.peerId()).isEqualTo(onlyPeer(router).id());
        assertThat(onlyPeer(router).routingId()).isEqualTo(Wire.ascii("client"));
        named.close();
        Waiting.until("no peer", () -> router.peers().isEmpty());
        ZmqSocket nameless = sockets.connected(SocketType.DEALER, router);
        nameless.send(Msg.of("hello"));
        Msg request = router.receive();
        assertThat(await(monitor, SocketEvent.PeerNamed.class).routingId()).isEqualTo(request.bytes(0));
        assertThat(onlyPeer(router).routingId()).isEqualTo(request.bytes(0));
    }

    @Test
    void shouldGiveTheSameMetadataToEveryMessageOfAConnection() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        try (RawPeer peer = RawPeer.connect(TestSockets.endpointOf(pull))) {
            peer.send(Wire.greeting(), ready("DEALER"));
            assertThat(peer.isClosedWithin(Waiting.SOON)).isTrue(); // no PULL talks to a DEALER
        }
        try (RawPeer peer = RawPeer.connect(TestSockets.endpointOf(pull))) {
            peer.send(Wire.greeting(), ready("PUSH"), Wire.message("one"), Wire.message("two"));
            Metadata metadata = pull.receive().metadata();
            assertThat(metadata.get(Metadata.SOCKET_TYPE)).isEqualTo("PUSH");
            assertThat(metadata.get(Metadata.PEER_ADDRESS)).isEqualTo("127.0.0.1");
            assertThat(metadata.get("Routing-Id")).isEqualTo("me").isEqualTo(metadata.get("Identity"));
            assertThat(metadata.get("X-Team")).isEqualTo("blue");
            // anybody can say that
            assertThat(metadata.get(Metadata.USER_ID)).isNull();
            assertThat(pull.receive().metadata()).isSameAs(metadata);
        }
    }

    private static byte[] ready(String type) {
        return Wire.command(
                "READY",
                Wire.property("Socket-Type", Wire.ascii(type)),
                Wire.property("Identity", Wire.ascii("me")),
                Wire.property("X-Team", Wire.ascii("blue")),
                Wire.property("user-id", Wire.ascii("admin")));
    }

    // -- ending one connection --

    @Test
    void shouldEndAnAcceptedConnectionAndDropItsQueue() {
        ZmqSocket push = sockets.socket(SocketType.PUSH, options -> options.sendBuffer(8 * 1024));
        SocketMonitor monitor = push.monitor();
        String endpoint = push.bind(Transport.TCP.endpoint());
        try (RawPeer peer = RawPeer.ready(endpoint, SocketType.PULL)) {
            assertThat(push.awaitPeers(1, Waiting.SOON)).isTrue();
            Peer known = onlyPeer(push);
            assertThat(await(monitor, SocketEvent.Accepted.class).peerId()).isEqualTo(known.id());
            byte[] large = new byte[256 * 1024];
            while (push.send(Msg.of(large), Waiting.MOMENT)) {}
            long queued = push.stats().sendQueue();
            assertThat(queued).isPositive();
            assertThat(push.closeConnection(known.id())).isTrue();
            SocketEvent.Disconnected gone = await(monitor, SocketEvent.Disconnected.class);
            assertThat(gone.peerId()).isEqualTo(known.id());
            assertThat(gone.reason()).contains("this side");
            assertThat(gone.code()).isZero();
            assertThat(peer.isClosedWithin(Waiting.SOON)).isTrue();
            Waiting.until("an empty queue", () -> push.stats().sendQueue() == 0);
            assertThat(push.peers()).isEmpty();
            assertThat(push.stats().dropped().get(DropReason.CLOSED)).isEqualTo(queued);
            assertThat(push.closeConnection(known.id())).isFalse();
        }
    }

    @Test
    void shouldMakeAConnectionAgainThatIsEnded() {
        try (RawServer server = new RawServer()) {
            ZmqSocket push = sockets.socket(SocketType.PUSH);
            SocketMonitor monitor = push.monitor();
            push.connect(server.endpoint());
            RawPeer first = server.accept().handshake(SocketType.PULL);
            assertThat(push.awaitPeers(1, Waiting.SOON)).isTrue();
            long id = onlyPeer(push).id();
            assertThat(push.closeConnection(id)).isTrue();
            assertThat(first.isClosedWithin(Waiting.SOON)).isTrue();
            assertThat(await(monitor, SocketEvent.Disconnected.class).peerId()).isEqualTo(id);
            assertThat(await(monitor, SocketEvent.ConnectRetried.class).peerId())
                    .isEqualTo(id);
            push.send(Msg.of("again"));
            try (RawPeer second = server.accept().handshake(SocketType.PULL)) {
                assertThat(second.readTraffic().body()).isEqualTo(Wire.ascii("again"));
                assertThat(onlyPeer(push).id()).isEqualTo(id);
                assertThat(onlyPeer(push).reconnects()).isEqualTo(1);
            }
            first.close();
        }
    }

    @Test
    void shouldEndTheConnectionToAPeerInTheSameProcess() {
        ZmqSocket pair = sockets.bound(SocketType.PAIR, Transport.INPROC);
        ZmqSocket other = sockets.connected(SocketType.PAIR, pair);
        assertThat(pair.awaitPeers(1, Waiting.SOON)).isTrue();
        assertThat(pair.closeConnection(onlyPeer(pair).id())).isTrue();
        assertThat(pair.peers()).isEmpty();
        assertThat(other.stats().readyPeers()).isZero();
        assertThat(other.trySend(Msg.of("to nobody"))).isFalse();
    }

    @Test
    void shouldNotEndWhatIsNoPeer() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        for (long id = 0; id < 100; id++) {
            assertThat(pull.closeConnection(id)).isFalse();
        }
        assertThat(pull.boundEndpoints()).hasSize(1);
    }

    @Test
    void shouldStayConnectedWithTheOthers() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        ZmqSocket kept = sockets.connected(SocketType.PUSH, pull);
        assertThat(pull.awaitPeers(1, Waiting.SOON)).isTrue();
        long keptId = onlyPeer(pull).id();
        try (RawPeer peer = RawPeer.ready(TestSockets.endpointOf(pull), SocketType.PUSH)) {
            assertThat(pull.awaitPeers(2, Waiting.SOON)).isTrue();
            pull.peers().stream()
                    .filter(other -> other.id() != keptId)
                    .forEach(other -> pull.closeConnection(other.id()));
            assertThat(peer.isClosedWithin(Waiting.SOON)).isTrue();
        }
        kept.send(Msg.of("still here"));
        TestSockets.assertReceives(pull, "still here");
        assertThat(onlyPeer(pull).state()).isEqualTo(PeerState.READY);
    }

    // -- counters --

    @Test
    void shouldCountCommandsThatNobodyKnows() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        try (RawPeer peer = RawPeer.ready(TestSockets.endpointOf(pull), SocketType.PUSH)) {
            peer.send(Wire.command("DANCE"), Wire.command("SING", new byte[3]), Wire.message("hello"));
            TestSockets.assertReceives(pull, "hello");
            assertThat(pull.stats().unknownCommands()).isEqualTo(2);
        }
    }

    @Test
    void shouldCountMessagesThatBreakThePattern() {
        ZmqSocket rep = sockets.bound(SocketType.REP, Transport.TCP);
        try (RawPeer peer = RawPeer.ready(TestSockets.endpointOf(rep), SocketType.REQ)) {
            peer.send(Wire.message("no envelope"), Wire.message("", "request"));
            TestSockets.assertReceives(rep, "request");
            assertThat(rep.stats().dropped()).containsEntry(DropReason.MALFORMED, 1L);
        }
        ZmqSocket pub = sockets.bound(SocketType.PUB, Transport.TCP);
        try (RawPeer peer = RawPeer.ready(TestSockets.endpointOf(pub), SocketType.XSUB)) {
            peer.send(Wire.message("upstream"));
            Waiting.until("it is counted", () -> pub.stats().dropped().get(DropReason.MALFORMED) == 1);
        }
        ZmqSocket push = sockets.bound(SocketType.PUSH, Transport.TCP);
        try (RawPeer peer = RawPeer.ready(TestSockets.endpointOf(push), SocketType.PULL)) {
            peer.send(Wire.message("one"), Wire.message("two"));
            Waiting.until("both are counted", () -> push.stats().dropped().get(DropReason.MALFORMED) == 2);
        }
    }
}
