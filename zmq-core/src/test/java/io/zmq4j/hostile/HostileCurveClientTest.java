package io.zmq4j.hostile;

import static io.zmq4j.testing.Wire.ascii;
import static io.zmq4j.testing.Wire.command;
import static io.zmq4j.testing.Wire.join;
import static io.zmq4j.testing.Wire.property;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.CurveKeys;
import io.zmq4j.Security;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.CurveClientWire;
import io.zmq4j.testing.CurveClientWire.Vouch;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server of CURVE and clients that know its key, and the protocol well enough to break it in one place. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class HostileCurveClientTest {

    private static final Duration AT_ONCE = Duration.ofSeconds(3);
    private static final CurveKeys SERVER = CurveKeys.generate();
    private static final CurveKeys CLIENT = CurveKeys.generate();
    private static final CurveKeys STRANGER = CurveKeys.generate();
    private static final byte[] TYPE = property("Socket-Type", ascii("PUSH"));
    private static final int UNEXPECTED = 0x10000001;
    private static final int SEQUENCE = 0x10000002;
    private static final int KEY_EXCHANGE = 0x10000003;
    private static final int MALFORMED_COMMAND = 0x10000011;
    private static final int HELLO = 0x10000013;
    private static final int INITIATE = 0x10000014;
    private static final int METADATA = 0x10000018;
    private static final int CRYPTOGRAPHIC = 0x11000001;

    /** A command may have 64 KiB before the peer is ready, and INITIATE without properties has 9 + 96 + 8 + 16 + 32 + 96. */
    private static final int MOST_METADATA = 64 * 1024 - (9 + 96 + 8 + 16 + 32 + 96);

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private final ZmqSocket pull =
            sockets.bound(SocketType.PULL, Transport.TCP, options -> options.security(Security.curveServer(SERVER)));
    private final SocketMonitor monitor = pull.monitor();

    /** Says what is wrong, after the greetings. */
    private interface Attack {
        void run(RawPeer peer, CurveClientWire client);
    }

    private RawPeer greeted() {
        RawPeer peer = RawPeer.connect(TestSockets.endpointOf(pull)).send(CurveClientWire.greeting());
        peer.read(Wire.GREETING);
        return peer;
    }

    private static CurveClientWire client() {
        return new CurveClientWire(CLIENT, SERVER.publicKeyBytes());
    }

    private static CurveClientWire welcomed(RawPeer peer, CurveClientWire client) {
        peer.send(client.hello());
        return client.welcomed(peer.readFrame());
    }

    private static void ready(RawPeer peer, byte[] initiate) {
        assertThat(peer.send(initiate).readFrame().isCommand("READY")).isTrue();
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

    private void assertWell() {
        try (RawPeer peer = RawPeer.connect(TestSockets.endpointOf(pull))) {
            CurveClientWire honest = client().handshake(peer, "PUSH");
            peer.send(honest.message(0, ascii("honest")));
            TestSockets.assertReceives(pull, "honest");
        }
    }

    private static Arguments attack(String name, int code, Attack attack) {
        return Arguments.of(name, code, attack);
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        return changed;
    }

    /** The bytes of a command at an offset within its data. */
    private static byte[] flippedData(String name, byte[] data, int at) {
        return command(name, flipped(data, at));
    }

    static Stream<Arguments> attacks() {
        List<Arguments> all = new ArrayList<>(List.of(
                attack("HELLO without anything", HELLO, (peer, client) -> peer.send(command("HELLO"))),
                attack(
                        "HELLX",
                        UNEXPECTED,
                        (peer, client) -> peer.send(command("HELLX", client.helloData(client.shortPublic(), 1)))),
                attack("HELLO of version 2", HELLO, (peer, client) -> {
                    byte[] data = client.helloData(client.shortPublic(), 1);
                    data[0] = 2;
                    peer.send(command("HELLO", data));
                }),
                attack(
                        "HELLO with a padding",
                        HELLO,
                        (peer, client) ->
                                peer.send(flippedData("HELLO", client.helloData(client.shortPublic(), 1), 40))),
                attack("HELLO twice", UNEXPECTED, (peer, client) -> peer.send(client.hello(), client.hello())),
                attack(
                        "HELLO with nonce 0",
                        SEQUENCE,
                        (peer, client) -> peer.send(client.hello(client.shortPublic(), 0))),
                attack(
                        "HELLO for another server",
                        CRYPTOGRAPHIC,
                        (peer, client) -> peer.send(new CurveClientWire(CLIENT, STRANGER.publicKeyBytes()).hello())),
                attack("INITIATE first", UNEXPECTED, (peer, client) -> peer.send(command("INITIATE"))),
                attack("ERROR of a client", UNEXPECTED, (peer, client) -> peer.send(command("ERROR", new byte[1]))),
                attack("MESSAGE before READY", UNEXPECTED, (peer, client) -> peer.send(client.message(0, TYPE))),
                attack("INITIATE without anything", INITIATE, (peer, client) -> {
                    welcomed(peer, client);
                    peer.send(command("INITIATE"));
                }),
                attack("INITIATE with a changed cookie", CRYPTOGRAPHIC, (peer, client) -> {
                    byte[] data = welcomed(peer, client).initiateData(client.honest(), 2, TYPE);
                    peer.send(flippedData("INITIATE", data, 30));
                }),
                attack("INITIATE with a changed box", CRYPTOGRAPHIC, (peer, client) -> {
                    byte[] data = welcomed(peer, client).initiateData(client.honest(), 2, TYPE);
                    peer.send(flippedData("INITIATE", data, 150));
                }),
                attack("MESSAGE after WELCOME", UNEXPECTED, (peer, client) -> {
                    welcomed(peer, client);
                    peer.send(client.message(0, TYPE));
                }),
                attack("READY of a client", UNEXPECTED, (peer, client) -> {
                    welcomed(peer, client);
                    peer.send(command("READY", TYPE));
                })));
        // the nonce of INITIATE must be above that of HELLO, which was 7
        for (long nonce : new long[] {0, 1, 6, 7}) {
            all.add(attack("INITIATE with nonce " + nonce + " after 7", SEQUENCE, (peer, client) -> {
                peer.send(client.hello(client.shortPublic(), 7));
                peer.send(client.welcomed(peer.readFrame()).initiate(client.honest(), nonce, TYPE));
            }));
        }
        all.add(attack("INITIATE with nonce 2^63 - 1 after 2^63", SEQUENCE, (peer, client) -> {
            peer.send(client.hello(client.shortPublic(), Long.MIN_VALUE));
            peer.send(client.welcomed(peer.readFrame()).initiate(client.honest(), Long.MAX_VALUE, TYPE));
        }));
        return Stream.of(all.stream(), vouches(), keysOfLowOrder(), metadata()).flatMap(part -> part);
    }

    private static byte[] secret(CurveKeys keys) {
        return keys.secretKeyBytes();
    }

    private static Arguments vouch(String name, java.util.function.UnaryOperator<Vouch> change) {
        return attack("vouch " + name, CRYPTOGRAPHIC, (peer, client) -> {
            Vouch vouch = change.apply(welcomed(peer, client).honest());
            peer.send(client.initiate(vouch, 2, TYPE));
        });
    }

    /** Both halves of what is vouched for, and who vouches. */
    private static Stream<Arguments> vouches() {
        byte[] other = STRANGER.publicKeyBytes();
        return Stream.of(
                vouch(
                        "for another connection",
                        honest -> new Vouch(honest.claimed(), honest.secretKey(), other, honest.server())),
                vouch(
                        "for another server",
                        honest -> new Vouch(honest.claimed(), honest.secretKey(), honest.shortKey(), other)),
                vouch(
                        "with halves exchanged",
                        honest -> new Vouch(honest.claimed(), honest.secretKey(), honest.server(), honest.shortKey())),
                vouch(
                        "for another client",
                        honest -> new Vouch(other, honest.secretKey(), honest.shortKey(), honest.server())),
                vouch(
                        "by somebody else",
                        honest -> new Vouch(honest.claimed(), secret(STRANGER), honest.shortKey(), honest.server())),
                vouch(
                        "for the key of another form",
                        honest -> new Vouch(
                                honest.claimed(), honest.secretKey(), highBit(honest.shortKey()), honest.server())));
    }

    private static byte[] highBit(byte[] key) {
        byte[] other = key.clone();
        other[31] |= (byte) 0x80;
        return other;
    }

    private static Stream<Arguments> keysOfLowOrder() {
        List<byte[]> keys = LowOrder.KEYS;
        return IntStream.range(0, keys.size()).boxed().flatMap(i -> {
            byte[] key = keys.get(i);
            return Stream.of(
                    attack(
                            "C' of low order " + i,
                            KEY_EXCHANGE,
                            (peer, client) -> peer.send(client.hello(key.clone(), 1))),
                    attack("C of low order " + i, KEY_EXCHANGE, (peer, client) -> {
                        Vouch honest = welcomed(peer, client).honest();
                        Vouch weak = new Vouch(key, secret(CLIENT), honest.shortKey(), honest.server());
                        peer.send(client.initiate(weak, 2, TYPE));
                    }));
        });
    }

    private static Arguments metadata(String name, int code, byte[]... metadata) {
        return attack("metadata " + name, code, (peer, client) -> {
            welcomed(peer, client);
            peer.trySend(client.initiate(metadata));
        });
    }

    /** CVE-2019-13132 was of metadata larger than a fixed buffer. */
    private static Stream<Arguments> metadata() {
        byte[] largest = property("X-Large", new byte[MOST_METADATA - TYPE.length - 12 + 1]);
        byte[][] many = IntStream.range(0, 65)
                .mapToObj(i -> property("X-" + i, new byte[2]))
                .toArray(byte[][]::new);
        return Stream.of(
                metadata("none", METADATA),
                metadata("one byte more than 64 KiB", MALFORMED_COMMAND, TYPE, largest),
                metadata("128 KiB", MALFORMED_COMMAND, TYPE, property("X", new byte[128 << 10])),
                metadata("1 MiB", MALFORMED_COMMAND, TYPE, property("X", new byte[1 << 20])),
                metadata("65 properties", METADATA, many),
                metadata("type twice", METADATA, TYPE, TYPE),
                metadata("size 2^31 - 1", METADATA, TYPE, property("X", Integer.MAX_VALUE, new byte[100])),
                metadata("size 2^32 - 1", METADATA, TYPE, property("X", -1, new byte[100])),
                metadata("one byte too short", METADATA, TYPE, property("X", 101, new byte[100])),
                metadata("a name that is cut", METADATA, TYPE, new byte[] {9, 'X'}),
                metadata("a name of no byte", METADATA, TYPE, property("", new byte[1])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void shouldRefuseAndTellWhy(String name, int code, Attack attack) {
        try (RawPeer peer = greeted()) {
            attack.run(peer, client());
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
        for (int size : new int[] {0, 1, 100, 255, 256, 511, 512, 1_000, 4_096, 32_768, all - 1, all}) {
            byte[] value = ascii("v".repeat(size));
            try (RawPeer peer = greeted()) {
                CurveClientWire client = welcomed(peer, client());
                ready(peer, client.initiate(TYPE, property("X-Large", value)));
                peer.send(client.message(0, ascii("hello")));
                var msg = pull.receive(Waiting.SOON);
                assertThat(msg).as("%d bytes of metadata", size).isNotNull();
                assertThat(msg.string(0)).isEqualTo("hello");
                assertThat(msg.metadata().get("X-Large")).hasSize(size);
            }
        }
    }

    /** Ones that a peer may choose: all that is asked is that each is above the one before, without a sign. */
    @Test
    void shouldTakeNoncesWithGapsUpToTheLargest() {
        long[] nonces = {9, 10, 1_000, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, -2, -1};
        try (RawPeer peer = greeted()) {
            CurveClientWire client = welcomed(peer, client());
            ready(peer, client.initiate(client.honest(), 8, TYPE));
            for (long nonce : nonces) {
                peer.send(client.message(nonce, 0, ascii(Long.toUnsignedString(nonce))));
                TestSockets.assertReceives(pull, Long.toUnsignedString(nonce));
            }
            peer.send(client.message(0, 0, ascii("after the largest")));
            assertThat(peer.isClosedWithin(AT_ONCE)).isTrue();
        }
        assertThat(pull.receive(Duration.ZERO)).isNull();
        Waiting.await("the socket knows why")
                .untilAsserted(() ->
                        assertThat(pull.stats().lastError()).contains("nonce 0, allowed: above 18446744073709551615"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 99, 100, Long.MAX_VALUE})
    void shouldCloseWhenANonceIsNotAboveTheLast(long nonce) {
        long last = nonce == Long.MAX_VALUE ? Long.MIN_VALUE : 100;
        try (RawPeer peer = greeted()) {
            CurveClientWire client = welcomed(peer, client());
            ready(peer, client.initiate(client.honest(), 2, TYPE));
            peer.send(client.message(last, 0, ascii("good")));
            TestSockets.assertReceives(pull, "good");
            peer.send(client.message(nonce, 0, ascii("again")));
            assertThat(peer.isClosedWithin(AT_ONCE)).isTrue();
        }
        assertThat(pull.receive(Duration.ZERO)).isNull();
        assertWell();
    }

    /** All that an honest client has said, to the byte, by somebody who listened. */
    @Test
    void shouldNotBeFooledByARecordedSession() {
        byte[] hello;
        byte[] initiate;
        byte[] message;
        try (RawPeer peer = greeted()) {
            CurveClientWire client = client();
            hello = client.hello();
            client.welcomed(peer.send(hello).readFrame());
            initiate = client.initiate(TYPE);
            message = client.message(0, ascii("pay"));
            ready(peer, initiate);
            peer.send(message);
            TestSockets.assertReceives(pull, "pay");
            peer.send(message); // again on the same connection
            assertThat(peer.isClosedWithin(AT_ONCE)).isTrue();
        }
        for (byte[] said : List.of(
                join(hello, initiate, message), join(hello, message), join(initiate, message), message, initiate)) {
            try (RawPeer peer = greeted()) {
                peer.trySend(said);
                assertThat(peer.isClosedWithin(AT_ONCE)).isTrue();
            }
        }
        assertThat(pull.receive(Duration.ZERO)).isNull();
        assertThat(pull.stats().connects()).isOne();
        assertWell();
    }

    /** RFC 26: who asks must not be made a means against others, so the answer is shorter than the question. */
    @Test
    void shouldAnswerHelloWithLess() {
        try (RawPeer peer = greeted()) {
            byte[] hello = client().hello();
            assertThat(2 + peer.send(hello).readFrame().body().length).isLessThan(hello.length);
        }
    }
}
