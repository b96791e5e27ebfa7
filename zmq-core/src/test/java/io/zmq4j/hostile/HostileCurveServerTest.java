package io.zmq4j.hostile;

import static io.zmq4j.testing.Wire.ascii;
import static io.zmq4j.testing.Wire.command;
import static io.zmq4j.testing.Wire.property;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.CurveKeys;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketType;
import io.zmq4j.Z85;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.CurveServerWire;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NaclBox;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.RawServer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A client of CURVE and servers that know the protocol well enough to break it in one place. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class HostileCurveServerTest {

    private static final Duration AT_ONCE = Duration.ofSeconds(3);
    private static final CurveKeys SERVER = CurveKeys.generate();
    private static final CurveKeys CLIENT = CurveKeys.generate();
    private static final byte[] TYPE = property("Socket-Type", ascii("PUSH"));
    private static final int UNEXPECTED = 0x10000001;
    private static final int SEQUENCE = 0x10000002;
    private static final int KEY_EXCHANGE = 0x10000003;
    private static final int MALFORMED_COMMAND = 0x10000011;
    private static final int MALFORMED_ERROR = 0x10000015;
    private static final int MALFORMED_READY = 0x10000016;
    private static final int MALFORMED_WELCOME = 0x10000017;
    private static final int METADATA = 0x10000018;
    private static final int CRYPTOGRAPHIC = 0x11000001;

    /** A command may have 64 KiB before the peer is ready, and READY without properties has 6 + 8 + 16. */
    private static final int MOST_METADATA = 64 * 1024 - (6 + 8 + 16);

    @AutoClose
    private final RawServer server = new RawServer();

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private final ZmqSocket pull = sockets.socket(
            SocketType.PULL, options -> options.security(Security.curveClient(CLIENT, SERVER.publicKey())));
    private final SocketMonitor monitor = pull.monitor();

    /** Says what is wrong, after HELLO has been read. */
    private interface Attack {
        void run(RawPeer peer, CurveServerWire server);
    }

    private static CurveServerWire greeted(RawPeer peer) {
        peer.send(CurveServerWire.greeting()).read(Wire.GREETING);
        return new CurveServerWire(SERVER).greeted(peer.readFrame());
    }

    private static void welcome(RawPeer peer, CurveServerWire server) {
        assertThat(peer.send(server.welcome()).readFrame().isCommand("INITIATE"))
                .isTrue();
    }

    private SocketEvent.HandshakeFailed awaitFailure() {
        SocketEvent event = monitor.next(Waiting.SOON);
        while (!(event instanceof SocketEvent.HandshakeFailed failed)) {
            assertThat(event).as("an event of the attack").isNotNull();
            assertThat(event).isNotInstanceOf(SocketEvent.HandshakeSucceeded.class);
            event = monitor.next(Waiting.SOON);
        }
        return failed;
    }

    /** The client comes again, and an honest server serves it. */
    private void assertWell() {
        try (RawPeer peer = server.accept()) {
            CurveServerWire honest = greeted(peer);
            welcome(peer, honest);
            peer.send(honest.ready(1, TYPE), honest.message(2, 0, ascii("honest")));
            TestSockets.assertReceives(pull, "honest");
        }
    }

    private static Arguments attack(String name, int code, Attack attack) {
        return Arguments.of(name, code, attack);
    }

    private static Arguments attackAfterWelcome(String name, int code, Attack attack) {
        return attack(name, code, (peer, server) -> {
            welcome(peer, server);
            attack.run(peer, server);
        });
    }

    static Stream<Arguments> attacks() {
        byte[] zeros = new byte[32];
        List<Arguments> all = new ArrayList<>(List.of(
                attack(
                        "READY before WELCOME under a key of zeros",
                        UNEXPECTED,
                        (peer, server) -> peer.send(server.ready(zeros, 1, TYPE))),
                attack(
                        "READY before WELCOME under the key of the point 0",
                        UNEXPECTED,
                        (peer, server) -> peer.send(server.ready(NaclBox.firstKey(zeros), 1, TYPE))),
                attack(
                        "READY before WELCOME under the key of this connection",
                        UNEXPECTED,
                        (peer, server) -> peer.send(server.ready(1, TYPE))),
                attack(
                        "READY without a box before WELCOME",
                        UNEXPECTED,
                        (peer, server) -> peer.send(command("READY", TYPE))),
                attack(
                        "MESSAGE before WELCOME",
                        UNEXPECTED,
                        (peer, server) -> peer.send(server.message(1, 0, ascii("stolen")))),
                attack("HELLO of a server", UNEXPECTED, (peer, server) -> peer.send(command("HELLO", new byte[194]))),
                attack("WELCOME of nothing", MALFORMED_WELCOME, (peer, server) -> peer.send(command("WELCOME"))),
                attack(
                        "WELCOME with another key",
                        CRYPTOGRAPHIC,
                        (peer, server) -> peer.send(command("WELCOME", new byte[160]))),
                attack("ERROR without a reason", MALFORMED_ERROR, (peer, server) -> peer.send(command("ERROR"))),
                attackAfterWelcome("WELCOME twice", UNEXPECTED, (peer, server) -> peer.send(server.welcome())),
                attackAfterWelcome(
                        "MESSAGE before READY",
                        UNEXPECTED,
                        (peer, server) -> peer.send(server.message(1, 0, ascii("stolen")))),
                attackAfterWelcome(
                        "READY that is too short",
                        MALFORMED_READY,
                        (peer, server) -> peer.send(command("READY", new byte[23]))),
                attackAfterWelcome("READY with nonce 0", SEQUENCE, (peer, server) -> peer.send(server.ready(0, TYPE))),
                attackAfterWelcome(
                        "READY under a key of zeros",
                        CRYPTOGRAPHIC,
                        (peer, server) -> peer.send(server.ready(zeros, 1, TYPE))),
                attackAfterWelcome("READY without a type", METADATA, (peer, server) -> peer.send(server.ready(1))),
                attackAfterWelcome(
                        "READY with half a property",
                        METADATA,
                        (peer, server) -> peer.send(server.ready(1, TYPE, property("X", 9, new byte[8])))),
                attackAfterWelcome(
                        "READY of more than 64 KiB",
                        MALFORMED_COMMAND,
                        (peer, server) -> peer.trySend(server.ready(1, TYPE, property("X", new byte[1 << 16]))))));
        for (int i = 0; i < LowOrder.KEYS.size(); i++) {
            byte[] key = LowOrder.KEYS.get(i);
            all.add(attack("S' of low order " + i, KEY_EXCHANGE, (peer, server) -> peer.send(server.welcome(key))));
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void shouldRefuseAndTellWhy(String name, int code, Attack attack) {
        pull.connect(server.endpoint());
        try (RawPeer peer = server.accept()) {
            attack.run(peer, greeted(peer));
            assertThat(peer.isClosedWithin(AT_ONCE)).isTrue();
        }
        assertThat(Integer.toHexString(awaitFailure().code())).isEqualTo(Integer.toHexString(code));
        assertThat(pull.receive(Duration.ZERO)).isNull();
        assertThat(pull.stats().connects()).isZero();
        assertWell();
    }

    @Test
    void shouldTakeMetadataOfEverySizeThatIsAllowed() {
        int all = MOST_METADATA - TYPE.length - 12;
        pull.connect(server.endpoint());
        for (int size : new int[] {0, 255, 256, 4_096, all - 1, all}) {
            try (RawPeer peer = server.accept()) {
                CurveServerWire honest = greeted(peer);
                welcome(peer, honest);
                peer.send(
                        honest.ready(1, TYPE, property("X-Large", new byte[size])),
                        honest.message(2, 0, ascii("hello")));
                Msg msg = pull.receive(Waiting.SOON);
                assertThat(msg).as("%d bytes of metadata", size).isNotNull();
                assertThat(msg.metadata().get("X-Large")).hasSize(size);
            }
        }
    }

    /** A reason is told as it is only as far as a log or a terminal can stand it. */
    @Test
    void shouldTellAReasonOfAnySortSafely() {
        pull.connect(server.endpoint());
        for (String reason : List.of("", "r".repeat(255), "\u001B[31mred", "a\nb\0c", "\u00e9\u00ff")) {
            try (RawPeer peer = server.accept()) {
                greeted(peer);
                peer.send(command("ERROR", new byte[] {(byte) reason.length()}, ascii(reason)));
                assertThat(peer.isClosedWithin(AT_ONCE)).isTrue();
            }
            assertThat(awaitFailure().reason()).matches("[ -~]+").hasSizeLessThan(2_000);
        }
        assertWell();
    }

    /** Nobody has the secret key that belongs to it, so that nobody can be the server that is meant. */
    @Test
    void shouldRefuseAServerKeyOfLowOrderWhereItIsSet() {
        for (byte[] key : LowOrder.KEYS) {
            assertThatThrownBy(() -> Security.curveClient(CLIENT, Z85.encode(key)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("server's public key")
                    .hasMessageContaining("low order");
        }
        byte[] other = SERVER.publicKeyBytes();
        other[31] |= (byte) 0x80;
        assertThatThrownBy(() -> new Security.CurveClient(CLIENT, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("server's public key")
                .hasMessageContaining("highest bit");
    }

    /** It tells what is wrong, tries again ever more rarely, and does not give up. */
    @Test
    void shouldComeAgainEverMoreRarelyWhenTheServerHasAnotherKey() {
        ZmqSocket wrong = sockets.socket(SocketType.PUSH, options -> options.security(
                        Security.curveClient(CLIENT, CurveKeys.generate().publicKey()))
                .reconnectInterval(Duration.ofMillis(10))
                .reconnectMaxInterval(Duration.ofMillis(80)));
        ZmqSocket bound = sockets.socket(SocketType.PULL, options -> options.security(Security.curveServer(SERVER)));
        SocketMonitor refusals = bound.monitor();
        SocketMonitor attempts = wrong.monitor();
        bound.bind("tcp://127.0.0.1:*");
        wrong.connect(TestSockets.endpointOf(bound));
        List<Duration> delays = new ArrayList<>();
        while (delays.size() < 6) {
            SocketEvent event = attempts.next(Waiting.SOON);
            assertThat(event).as("an event of the client").isNotNull();
            if (event instanceof SocketEvent.ConnectRetried retried) {
                delays.add(retried.delay());
            }
        }
        assertThat(delays.get(5)).isGreaterThan(delays.get(0)).isLessThanOrEqualTo(Duration.ofMillis(80));
        SocketEvent refusal = refusals.next(Waiting.SOON);
        while (!(refusal instanceof SocketEvent.HandshakeFailed failed)) {
            assertThat(refusal).as("an event of the server").isNotNull();
            refusal = refusals.next(Waiting.SOON);
        }
        assertThat(failed.code()).isEqualTo(CRYPTOGRAPHIC);
        assertThat(bound.stats().connects()).isZero();
    }
}
