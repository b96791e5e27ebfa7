package io.zmq4j.conformance;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static io.zmq4j.testing.Wire.ascii;
import static io.zmq4j.testing.Wire.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.ZmtpVersion;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** ZMTP 1.0 (RFC 13) and 2.0 (RFC 15) on tcp, with raw peers that speak bytes written by hand. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class OldProtocolTest {

    private static final byte[] SIGNATURE = hex("FF 0000000000000001 7F");

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @AutoClose
    private final RawServer server = new RawServer();

    private ZmqSocket bound(SocketType type, ZmtpVersion oldest) {
        return sockets.bound(type, Transport.TCP, options -> options.minProtocol(oldest));
    }

    private ZmqSocket connecting(SocketType type, ZmtpVersion oldest) {
        ZmqSocket socket = sockets.socket(type, options -> options.minProtocol(oldest));
        socket.connect(server.endpoint());
        return socket;
    }

    @Test
    void shouldExchangeMessagesWithAPeerWithoutAGreeting() {
        ZmqSocket dealer = bound(SocketType.DEALER, ZmtpVersion.V1);
        try (RawPeer peer = RawPeer.connect(endpointOf(dealer))) {
            assertThat(peer.read(10)).isEqualTo(SIGNATURE);
            peer.send(hex("01 00"), hex("06 00"), ascii("hello"), hex("02 01"), ascii("a"), hex("02 00"), ascii("b"));
            assertReceives(dealer, "hello");
            assertReceives(dealer, "a", "b");
            dealer.send(Msg.of("re", "x".repeat(300)));
            assertThat(peer.read(4)).isEqualTo(Wire.join(hex("03 01"), ascii("re")));
            assertThat(peer.read(10)).isEqualTo(hex("FF 000000000000012D 00"));
            assertThat(peer.read(300)).isEqualTo(ascii("x".repeat(300)));
        }
    }

    @Test
    void shouldConnectToAPeerWithoutAGreetingAndTellTheRoutingId() {
        ZmqSocket router = sockets.socket(SocketType.ROUTER, options -> options.minProtocol(ZmtpVersion.V1)
                .routingId("me"));
        router.connect(server.endpoint());
        try (RawPeer peer = server.accept()) {
            peer.send(hex("05 00"), ascii("peer"), hex("03 00"), ascii("hi"));
            assertThat(peer.read(12)).isEqualTo(Wire.join(hex("FF 0000000000000003 7F"), ascii("me")));
            Msg msg = router.receive();
            assertThat(TestSockets.text(msg)).containsExactly("peer", "hi");
            assertThat(msg.metadata().get(Metadata.ROUTING_ID)).isEqualTo("peer");
            assertThat(msg.metadata().get(Metadata.PEER_ADDRESS)).isEqualTo("127.0.0.1");
            router.send(Msg.of("peer", "re"));
            assertThat(peer.read(4)).isEqualTo(Wire.join(hex("03 00"), ascii("re")));
        }
    }

    @ParameterizedTest
    @CsvSource({"V1, PUB", "V1, XPUB"})
    void shouldPublishEverythingToASubscriberWithoutAGreeting(ZmtpVersion oldest, SocketType type) {
        ZmqSocket publisher = bound(type, oldest);
        try (RawPeer peer = RawPeer.connect(endpointOf(publisher))) {
            peer.read(10);
            peer.send(hex("01 00"));
            if (type == SocketType.XPUB) {
                assertReceives(publisher, "\u0001");
            }
            TestSockets.awaitPeers(publisher, 1);
            publisher.send(Msg.of("A"));
            publisher.send(Msg.of("B"));
            assertThat(peer.read(6)).isEqualTo(hex("02 00 41 02 00 42"));
        }
    }

    @Test
    void shouldSubscribeByMessageAtAPublisherWithoutAGreeting() {
        ZmqSocket sub = connecting(SocketType.SUB, ZmtpVersion.V1);
        sub.subscribe("A");
        try (RawPeer peer = server.accept()) {
            peer.read(10);
            peer.send(hex("01 00"), hex("02 00 42"), hex("02 00 41"));
            assertThat(peer.read(4)).isEqualTo(hex("03 00 01 41"));
            // what was not subscribed is filtered here
            assertReceives(sub, "A");
            sub.unsubscribe("A");
            assertThat(peer.read(4)).isEqualTo(hex("03 00 00 41"));
        }
    }

    @Test
    void shouldAnswerRequestsOfAPeerOfTwo() {
        ZmqSocket rep = bound(SocketType.REP, ZmtpVersion.V2);
        try (RawPeer peer = RawPeer.connect(endpointOf(rep))) {
            assertThat(peer.read(10)).isEqualTo(SIGNATURE);
            peer.send(SIGNATURE, hex("01"));
            assertThat(peer.read(4)).as("major, REP, no routing id").isEqualTo(hex("03 04 00 00"));
            peer.send(hex("03 00 00"), hex("01 00 00 08"), ascii("question"));
            assertReceives(rep, "question");
            rep.send(Msg.of("answer"));
            assertThat(peer.read(10)).isEqualTo(Wire.join(hex("01 00 00 06"), ascii("answer")));
        }
    }

    @Test
    void shouldPublishToASubscriberOfTwo() {
        ZmqSocket xpub = connecting(SocketType.XPUB, ZmtpVersion.V2);
        try (RawPeer peer = server.accept()) {
            peer.send(SIGNATURE, hex("01 02 00 00"), hex("00 02 01 41"));
            assertThat(peer.read(14)).isEqualTo(Wire.join(SIGNATURE, hex("03 09 00 00")));
            assertReceives(xpub, "\u0001A");
            xpub.send(Msg.of("B no"));
            xpub.send(Msg.of("A yes"));
            assertThat(peer.read(7)).isEqualTo(Wire.join(hex("00 05"), ascii("A yes")));
        }
    }

    @Test
    void shouldCompleteTheOpeningWhenItArrivesByteByByte() {
        ZmqSocket pull = bound(SocketType.PULL, ZmtpVersion.V1);
        byte[][] openings = {
            hex("01 00"), Wire.join(SIGNATURE, hex("00 08 01 00")), Wire.join(SIGNATURE, hex("01 08 00 00"))
        };
        for (byte[] opening : openings) {
            try (RawPeer peer = RawPeer.connect(endpointOf(pull))) {
                byte[] frame = opening[opening.length - 2] == 1 ? hex("03 00 68 69") : hex("00 02 68 69");
                peer.sendInPieces(1, opening, frame);
                assertReceives(pull, "hi");
            }
        }
    }

    @Test
    void shouldNotSendPingToOldPeers() {
        ZmqSocket push = sockets.bound(SocketType.PUSH, Transport.TCP, options -> options.minProtocol(ZmtpVersion.V1)
                .heartbeatInterval(Duration.ofMillis(20))
                .heartbeatTimeout(Duration.ofMillis(40)));
        for (byte[] opening : new byte[][] {hex("01 00"), Wire.join(SIGNATURE, hex("01 07 00 00"))}) {
            try (RawPeer peer = RawPeer.connect(endpointOf(push))) {
                peer.send(opening);
                peer.read(opening.length == 2 ? 10 : 14);
                TestSockets.awaitPeers(push, 1);
                Waiting.staysTrue("it is not given up", () -> push.stats().readyPeers() == 1);
                push.send(Msg.of("hi"));
                assertThat(peer.read(4)).as("nothing before the message").endsWith(ascii("hi"));
            }
            TestSockets.awaitPeers(push, 0);
        }
    }

    @Test
    void shouldSendPingToPeersOf30() {
        ZmqSocket push = sockets.socket(SocketType.PUSH, options -> options.heartbeatInterval(Duration.ofMillis(20)));
        push.connect(server.endpoint());
        try (RawPeer peer = server.accept()) {
            peer.send(Wire.greeting(3, 0, ascii("NULL")), Wire.ready("PULL"));
            peer.read(Wire.GREETING);
            assertThat(peer.readFrame().isCommand("READY")).isTrue();
            assertThat(peer.readFrame().isCommand("PING")).isTrue();
        }
    }

    @Test
    void shouldSubscribeToTheLongestShortTopicAtAPeerOf30() {
        ZmqSocket sub = sockets.socket(SocketType.SUB);
        String topic = "t".repeat(255);
        sub.subscribe(topic);
        sub.connect(server.endpoint());
        try (RawPeer peer = server.accept()) {
            peer.send(Wire.greeting(3, 0, ascii("NULL")), Wire.ready("PUB"));
            peer.read(Wire.GREETING);
            assertThat(peer.readFrame().isCommand("READY")).isTrue();
            assertThat(peer.read(9)).isEqualTo(hex("02 0000000000000100"));
            assertThat(peer.read(256)).isEqualTo(ascii("\u0001" + topic));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "V3, 1.0, 01 00",
        "V3, 1.0, FF 0000000000000001 7F 00",
        "V3, 2.0, FF 0000000000000001 7F 01",
        "V2, 1.0, 01 00",
        "V2, 1.0, FF 0000000000000001 7F 00"
    })
    @Rfc(
            number = 37,
            says = "If a peer cannot downgrade its protocol to match its peer, it MUST close the connection. An"
                    + " implementation MUST guard against downgrade attacks, which may take the form of crafting a ZMTP"
                    + " 1.0 or 2.0 protocol header, or asking for a less secure mechanism than the application has"
                    + " requested.")
    void shouldRefuseOlderPeersAndNameTheirVersion(ZmtpVersion oldest, String named, String bytes) {
        ZmqSocket pull = bound(SocketType.PULL, oldest);
        SocketMonitor monitor = pull.monitor();
        try (RawPeer peer = RawPeer.connect(endpointOf(pull))) {
            peer.trySend(hex(bytes));
            assertThat(peer.isClosedWithin(Waiting.SOON)).isTrue();
        }
        SocketEvent event = monitor.next(Waiting.SOON);
        while (event != null && !(event instanceof SocketEvent.HandshakeFailed)) {
            event = monitor.next(Waiting.SOON);
        }
        assertThat(event).isInstanceOfSatisfying(SocketEvent.HandshakeFailed.class, failed -> {
            assertThat(failed.reason()).contains("ZMTP " + named);
            assertThat(failed.code()).isEqualTo(0x10000000);
        });
    }

    @Test
    void shouldGiveAMutePeerUpInTheHandshakeTime() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP, options -> options.minProtocol(ZmtpVersion.V1)
                .handshakeTimeout(Duration.ofMillis(100)));
        for (byte[] part : new byte[][] {{}, hex("05 00 70"), SIGNATURE, Wire.join(SIGNATURE, hex("01 08"))}) {
            try (RawPeer peer = RawPeer.connect(endpointOf(pull)).send(part)) {
                assertThat(peer.isClosedWithin(Waiting.SOON)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ZmtpVersion.class)
    void shouldTalkToPeersOfThisLibraryWhateverIsAllowed(ZmtpVersion oldest) {
        for (ZmtpVersion other : ZmtpVersion.values()) {
            ZmqSocket rep = bound(SocketType.REP, oldest);
            ZmqSocket req = sockets.connected(SocketType.REQ, rep, options -> options.minProtocol(other));
            req.send(Msg.of("question"));
            assertReceives(rep, "question");
            rep.send(Msg.of("answer"));
            assertReceives(req, "answer");
        }
    }

    @Test
    void shouldBeVersionThreeByDefaultAndKeptByABuilder() {
        assertThat(SocketConfig.defaults().handshake().minProtocol()).isEqualTo(ZmtpVersion.V3);
        SocketConfig config = SocketConfig.builder().minProtocol(ZmtpVersion.V1).build();
        assertThat(config.toBuilder().build().handshake().minProtocol()).isEqualTo(ZmtpVersion.V1);
    }
}
