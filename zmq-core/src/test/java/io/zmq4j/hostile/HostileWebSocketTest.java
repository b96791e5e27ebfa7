package io.zmq4j.hostile;

import static io.zmq4j.testing.WebSocketWire.BINARY;
import static io.zmq4j.testing.WebSocketWire.CLOSE;
import static io.zmq4j.testing.WebSocketWire.KEY;
import static io.zmq4j.testing.WebSocketWire.PING;
import static io.zmq4j.testing.WebSocketWire.longHeader;
import static io.zmq4j.testing.WebSocketWire.masked;
import static io.zmq4j.testing.WebSocketWire.request;
import static io.zmq4j.testing.WebSocketWire.unmasked;
import static io.zmq4j.testing.WebSocketWire.upgrade;
import static io.zmq4j.testing.WebSocketWire.zmqFrame;
import static io.zmq4j.testing.Wire.ascii;
import static io.zmq4j.testing.Wire.hex;
import static io.zmq4j.testing.Wire.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.ProtocolError;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketType;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.WebSocketWire;
import io.zmq4j.testing.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What costs a peer of a WebSocket the connection, and nobody else anything. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class HostileWebSocketTest {

    private static final String PATH = "/test";
    private static final String NULL = "ZWS2.0/NULL";
    private static final int LARGEST = 1000;
    private static final byte[] KEY_ONLY = new byte[4];

    private static Victim victim(SocketType type) {
        return victim(type, options -> options);
    }

    private static Victim victim(SocketType type, UnaryOperator<SocketConfigBuilder> options) {
        return new Victim(type, Transport.WS, options);
    }

    /** A right request without the lines that begin so, and with others in their place. */
    private static byte[] without(String start, String... instead) {
        List<String> lines = new ArrayList<>(Arrays.asList(
                "Host: localhost",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: " + KEY,
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Protocol: " + NULL));
        assertThat(lines.removeIf(line -> line.startsWith(start))).isTrue();
        lines.addAll(List.of(instead));
        return request("GET /test HTTP/1.1", lines.toArray(String[]::new));
    }

    private static Arguments bad(String name, int code, byte[]... parts) {
        return Arguments.of(name, code, join(parts));
    }

    static Stream<Arguments> requests() {
        String fields = "Host: localhost";
        return Stream.of(
                bad("another method", 405, request("POST /test HTTP/1.1", fields)),
                bad("a method of libraries", 405, request("OPTIONS /test HTTP/1.1", fields)),
                bad("no method", 400, request("/test HTTP/1.1", fields)),
                bad("two spaces", 400, request("GET  /test HTTP/1.1", fields)),
                bad("a longer path", 404, upgrade("/test/", NULL)),
                bad("another path", 404, upgrade("/", NULL)),
                bad("a path in other letters", 404, upgrade("/Test", NULL)),
                bad("a whole address", 404, upgrade("http://localhost/test", NULL)),
                bad("HTTP/1.0", 505, request("GET /test HTTP/1.0", fields)),
                bad("HTTP/2.0", 505, request("PRI * HTTP/2.0", fields)),
                bad("no Host", 400, without("Host")),
                bad("two of Host", 400, without("Host", "Host: a", "Host: b")),
                bad("no WebSocket", 426, request("GET /test HTTP/1.1", fields)),
                bad("no Upgrade", 426, without("Upgrade")),
                bad("an upgrade to something else", 426, without("Upgrade", "Upgrade: h2c")),
                bad("no Connection", 426, without("Connection")),
                bad("version 8", 426, without("Sec-WebSocket-Version", "Sec-WebSocket-Version: 8")),
                bad("no version", 426, without("Sec-WebSocket-Version")),
                bad("no key", 400, without("Sec-WebSocket-Key")),
                bad("a key of 15 bytes", 400, without("Sec-WebSocket-Key", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j")),
                bad("a key that is none", 400, without("Sec-WebSocket-Key", "Sec-WebSocket-Key: !!!")),
                bad("no subprotocol", 400, without("Sec-WebSocket-Protocol")),
                bad("another subprotocol", 400, upgrade(PATH, "chat, ZWS1.0")),
                bad("another mechanism", 400, upgrade(PATH, "ZWS2.0/CURVE,ZWS2.0/PLAIN")),
                bad("a body", 400, upgrade(PATH, NULL, "Content-Length: 5"), ascii("hello")),
                bad("a body in chunks", 400, upgrade(PATH, NULL, "Transfer-Encoding: chunked")),
                bad("a field without a name", 400, upgrade(PATH, NULL, ": value")),
                bad("a field without a colon", 400, upgrade(PATH, NULL, "colon")),
                bad("a name with a space", 400, upgrade(PATH, NULL, "Name : value")),
                bad("a folded field", 400, upgrade(PATH, NULL, "Name: a", " b: c")),
                bad("a zero byte", 400, upgrade(PATH, NULL, "Name: \0")),
                bad("a line that ends without CR", 400, ascii("GET /test HTTP/1.1\nHost: a\n\n")),
                bad("CR within a line", 400, ascii("GET /te\rst HTTP/1.1\r\n")),
                bad("umlauts in the first line", 400, ascii("GET /\u00E4 HTTP/1.1\r\n")),
                bad("an empty line", 400, ascii("\r\n\r\n")),
                bad("TLS", 400, hex("16 03 01 00 C8 01 00 00 C4 03 03"), new byte[190]),
                bad("ZMTP", 400, Wire.greeting()),
                bad("zeros", 400, new byte[300]),
                bad("an endless first line", 431, ascii("GET /" + "x".repeat(9000))),
                bad("a request that is too long", 431, tooLong()),
                bad("too many fields", 431, upgrade(PATH, NULL, "A: b\r\n".repeat(64) + "A: b")),
                bad("a long name", 431, upgrade(PATH, NULL, "n".repeat(257) + ": v")),
                bad("a long value", 431, upgrade(PATH, NULL, "Cookie: " + "v".repeat(4097))));
    }

    private static byte[] tooLong() {
        return upgrade(PATH, NULL, ("Cookie: " + "v".repeat(2000) + "\r\n").repeat(4) + "A: b");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("requests")
    void shouldAnswerWhatIsWrongAndClose(String name, int status, byte[] bytes) {
        try (Victim victim = victim(SocketType.PULL)) {
            SocketMonitor monitor = victim.listener().monitor(Set.of(SocketEvent.HandshakeFailed.class));
            try (RawPeer attacker = RawPeer.connect(victim.endpoint())) {
                attacker.trySend(bytes);
                assertThat(WebSocketWire.readHead(attacker))
                        .startsWith("HTTP/1.1 " + status + " ")
                        .contains("\r\nConnection: close\r\n");
                assertThat(attacker.isClosedWithin(Victim.AT_ONCE)).isTrue();
            }
            assertThat(monitor.next(Waiting.SOON)).isInstanceOfSatisfying(SocketEvent.HandshakeFailed.class, failed -> {
                assertThat(ProtocolError.of(failed.code())).isEqualTo(ProtocolError.WEBSOCKET);
                assertThat(failed.reason()).startsWith("WebSocket refused: ").matches("[ -~]{1,300}");
            });
            victim.assertWell();
            victim.assertOnlyHonestPeer();
        }
    }

    static Stream<Arguments> frames() {
        return Stream.of(
                bad("no mask", 1002, unmasked(BINARY, ascii("\0hello"))),
                bad("text", 1003, masked(0x81, ascii("\0hello"))),
                bad("a fragment of text", 1003, masked(0x01, ascii("\0hello"))),
                bad("a fragment without a first one", 1002, masked(0x80, ascii("\0hello"))),
                bad("a message among fragments", 1002, masked(0x02, new byte[1]), masked(BINARY, new byte[1])),
                bad("a first fragment again", 1002, masked(0x02, new byte[1]), masked(0x02, new byte[1])),
                bad("fragments without flags", 1002, masked(0x02, new byte[0]), masked(0x80, new byte[0])),
                bad("a byte too much in fragments", 1009, masked(0x02, new byte[LARGEST]), masked(0x80, new byte[2])),
                bad(
                        "2^63-1 bytes in fragments",
                        1009,
                        masked(2, new byte[9]),
                        longHeader(0, 128, Long.MAX_VALUE),
                        KEY_ONLY),
                bad("reserved bit 1", 1002, masked(0xC2, ascii("\0hello"))),
                bad("reserved bit 3", 1002, masked(0x92, ascii("\0hello"))),
                bad("opcode 3", 1002, masked(0x83, ascii("\0hello"))),
                bad("opcode 11", 1002, masked(0x8B, new byte[0])),
                bad("opcode 15", 1002, masked(0x8F, new byte[0])),
                bad("a ping of 126 bytes", 1002, masked(PING, new byte[126])),
                bad("a ping in fragments", 1002, masked(0x09, new byte[1])),
                bad("a close in fragments", 1002, masked(0x08, new byte[2])),
                bad("2^63 bytes", 1002, longHeader(BINARY, 0x80, Long.MIN_VALUE), new byte[4]),
                bad("2^64-1 bytes", 1002, longHeader(BINARY, 0x80, -1), new byte[4]),
                bad("5 bytes in the form of 16 bits", 1002, hex("82 FE 0005 00000000"), ascii("\0hell")),
                bad("65,535 bytes in the form of 64 bits", 1002, longHeader(BINARY, 0x80, 0xFFFF), new byte[5]),
                bad("no byte of flags", 1002, masked(BINARY, new byte[0])),
                bad("flags 3", 1002, zmqFrame(3, ascii("hello"))),
                bad("flags 4, the command of ZMTP", 1002, zmqFrame(4, ascii("hello"))),
                bad("flags 128", 1002, zmqFrame(128, ascii("hello"))),
                bad("a byte too much", 1009, zmqFrame(0, new byte[LARGEST + 1])),
                bad("2^62 bytes", 1009, longHeader(BINARY, 0x80, 1L << 62), new byte[5]),
                bad("2^31 bytes", 1009, longHeader(BINARY, 0x80, 1L << 31), new byte[5]),
                bad("a byte too much in two frames", 1009, zmqFrame(1, new byte[LARGEST]), zmqFrame(0, new byte[1])),
                bad("a command of a megabyte", 1009, masked(BINARY, join(new byte[] {2}, new byte[1 << 20]))),
                bad("2,000 frames of one message", 1002, many(zmqFrame(1, new byte[0]), 2_000)),
                bad("a command without a name", 1002, zmqFrame(2, new byte[1])),
                bad("READY again", 1002, WebSocketWire.ready(SocketType.PUSH)),
                bad("closed with half a code", 1002, masked(CLOSE, new byte[1])),
                bad("closed with the code 999", 1002, masked(CLOSE, hex("03E7"))),
                bad("closed with the code 5000", 1002, masked(CLOSE, hex("1388"))),
                bad("HTTP again", 1002, upgrade(PATH, NULL)));
    }

    private static byte[] many(byte[] one, int count) {
        byte[] all = new byte[one.length * count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(one, 0, all, i * one.length, one.length);
        }
        return all;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("frames")
    void shouldTellTheCodeAndClose(String name, int code, byte[] bytes) {
        try (Victim victim = victim(SocketType.PULL, options -> options.maxMessageSize(LARGEST))) {
            SocketMonitor monitor = victim.listener().monitor(Set.of(SocketEvent.Disconnected.class));
            try (RawPeer attacker = WebSocketWire.connected(victim.endpoint(), SocketType.PUSH)) {
                attacker.trySend(bytes);
                assertThat(WebSocketWire.readFrame(attacker).code()).isEqualTo(code);
                assertThat(attacker.isClosedWithin(Victim.AT_ONCE)).isTrue();
            }
            assertThat(monitor.next(Waiting.SOON)).isInstanceOfSatisfying(SocketEvent.Disconnected.class, gone -> {
                assertThat(gone.code()).isNotZero();
                assertThat(gone.reason()).matches("[ -~]{1,300}");
            });
            victim.assertWell();
            victim.assertOnlyHonestPeer();
        }
    }

    static Stream<Arguments> openings() {
        return Stream.of(
                bad("a message", 1002, zmqFrame(0, ascii("sneaky"))),
                bad("another command", 1002, zmqFrame(2, Wire.commandBody("HELLO"))),
                bad("READY of another type", 1002, WebSocketWire.ready(SocketType.SUB)),
                bad("READY without a type", 1002, zmqFrame(2, Wire.commandBody("READY"))),
                bad(
                        "READY without a mask",
                        1002,
                        unmasked(BINARY, join(hex("02"), WebSocketWire.readyBody(SocketType.PUSH)))),
                bad("a command of 65 KB", 1009, zmqFrame(2, new byte[65 << 10])),
                bad("a greeting of ZMTP", 1002, Wire.greeting()));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("openings")
    void shouldTellTheCodeAndCloseInTheHandshake(String name, int code, byte[] bytes) {
        try (Victim victim = victim(SocketType.PULL);
                RawPeer attacker = RawPeer.connect(victim.endpoint())) {
            attacker.trySend(upgrade(PATH, NULL), bytes);
            assertThat(WebSocketWire.readHead(attacker)).startsWith("HTTP/1.1 101 ");
            assertThat(WebSocketWire.readFrame(attacker).body()).startsWith(Wire.commandBody("READY"));
            assertThat(WebSocketWire.readFrame(attacker).code()).isEqualTo(code);
            assertThat(attacker.isClosedWithin(Victim.AT_ONCE)).isTrue();
            victim.assertWell();
        }
    }

    /** Where there is no mechanism, the first message is the routing id. */
    @Test
    void shouldCloseWhenTheRoutingIdIsIllegal() {
        List<HostileInput> ids = List.of(
                new HostileInput("256 bytes", zmqFrame(0, new byte[256])),
                new HostileInput("a zero byte first", zmqFrame(0, hex("0001"))),
                new HostileInput("more frames", zmqFrame(1, ascii("me"))),
                new HostileInput("a command", zmqFrame(2, Wire.commandBody("PING"))));
        try (Victim victim = victim(SocketType.ROUTER)) {
            victim.assertClosesAfter(ids, () -> RawPeer.connect(victim.endpoint()), upgrade(PATH, "ZWS2.0"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PULL", "ROUTER", "PUB", "REP"})
    void shouldStayWellWhateverFollowsTheUpgrade(SocketType type) {
        SoftAssertions softly = new SoftAssertions();
        try (Victim victim = victim(type)) {
            for (int seed = 0; seed < 300; seed++) {
                Random random = new Random(seed);
                byte[] noise = new byte[1 + random.nextInt(400)];
                random.nextBytes(noise);
                if (random.nextBoolean()) {
                    // often a right beginning, so that the noise is met further inside
                    noise[0] = (byte) BINARY;
                    noise[Math.min(1, noise.length - 1)] |= (byte) 0x80;
                }
                try (RawPeer attacker = RawPeer.connect(victim.endpoint())) {
                    byte[] before = random.nextBoolean() ? WebSocketWire.ready(victim.attackerType()) : new byte[0];
                    attacker.trySend(upgrade(PATH, NULL), before, noise).finish();
                    softly.assertThat(attacker.isClosedWithin(Victim.AT_ONCE))
                            .as("seed %d", seed)
                            .isTrue();
                }
            }
            softly.assertAll();
            victim.assertOnlyHonestPeer();
            if (type == SocketType.PUB) {
                // the others may have got a message of the noise
                victim.assertWell();
            }
        }
    }

    @Test
    void shouldStayWellWhateverIsSentForHttp() {
        byte[] right = upgrade(PATH, NULL);
        try (Victim victim = victim(SocketType.PULL)) {
            for (int seed = 0; seed < 500; seed++) {
                Random random = new Random(seed);
                byte[] request = right.clone();
                for (int i = random.nextInt(5); i >= 0; i--) {
                    request[random.nextInt(request.length)] = (byte) random.nextInt(256);
                }
                try (RawPeer attacker = RawPeer.connect(victim.endpoint())) {
                    attacker.trySend(request).finish();
                    assertThat(attacker.isClosedWithin(Victim.AT_ONCE))
                            .as("seed %d", seed)
                            .isTrue();
                }
            }
            victim.assertWell();
            victim.assertOnlyHonestPeer();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PULL", "ROUTER"})
    void shouldUnderstandWhatComesByteByByte(SocketType type) {
        try (Victim victim = victim(type);
                RawPeer slow = RawPeer.connect(victim.endpoint())) {
            slow.sendInPieces(1, upgrade(PATH, "ZWS2.0, " + NULL + ", chat"));
            assertThat(WebSocketWire.readHead(slow)).endsWith("Sec-WebSocket-Protocol: ZWS2.0\r\n\r\n");
            slow.sendInPieces(1, zmqFrame(0, ascii("slow")), masked(PING, ascii("there?")));
            assertThat(WebSocketWire.readFrame(slow).body()).isEmpty();
            assertThat(WebSocketWire.readFrame(slow).payload()).isEqualTo(ascii("there?"));
            slow.sendInPieces(1, zmqFrame(1, ascii("one")), zmqFrame(0, new byte[200]));
            assertThat(victim.listener().receive().frames()).contains(ascii("one"), new byte[200]);
            victim.assertWell();
        }
    }

    @Test
    void shouldJoinFragmentsWithWhateverIsBetweenThem() {
        byte[] body = new byte[LARGEST];
        new Random(3).nextBytes(body);
        try (Victim victim = victim(SocketType.PULL, options -> options.maxMessageSize(LARGEST));
                RawPeer peer = WebSocketWire.connected(victim.endpoint(), SocketType.PUSH)) {
            byte[] whole = join(new byte[1], body);
            for (int size : new int[] {1, 2, 3, 7, 100, 999, 1000}) {
                byte[] fragments = masked(0x02, new byte[0]);
                for (int from = 0; from < whole.length; from += size) {
                    byte[] piece = Arrays.copyOfRange(whole, from, Math.min(whole.length, from + size));
                    fragments = join(fragments, masked(0x00, piece), masked(PING, new byte[0]), masked(0, new byte[0]));
                }
                peer.sendInPieces(size, fragments, masked(0x80, new byte[0]));
                assertThat(victim.listener().receive().frames())
                        .as("fragments of %d", size)
                        .containsExactly(body);
            }
            victim.assertWell();
        }
    }

    @Test
    void shouldServeTheOthersWhenAPeerSendsPingsAndReadsNothing() {
        byte[] pings = many(masked(PING, new byte[125]), 1_000);
        try (Victim victim = victim(SocketType.PULL);
                RawPeer flood = WebSocketWire.connected(victim.endpoint(), SocketType.PUSH)) {
            for (int i = 0; i < 20; i++) {
                flood.send(pings);
                victim.assertWell();
            }
        }
    }

    @Test
    void shouldCloseWhenTheRequestTakesTooLong() {
        Duration limit = Duration.ofMillis(300);
        try (Victim victim = victim(SocketType.PULL, options -> options.handshakeTimeout(limit));
                RawPeer silent = RawPeer.connect(victim.endpoint());
                RawPeer half = RawPeer.connect(victim.endpoint());
                RawPeer upgraded = RawPeer.connect(victim.endpoint())) {
            half.send(ascii("GET /test HTTP/1.1\r\nHost: a\r\n"));
            upgraded.send(upgrade(PATH, NULL));
            assertThat(silent.isClosedWithin(Victim.AT_ONCE)).isTrue();
            assertThat(half.isClosedWithin(Victim.AT_ONCE)).isTrue();
            assertThat(upgraded.isClosedWithin(Victim.AT_ONCE)).isTrue();
            victim.assertWell();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/test", "/test?token=secret"})
    void shouldServeItsPathWithAnyQuery(String target) {
        try (Victim victim = victim(SocketType.PULL);
                RawPeer peer = RawPeer.connect(victim.endpoint())) {
            peer.send(upgrade(target, NULL));
            assertThat(WebSocketWire.readHead(peer)).startsWith("HTTP/1.1 101 ");
        }
    }

    @Test
    void shouldServePagesOfAllowedSitesOnlyAndWhoIsNoPage() {
        try (Victim victim = victim(
                SocketType.PULL,
                options -> options.wsAllowedOrigins(Set.of("https://good.example", "http://localhost:8080")))) {
            assertThat(answerTo(victim, "Origin: https://good.example")).startsWith("HTTP/1.1 101 ");
            assertThat(answerTo(victim, "Origin: http://localhost:8080")).startsWith("HTTP/1.1 101 ");
            assertThat(answerTo(victim, "User-Agent: none")).startsWith("HTTP/1.1 101 ");
            for (String origin : List.of(
                    "https://evil.example",
                    "http://good.example",
                    "https://good.example:8443",
                    "https://good.example.evil.example",
                    "null",
                    "")) {
                assertThat(answerTo(victim, "Origin: " + origin)).as(origin).startsWith("HTTP/1.1 403 ");
            }
            assertThat(answerTo(victim, "Origin: https://good.example\r\nOrigin: https://evil.example"))
                    .startsWith("HTTP/1.1 400 ");
        }
        try (Victim victim = victim(SocketType.PULL)) {
            assertThat(answerTo(victim, "Origin: https://evil.example")).startsWith("HTTP/1.1 101 ");
        }
    }

    private static String answerTo(Victim victim, String field) {
        try (RawPeer peer = RawPeer.connect(victim.endpoint())) {
            peer.send(upgrade(PATH, NULL, field));
            return WebSocketWire.readHead(peer);
        }
    }
}
