package io.zmq4j.lifecycle;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.WebSocketWire.BINARY;
import static io.zmq4j.testing.WebSocketWire.CLOSE;
import static io.zmq4j.testing.WebSocketWire.PING;
import static io.zmq4j.testing.WebSocketWire.PONG;
import static io.zmq4j.testing.WebSocketWire.masked;
import static io.zmq4j.testing.WebSocketWire.unmasked;
import static io.zmq4j.testing.Wire.ascii;
import static io.zmq4j.testing.Wire.hex;
import static io.zmq4j.testing.Wire.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.ProtocolError;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.RawServer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.WebSocketWire;
import io.zmq4j.testing.WebSocketWire.Frame;
import io.zmq4j.testing.Wire;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sockets that connect to WebSockets, with a server that is written from the RFCs, and says what a test wants. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class WebSocketClientTest {

    private static final Pattern KEY = Pattern.compile("\r\nSec-WebSocket-Key: (\\S+)\r\n");
    private static final String NULL = "ZWS2.0/NULL";

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @AutoClose
    private final RawServer server = new RawServer();

    private final ZmqSocket dealer =
            sockets.socket(SocketType.DEALER, options -> options.routingId("me").maxMessageSize(1000));

    private String authority() {
        return server.endpoint().substring("tcp://".length());
    }

    private RawPeer accept() {
        dealer.connect("ws://" + authority() + "/some/path?x=1");
        return server.accept();
    }

    private static String keyOf(String request) {
        Matcher key = KEY.matcher(request);
        assertThat(key.find()).as(request).isTrue();
        return key.group(1);
    }

    /** Switches, and shakes hands as a ROUTER. */
    private static RawPeer handshake(RawPeer peer) {
        peer.send(WebSocketWire.switching(keyOf(WebSocketWire.readHead(peer)), NULL));
        Frame ready = WebSocketWire.readFrame(peer);
        assertThat(ready.flags()).isEqualTo(WebSocketWire.COMMAND);
        assertThat(ready.body()).startsWith(Wire.commandBody("READY"));
        return peer.send(zmqFrame(2, WebSocketWire.readyBody(SocketType.ROUTER)));
    }

    private static byte[] zmqFrame(int flags, byte[] body) {
        return unmasked(BINARY, join(new byte[] {(byte) flags}, body));
    }

    @Test
    void shouldAskAsTheRfcsSay() {
        Set<String> keys = new HashSet<>();
        try (RawPeer peer = accept()) {
            String request = WebSocketWire.readHead(peer);
            assertThat(request)
                    .startsWith("GET /some/path?x=1 HTTP/1.1\r\n")
                    .contains("\r\nHost: " + authority() + "\r\n")
                    .contains("\r\nUpgrade: websocket\r\n")
                    .contains("\r\nConnection: Upgrade\r\n")
                    .contains("\r\nSec-WebSocket-Version: 13\r\n")
                    .contains("\r\nSec-WebSocket-Protocol: ZWS2.0/NULL,ZWS2.0\r\n");
            assertThat(Base64.getDecoder().decode(keyOf(request))).hasSize(16);
            keys.add(keyOf(request));
        }
        try (RawPeer again = server.accept()) {
            keys.add(keyOf(WebSocketWire.readHead(again)));
        }
        assertThat(keys).as("a key for each connection").hasSize(2);
    }

    @Test
    void shouldMaskEveryFrameWithAKeyOfItsOwn() {
        Set<Integer> keys = new HashSet<>();
        try (RawPeer peer = handshake(accept())) {
            for (int i = 0; i < 100; i++) {
                dealer.send(Msg.of("message " + i, ""));
                Frame first = WebSocketWire.readFrame(peer);
                assertThat(first.flags()).isEqualTo(1);
                assertThat(first.body()).isEqualTo(ascii("message " + i));
                Frame last = WebSocketWire.readFrame(peer);
                assertThat(last.flags()).isZero();
                assertThat(last.body()).isEmpty();
                keys.add(first.key());
                keys.add(last.key());
            }
            assertThat(keys).hasSize(200).doesNotContain(0);
        }
    }

    @Test
    void shouldUnderstandWhatComesByteByByte() {
        try (RawPeer peer = accept()) {
            byte[] answer = WebSocketWire.switching(keyOf(WebSocketWire.readHead(peer)), NULL);
            peer.sendInPieces(1, answer, zmqFrame(2, WebSocketWire.readyBody(SocketType.ROUTER)));
            peer.sendInPieces(1, zmqFrame(1, ascii("a")), zmqFrame(0, new byte[300]));
            assertThat(dealer.receive().frames()).containsExactly(ascii("a"), new byte[300]);
        }
    }

    @Test
    void shouldSpeakWithoutAMechanismWhereTheServerWantsThat() {
        try (RawPeer peer = accept()) {
            peer.send(WebSocketWire.switching(keyOf(WebSocketWire.readHead(peer)), "ZWS2.0"));
            peer.send(zmqFrame(0, new byte[0]), zmqFrame(0, ascii("hello")));
            assertReceives(dealer, "hello");
            assertThat(WebSocketWire.readFrame(peer).body()).isEqualTo(ascii("me"));
            dealer.send(Msg.of("thanks"));
            assertThat(WebSocketWire.readFrame(peer).body()).isEqualTo(ascii("thanks"));
        }
    }

    @Test
    void shouldAnswerAPingMasked() {
        try (RawPeer peer = handshake(accept())) {
            peer.send(unmasked(PING, ascii("there?")));
            Frame pong = WebSocketWire.readFrame(peer);
            assertThat(pong.first()).isEqualTo(PONG);
            assertThat(pong.isMasked()).isTrue();
            assertThat(pong.payload()).isEqualTo(ascii("there?"));
        }
    }

    @Test
    void shouldGiveAPeerUpThatAnswersNoPing() {
        ZmqSocket push = sockets.socket(SocketType.PUSH, options -> options.heartbeatInterval(Duration.ofMillis(50)));
        push.connect("ws://" + authority());
        try (RawPeer silent = server.accept()) {
            silent.send(WebSocketWire.switching(keyOf(WebSocketWire.readHead(silent)), NULL));
            silent.send(zmqFrame(2, WebSocketWire.readyBody(SocketType.PULL)));
            assertThat(WebSocketWire.readFrame(silent).flags()).isEqualTo(WebSocketWire.COMMAND);
            assertThat(WebSocketWire.readFrame(silent).first()).isEqualTo(PING);
            assertThat(WebSocketWire.readTraffic(silent).code()).isEqualTo(1001);
            assertThat(silent.isClosedWithin(Waiting.SOON)).isTrue();
        }
    }

    @Test
    void shouldComeBackWhenTheServerCloses() {
        try (RawPeer peer = handshake(accept())) {
            peer.send(unmasked(CLOSE, hex("03E9")));
            assertThat(WebSocketWire.readFrame(peer).code()).isEqualTo(1001);
            assertThat(peer.isClosedWithin(Waiting.SOON)).isTrue();
        }
        try (RawPeer again = handshake(server.accept())) {
            again.send(zmqFrame(0, ascii("back")));
            assertReceives(dealer, "back");
        }
    }

    private static Arguments answer(String name, String answer) {
        return Arguments.of(name, answer);
    }

    static Stream<Arguments> answers() {
        String upgraded = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
        String right = upgraded + "Sec-WebSocket-Accept: PROOF\r\n";
        String chosen = "Sec-WebSocket-Protocol: " + NULL + "\r\n\r\n";
        return Stream.of(
                answer("not found", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
                answer("no switch", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
                answer("a redirection", "HTTP/1.1 302 Found\r\nLocation: http://evil.example/\r\n\r\n"),
                answer("HTTP/1.0", right.replace("HTTP/1.1", "HTTP/1.0") + chosen),
                answer("no Accept", upgraded + chosen),
                answer("a wrong Accept", upgraded + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" + chosen),
                answer("two of Accept", right + "Sec-WebSocket-Accept: PROOF\r\n" + chosen),
                answer("no Upgrade", right.replace("Upgrade: websocket\r\n", "") + chosen),
                answer("another Upgrade", right.replace("websocket", "h2c") + chosen),
                answer("no Connection", right.replace("Connection: Upgrade\r\n", "") + chosen),
                answer("no subprotocol", right + "\r\n"),
                answer("one that was not offered", right + "Sec-WebSocket-Protocol: ZWS2.0/PLAIN\r\n\r\n"),
                answer("two subprotocols", right + "Sec-WebSocket-Protocol: ZWS2.0/NULL, ZWS2.0\r\n\r\n"),
                answer("an extension", right + "Sec-WebSocket-Extensions: permessage-deflate\r\n" + chosen),
                answer("no HTTP", "SSH-2.0-OpenSSH_9.6\r\n\r\n"),
                answer("ZMTP", new String(Wire.greeting(), java.nio.charset.StandardCharsets.ISO_8859_1)),
                answer("an endless answer", "HTTP/1.1 101 " + "x".repeat(9000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void shouldRefuseAServerAndComeBack(String name, String answer) {
        SocketMonitor monitor = dealer.monitor(Set.of(SocketEvent.HandshakeFailed.class));
        try (RawPeer peer = accept()) {
            String key = keyOf(WebSocketWire.readHead(peer));
            peer.trySend(ascii(answer.replace("PROOF", WebSocketWire.proof(key))));
            assertThat(peer.isClosedWithin(Duration.ofSeconds(3))).isTrue();
        }
        assertThat(monitor.next(Waiting.SOON)).isInstanceOfSatisfying(SocketEvent.HandshakeFailed.class, failed -> {
            assertThat(ProtocolError.of(failed.code())).isEqualTo(ProtocolError.WEBSOCKET);
            assertThat(failed.reason()).startsWith("WebSocket refused: ");
        });
        try (RawPeer again = handshake(server.accept())) {
            again.send(zmqFrame(0, ascii("right")));
            assertReceives(dealer, "right");
        }
    }

    private static Arguments bad(String name, int code, byte[]... parts) {
        return Arguments.of(name, code, join(parts));
    }

    static Stream<Arguments> frames() {
        return Stream.of(
                bad("a mask", 1002, masked(BINARY, ascii("\0hello"))),
                bad("a mask on a ping", 1002, masked(PING, new byte[0])),
                bad("text", 1003, unmasked(0x81, ascii("\0hello"))),
                bad("a fragment without a first one", 1002, unmasked(0x80, ascii("\0hello"))),
                bad("reserved bits", 1002, unmasked(0xF2, ascii("\0hello"))),
                bad("2^63 bytes", 1002, WebSocketWire.longHeader(BINARY, 0, Long.MIN_VALUE)),
                bad("too many bytes", 1009, zmqFrame(0, new byte[1001])),
                bad("flags 4", 1002, zmqFrame(4, ascii("hello"))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("frames")
    void shouldTellTheServerTheCodeAndComeBack(String name, int code, byte[] bytes) {
        try (RawPeer peer = handshake(accept())) {
            peer.trySend(bytes);
            Frame close = WebSocketWire.readFrame(peer);
            assertThat(close.code()).isEqualTo(code);
            assertThat(close.isMasked()).isTrue();
            assertThat(peer.isClosedWithin(Duration.ofSeconds(3))).isTrue();
        }
        try (RawPeer again = handshake(server.accept())) {
            again.send(zmqFrame(0, ascii("right")));
            assertReceives(dealer, "right");
        }
    }
}
