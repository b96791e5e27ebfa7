package io.zmq4j.conformance;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static io.zmq4j.testing.Wire.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
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
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol on tcp, seen from a raw peer. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class Rfc37ZmtpTest {

    private static final int SIGNATURE = 10;

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @AutoClose
    private final RawServer server = new RawServer();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Rfc(
            number = 37,
            says = "A peer that reads a full greeting, including mechanism, MUST also send a full greeting including"
                    + " mechanism.")
    void shouldSendAGreetingOfVersion3(boolean listens) {
        try (RawPeer peer = listens ? RawPeer.connect(listening()) : connecting()) {
            peer.send(Wire.greeting());
            byte[] greeting = peer.read(Wire.GREETING);
            assertThat(greeting[0]).isEqualTo((byte) 0xFF);
            assertThat(greeting[SIGNATURE - 1]).isEqualTo((byte) 0x7F);
            assertThat(greeting[SIGNATURE]).as("major version").isEqualTo((byte) 3);
            assertThat(greeting[SIGNATURE + 1]).as("minor version").isEqualTo((byte) 1);
            assertThat(Arrays.copyOfRange(greeting, 12, 32)).isEqualTo(Arrays.copyOf(ascii("NULL"), 20));
            assertThat(Arrays.copyOfRange(greeting, 32, Wire.GREETING))
                    .as("as-server and filler")
                    .containsOnly(0);
        }
    }

    @Test
    @Rfc(
            number = 37,
            says =
                    "After making or receiving a connection, the peer SHALL send to the other a partial greeting sufficient"
                            + " to trigger version detection.")
    void shouldSendASignatureWhenThePeerSaysNothing() {
        try (RawPeer peer = RawPeer.connect(listening())) {
            assertThat(peer.read(SIGNATURE)).startsWith(0xFF).endsWith(0x7F);
        }
    }

    @Test
    @Rfc(number = 37, says = "The sender SHOULD specify the Socket-Type.")
    void shouldSendItsTypeAndIdentityInReady() {
        try (ZmqSocket dealer = sockets.socket(SocketType.DEALER, options -> options.routingId("me"))) {
            dealer.bind(Transport.TCP.endpoint());
            try (RawPeer peer = RawPeer.connect(endpointOf(dealer))) {
                peer.send(Wire.greeting(), Wire.ready("ROUTER"));
                peer.read(Wire.GREETING);
                RawPeer.Frame ready = peer.readFrame();
                assertThat(ready.flags()).isEqualTo(Wire.COMMAND);
                assertThat(ready.body())
                        .isEqualTo(Wire.commandBody(
                                "READY",
                                Wire.property("Socket-Type", ascii("DEALER")),
                                Wire.property("Identity", ascii("me"))));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SocketType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"STREAM", "DGRAM"})
    @Rfc(number = 37, says = "For each socket type, its legal peer types are as follows")
    void shouldShakeHandsWithEveryLegalPeer(SocketType type) {
        ZmqSocket socket = sockets.bound(type, Transport.TCP);
        for (SocketType legal : type.compatible()) {
            try (RawPeer peer = RawPeer.ready(endpointOf(socket), legal)) {
                // the answer to a PING shows that the connection lives
                peer.send(Wire.command("PING", Wire.hex("0000")));
                RawPeer.Frame frame = peer.readFrame();
                while (!frame.isCommand("PONG")) {
                    frame = peer.readFrame();
                }
                assertThat(frame.isCommand("PONG")).as("%s to %s", type, legal).isTrue();
            }
        }
    }

    @Test
    @Rfc(number = 37, says = "Metadata names SHALL be case-insensitive.")
    void shouldAcceptNamesInAnyCase() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        try (RawPeer peer = RawPeer.connect(endpointOf(pull))) {
            peer.send(Wire.greeting());
            peer.send(Wire.command(
                    "READY", Wire.property("sOCKET-tYPE", ascii("PUSH")), Wire.property("x-KEY", ascii("value"))));
            peer.send(Wire.message("hello"));
            Msg msg = pull.receive();
            assertThat(msg.string(0)).isEqualTo("hello");
            assertThat(msg.metadata().get(Metadata.SOCKET_TYPE)).isEqualTo("PUSH");
            assertThat(msg.metadata().get("X-Key")).isEqualTo("value");
        }
    }

    @Test
    @Rfc(number = 37, says = "Metadata names starting with \"X-\" SHALL be reserved for application use.")
    void shouldSendTheMetadataOfTheApplication() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        ZmqSocket push =
                sockets.connected(SocketType.PUSH, pull, options -> options.metadata(Map.of("X-Color", "blue")));
        push.send(Msg.of("hello"));
        assertThat(pull.receive().metadata().get("x-color")).isEqualTo("blue");
    }

    @Test
    @Rfc(number = 37, says = "If the body is 0-255 octets, the frame SHOULD use a short size field")
    void shouldUseTheShortFormUpTo255Bytes() {
        ZmqSocket push = sockets.socket(SocketType.PUSH);
        push.connect(server.endpoint());
        try (RawPeer peer = server.accept().handshake(SocketType.PULL)) {
            push.send(Msg.of(new byte[0], new byte[255], new byte[256]));
            assertThat(peer.read(2)).containsExactly(Wire.MORE, 0);
            assertThat(peer.read(2)).containsExactly(Wire.MORE, 255);
            peer.read(255);
            assertThat(peer.read(9)).containsExactly(Wire.LONG, 0, 0, 0, 0, 0, 0, 1, 0);
            peer.read(256);
        }
    }

    @Test
    @Rfc(
            number = 37,
            says =
                    "To create a subscription, the SUB or XSUB peer SHALL send a SUBSCRIBE command. To cancel a subscription,"
                            + " the SUB or XSUB peer SHALL send a CANCEL command")
    void shouldSubscribeByCommandWhenThePeerIs31() {
        ZmqSocket sub = sockets.socket(SocketType.SUB);
        sub.subscribe("A");
        sub.connect(server.endpoint());
        try (RawPeer peer = server.accept().handshake(SocketType.PUB)) {
            assertCommand(peer, "SUBSCRIBE", "A");
            sub.subscribe("B");
            assertCommand(peer, "SUBSCRIBE", "B");
            sub.unsubscribe("A");
            assertCommand(peer, "CANCEL", "A");
            peer.send(Wire.message("A no"), Wire.message("B yes"));
            assertReceives(sub, "B yes");
        }
    }

    private static void assertCommand(RawPeer peer, String name, String topic) {
        RawPeer.Frame frame = peer.readTraffic();
        assertThat(frame.flags()).isEqualTo(Wire.COMMAND);
        assertThat(frame.body()).isEqualTo(Wire.commandBody(name, ascii(topic)));
    }

    @Test
    @Rfc(number = 37, says = "A peer MAY downgrade its protocol to talk to a lower protocol peer.")
    void shouldSubscribeByMessageWhenThePeerIs30() {
        ZmqSocket sub = sockets.socket(SocketType.SUB);
        sub.subscribe("A");
        sub.connect(server.endpoint());
        try (RawPeer peer = server.accept()) {
            peer.send(Wire.greeting(3, 0, ascii("NULL")), Wire.ready("PUB"));
            peer.read(Wire.GREETING);
            assertThat(peer.readFrame().isCommand("READY")).isTrue();
            RawPeer.Frame frame = peer.readTraffic();
            assertThat(frame.flags()).isZero();
            assertThat(frame.body()).isEqualTo(ascii("\u0001A"));
            sub.unsubscribe("A");
            assertThat(peer.readTraffic().body()).isEqualTo(ascii("\u0000A"));
        }
    }

    @Test
    @Rfc(
            number = 37,
            says =
                    "When a peer receives a PING command it SHALL respond with a PONG command that echoes the ping-context")
    void shouldEchoTheContextOfAPing() {
        try (RawPeer peer = RawPeer.ready(listening(), SocketType.PUSH)) {
            for (String context : new String[] {"", "x", "0123456789abcdef"}) {
                peer.send(Wire.command("PING", Wire.hex("0000"), ascii(context)));
                assertCommand(peer, "PONG", context);
            }
        }
    }

    @Test
    @Rfc(
            number = 37,
            says = "The peer SHALL treat an incoming ERROR command as fatal, and act by closing the connection")
    void shouldCloseWhenThePeerSendsAnError() {
        sockets.socket(SocketType.PUSH).connect(server.endpoint());
        try (RawPeer peer = server.accept()) {
            peer.send(Wire.greeting(), Wire.command("ERROR", Wire.hex("03 34 30 30")));
            assertThat(peer.isClosedWithin(Waiting.SOON)).isTrue();
        }
    }

    @Test
    @Rfc(
            number = 37,
            says = "The peer SHALL treat an unexpected connection close as a temporary error, and SHOULD reconnect.")
    void shouldReconnectWhenThePeerCloses() {
        ZmqSocket push = sockets.socket(SocketType.PUSH);
        push.connect(server.endpoint());
        server.accept().close();
        server.accept().handshake(SocketType.PULL).close();
        try (RawPeer peer = server.accept().handshake(SocketType.PULL)) {
            push.send(Msg.of("hello"));
            assertThat(peer.readTraffic().body()).isEqualTo(ascii("hello"));
        }
    }

    @Test
    @Rfc(number = 37, says = "All messages between two immediate peers SHALL be delivered in order.")
    void shouldDeliverInOrderWhenTheBytesComeInPieces() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        try (RawPeer peer = RawPeer.ready(endpointOf(pull), SocketType.PUSH)) {
            byte[] stream = new byte[0];
            for (int i = 0; i < 50; i++) {
                stream = Wire.join(stream, Wire.message("first" + i, "", "last" + i));
            }
            peer.sendInPieces(7, stream);
            for (int i = 0; i < 50; i++) {
                assertReceives(pull, "first" + i, "", "last" + i);
            }
        }
    }

    private String listening() {
        return endpointOf(sockets.bound(SocketType.PULL, Transport.TCP));
    }

    private RawPeer connecting() {
        sockets.socket(SocketType.PUSH).connect(server.endpoint());
        return server.accept();
    }
}
