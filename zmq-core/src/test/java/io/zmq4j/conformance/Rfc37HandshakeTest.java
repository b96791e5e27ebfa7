package io.zmq4j.conformance;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static io.zmq4j.testing.Wire.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.ReconnectStop;
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
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Greeting, handshake and metadata of ZMTP 3.1 on tcp, seen from a raw peer; for what follows see {@link Rfc37ZmtpTest}, for
 * versions 1.0 and 2.0 {@link OldProtocolTest}.
 *
 * <table>
 *   <caption>Otherwise than it is written, or not observable</caption>
 *   <tr><th>sentence<th>here
 *   <tr><td>All mechanisms intended for public interoperability SHALL be defined as 0MQ RFCs. Mechanism names SHALL be
 *       assigned on a first-come first-served basis. Mechanism names SHALL consist only of uppercase letters.
 *       <td>Rules for authors of RFCs.
 *   <tr><td>The client SHALL send a READY command and then wait for a READY command in reply. The server MUST reply.
 *       <td>The server does not wait for that of the client, as in RFC 23 and libzmq.
 *   <tr><td>The peer SHALL treat an incoming ERROR command as fatal, and not re-connect using the same credentials.
 *       <td>It tries again after ever longer pauses, as the peer may be told better meanwhile, unless {@code reconnectStop}
 *       says otherwise.
 *   <tr><td>The value SHALL be 0 to 2,147,483,647 octets.
 *       <td>A command may have 64 KiB, so that a stranger cannot use the memory up.
 *   <tr><td>The Resource SHALL match this grammar. All services that use the same endpoint SHALL use the same security
 *       credentials.
 *       <td>Any Resource is accepted and ignored, as there are none here, nor in libzmq.
 *   <tr><td>If the security mechanism is anything other than NULL, and it detects a ZMTP 1.0 or 2.0 peer, it MUST close.
 *       <td>This module has the NULL mechanism only.
 * </table>
 */
@ExtendWith({LeakGate.class, NoSurprises.class})
class Rfc37HandshakeTest {

    private static final int SIGNATURE = 10;

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @AutoClose
    private final RawServer server = new RawServer();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Rfc(
            number = 37,
            says = "A peer that reads a full greeting, including mechanism, MUST also send a full greeting "
                    + "including mechanism.")
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
            says = "After making or receiving a connection, the peer SHALL send to the other a partial "
                    + "greeting sufficient to trigger version detection.")
    void shouldSendASignatureWhenThePeerSaysNothing() {
        try (RawPeer peer = RawPeer.connect(listening())) {
            assertThat(peer.read(SIGNATURE)).startsWith(0xFF).endsWith(0x7F);
        }
    }

    @Test
    @Rfc(
            number = 37,
            says = "The peer SHALL then read the first eleven octets of greeting sent by the other peer, and "
                    + "determine whether to downgrade or not. The size SHALL be 8 octets in network byte order "
                    + "and occupies the padding field.")
    void shouldSendTheRestOfTheGreetingWhenItKnowsTheVersionOfThePeer() {
        ZmqSocket router =
                sockets.bound(SocketType.ROUTER, Transport.TCP, options -> options.minProtocol(ZmtpVersion.V1)
                        .routingId("abc"));
        try (RawPeer peer = RawPeer.connect(endpointOf(router))) {
            byte[] greeting = Wire.greeting();
            assertThat(peer.read(SIGNATURE)).isEqualTo(Wire.hex("FF 0000000000000004 7F"));
            peer.send(Arrays.copyOf(greeting, SIGNATURE + 1));
            byte[] rest = peer.read(Wire.GREETING - SIGNATURE);
            assertThat(rest).isEqualTo(Arrays.copyOfRange(greeting, SIGNATURE, Wire.GREETING));
        }
    }

    @Test
    @Rfc(
            number = 37,
            says = "If the chosen security mechanism does not specify client and server roles, the as-server "
                    + "field SHALL have no significance, and SHOULD be zero for all peers.")
    void shouldNotCareWhetherThePeerCallsItselfAServer() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        for (int asServer = 0; asServer <= 1; asServer++) {
            try (RawPeer peer = RawPeer.connect(endpointOf(pull))) {
                byte[] greeting = Wire.greeting();
                greeting[32] = (byte) asServer;
                peer.send(greeting, Wire.ready("PUSH"), Wire.message("hello"));
                assertThat(peer.read(Wire.GREETING)[32]).isZero();
                assertReceives(pull, "hello");
            }
        }
    }

    @Test
    @Rfc(
            number = 37,
            says = "When a peer uses the NULL security mechanism, the as-server field MUST be zero. The peer "
                    + "that binds SHALL be the server, and connecting peer SHALL be the client. To complete a "
                    + "NULL security handshake, the client SHALL send a READY command and then wait for a READY "
                    + "command in reply.")
    void shouldSendReadyFirstAndMessagesAfterTheReadyOfThePeer() {
        ZmqSocket push = sockets.socket(SocketType.PUSH);
        push.connect(server.endpoint());
        push.send(Msg.of("hello"));
        try (RawPeer peer = server.accept()) {
            peer.send(Wire.greeting());
            assertThat(peer.read(Wire.GREETING)[32]).isZero();
            assertThat(peer.readFrame().isCommand("READY")).isTrue();
            Waiting.staysTrue("nothing more", () -> !peer.hasInput());
            peer.send(Wire.ready("PULL"));
            assertThat(peer.readTraffic().body()).isEqualTo(ascii("hello"));
        }
    }

    @Test
    @Rfc(number = 37, says = "If there is no error, it MUST send a READY command in reply.")
    void shouldReplyToReadyWithReady() {
        try (RawPeer peer = RawPeer.connect(listening())) {
            peer.send(Wire.greeting(), Wire.ready("PUSH"));
            peer.read(Wire.GREETING);
            assertThat(peer.readFrame().isCommand("READY")).isTrue();
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
    @Rfc(
            number = 37,
            says = "The Socket-Type SHALL match this grammar: The value size field SHALL be four octets, in "
                    + "network byte order.")
    void shouldNameItsType(SocketType type) {
        try (RawPeer peer = RawPeer.connect(endpointOf(sockets.bound(type, Transport.TCP)))) {
            peer.send(Wire.greeting());
            peer.read(Wire.GREETING);
            byte[] name = Wire.hex("0B 536F636B65742D54797065 000000");
            byte[] value = Wire.join(new byte[] {(byte) type.name().length()}, ascii(type.name()));
            assertThat(peer.readFrame().body()).startsWith(Wire.join(Wire.commandBody("READY"), name, value));
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
    @Rfc(
            number = 37,
            says = "Metadata names SHALL be case-insensitive. The case (upper or lower) of names SHALL NOT "
                    + "be significant.")
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
    @Rfc(
            number = 37,
            says = "The security mechanism SHALL provide a way for peers to exchange metadata in the form of "
                    + "a key-value dictionary. Metadata names starting with \"X-\" SHALL be reserved for "
                    + "application use.")
    void shouldSendTheMetadataOfTheApplication() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        ZmqSocket push =
                sockets.connected(SocketType.PUSH, pull, options -> options.metadata(Map.of("X-Color", "blue")));
        push.send(Msg.of("hello"));
        assertThat(pull.receive().metadata().get("x-color")).isEqualTo("blue");
    }

    @Test
    @Rfc(number = 37, says = "The Identity SHALL match this grammar: identity = 0*255OCTET")
    void shouldKnowPeersByIdentitiesOfEveryLength() {
        ZmqSocket router = sockets.bound(SocketType.ROUTER, Transport.TCP);
        for (String identity : new String[] {"", "i", "\u00FF\u0000", "x".repeat(255)}) {
            try (RawPeer peer = RawPeer.connect(endpointOf(router))) {
                peer.send(Wire.greeting(), readyOf("DEALER", identity), Wire.message("hello"));
                Msg msg = router.receive();
                assertThat(msg.string(1)).isEqualTo("hello");
                if (identity.isEmpty()) {
                    assertThat(msg.bytes(0)).hasSize(5).startsWith(0);
                } else {
                    assertThat(msg.bytes(0)).isEqualTo(ascii(identity));
                }
            }
        }
    }

    @Test
    @Rfc(number = 37, says = "For all other socket types, the Identity property shall be ignored.")
    void shouldServePeersOfTheSameIdentityWhereItHasNoMeaning() {
        for (SocketType[] pair : new SocketType[][] {
            {SocketType.PULL, SocketType.PUSH},
            {SocketType.DEALER, SocketType.DEALER},
            {SocketType.GATHER, SocketType.SCATTER}
        }) {
            ZmqSocket socket = sockets.bound(pair[0], Transport.TCP);
            try (RawPeer one = RawPeer.connect(endpointOf(socket));
                    RawPeer two = RawPeer.connect(endpointOf(socket))) {
                for (RawPeer peer : new RawPeer[] {one, two, one}) {
                    if (socket.stats().messagesReceived() < 2) {
                        peer.send(Wire.greeting(), readyOf(pair[1].name(), "same"));
                    }
                    peer.send(Wire.message("hello"));
                    assertReceives(socket, "hello");
                }
            }
        }
    }

    private static byte[] readyOf(String type, String identity) {
        return Wire.command(
                "READY", Wire.property("Socket-Type", ascii(type)), Wire.property("Identity", ascii(identity)));
    }

    @Test
    @Rfc(
            number = 37,
            says = "The peer SHALL treat an incoming ERROR command as fatal, and act by closing the " + "connection")
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
            says = "The peer SHALL treat an incoming ERROR command as fatal, and act by closing the "
                    + "connection, and not re-connecting using the same security credentials.")
    void shouldNotConnectAgainAfterAnErrorWhenThatIsSwitchedOff() {
        ZmqSocket push =
                sockets.socket(SocketType.PUSH, options -> options.reconnectStop(ReconnectStop.HANDSHAKE_FAILED));
        push.connect(server.endpoint());
        try (RawPeer peer = server.accept()) {
            peer.send(Wire.greeting(), Wire.command("ERROR", Wire.hex("03 34 30 30")));
            assertThat(peer.isClosedWithin(Waiting.SOON)).isTrue();
        }
        assertThat(server.accept(Waiting.MOMENT)).isNull();
    }

    private String listening() {
        return endpointOf(sockets.bound(SocketType.PULL, Transport.TCP));
    }

    private RawPeer connecting() {
        sockets.socket(SocketType.PUSH).connect(server.endpoint());
        return server.accept();
    }
}
