package io.zmq4j.lifecycle;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static io.zmq4j.testing.TestSockets.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Authenticator.Decision;
import io.zmq4j.ContextConfig;
import io.zmq4j.CurveKeys;
import io.zmq4j.EndpointException;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.JdkWebSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets that are bound to WebSockets, with the JDK's client as their peer, and with their own kind under security. */
@ExtendWith({JdkWebSocket.Warm.class, LeakGate.class, NoSurprises.class})
class WebSocketTest {

    private static final CurveKeys SERVER = CurveKeys.generate();
    private static final CurveKeys CLIENT = CurveKeys.generate();

    @AutoClose
    private final TestSockets sockets = new TestSockets(ContextConfig.builder()
            .authenticator(request -> switch (request.mechanism()) {
                case "PLAIN" ->
                    request.password().equals("secret") ? Decision.accept("ann") : Decision.reject("unknown");
                case "CURVE" ->
                    request.clientKey().equals(CLIENT.publicKey()) ? Decision.accept("c") : Decision.reject("unknown");
                default -> Decision.accept(request.address());
            })
            .build());

    @Test
    void shouldTalkAsARouterWithADealer() throws Exception {
        ZmqSocket router = sockets.bound(SocketType.ROUTER, Transport.WS);
        try (JdkWebSocket dealer = JdkWebSocket.ready(endpointOf(router))) {
            dealer.send("hello", "", "world");
            Msg request = router.receive();
            assertThat(text(request.dropFirst())).containsExactly("hello", "", "world");
            router.send(Msg.of("a", "b").prepend(request.bytes(0)));
            dealer.assertReceives("a", "b");
        }
    }

    @Test
    void shouldAnswerAsARep() throws Exception {
        ZmqSocket rep = sockets.bound(SocketType.REP, Transport.WS);
        try (JdkWebSocket req = JdkWebSocket.ready(endpointOf(rep))) {
            for (int i = 0; i < 10; i++) {
                req.send("", "request " + i);
                assertReceives(rep, "request " + i);
                rep.send(Msg.of("reply " + i));
                req.assertReceives("", "reply " + i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldPublishWhatASubscriberWants(boolean byCommand) throws Exception {
        ZmqSocket xpub = sockets.bound(SocketType.XPUB, Transport.WS);
        try (JdkWebSocket sub = JdkWebSocket.ready(endpointOf(xpub))) {
            if (byCommand) {
                sub.send(2, Wire.commandBody("SUBSCRIBE", Wire.ascii("EUR")));
            } else {
                sub.send("\u0001EUR");
            }
            assertReceives(xpub, "\u0001EUR");
            xpub.send(Msg.of("USD", "1"));
            xpub.send(Msg.of("EUR", "2"));
            sub.assertReceives("EUR", "2");
        }
    }

    @Test
    void shouldTakeTheFirstMessageForTheRoutingIdWhereThereIsNoMechanism() throws Exception {
        ZmqSocket router = sockets.bound(SocketType.ROUTER, Transport.WS, options -> options.routingId("us"));
        try (JdkWebSocket peer = new JdkWebSocket(endpointOf(router), "ZWS2.0")) {
            peer.assertReceives("us");
            peer.send("them");
            peer.send("hello");
            assertReceives(router, "them", "hello");
            router.send(Msg.of("them", "welcome"));
            peer.assertReceives("welcome");
        }
    }

    @Test
    void shouldDemandAMechanismWhereSomebodyLetsPeersIn() {
        ZmqSocket router = sockets.bound(SocketType.ROUTER, Transport.WS, options -> options.zapDomain("house"));
        assertThatThrownBy(() -> new JdkWebSocket(endpointOf(router), "ZWS2.0").close())
                .hasStackTraceContaining("400");
        ZmqSocket dealer = sockets.connected(SocketType.DEALER, router, options -> options.routingId("d"));
        dealer.send(Msg.of("hello"));
        assertReceives(router, "d", "hello");
    }

    @ParameterizedTest
    @ValueSource(ints = {124, 125, 126, 65_534, 65_535, 65_536, 1_000_000})
    void shouldCarryFramesOfEverySize(int size) throws Exception {
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);
        ZmqSocket pair = sockets.bound(SocketType.PAIR, Transport.WS);
        try (JdkWebSocket peer = JdkWebSocket.ready(endpointOf(pair))) {
            peer.send(0, body);
            assertThat(pair.receive().bytes(0)).isEqualTo(body);
            pair.send(Msg.of(body));
            assertThat(peer.next()).isEqualTo(Wire.join(new byte[1], body));
        }
    }

    @Test
    void shouldAnswerPings() throws Exception {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.WS);
        try (JdkWebSocket peer = JdkWebSocket.ready(endpointOf(pull))) {
            peer.socket().sendPing(ByteBuffer.wrap(Wire.ascii("there?")));
            assertThat(peer.next()).isEqualTo("pong there?");
        }
    }

    @Test
    void shouldKeepAPeerThatAnswersPingsOfTheWebSocket() throws Exception {
        Duration interval = Duration.ofMillis(50);
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.WS, options -> options.heartbeatInterval(interval));
        try (JdkWebSocket peer = JdkWebSocket.ready(endpointOf(pull))) {
            for (int i = 0; i < 10; i++) {
                assertThat(peer.next()).isEqualTo("ping");
            }
            peer.send("still here");
            assertReceives(pull, "still here");
            assertThat(pull.peers().get(0).traffic().roundTrip()).isPositive();
        }
    }

    @Test
    void shouldSayGoodbyeWhenThePeerDoes() throws Exception {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.WS);
        SocketMonitor monitor = pull.monitor(Set.of(SocketEvent.Disconnected.class));
        try (JdkWebSocket peer = JdkWebSocket.ready(endpointOf(pull))) {
            peer.send("last words");
            peer.socket().sendClose(4001, "bye\u001b");
            assertThat(peer.next()).isEqualTo("close 4001");
            assertReceives(pull, "last words");
            assertThat(monitor.next(Waiting.SOON)).isInstanceOfSatisfying(SocketEvent.Disconnected.class, gone -> {
                assertThat(gone.reason()).isEqualTo("the peer closed the connection, code 4001: \"bye?\"");
                assertThat(gone.code()).isZero();
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"0, close 100[01]", "5, close 1000"})
    void shouldSayGoodbyeWhenItCloses(int linger, String goodbye) throws Exception {
        ZmqSocket push =
                sockets.bound(SocketType.PUSH, Transport.WS, options -> options.linger(Duration.ofSeconds(linger)));
        try (JdkWebSocket peer = JdkWebSocket.ready(endpointOf(push))) {
            push.send(Msg.of("last words"));
            peer.assertReceives("last words");
            push.close();
            assertThat(peer.next()).asString().matches(goodbye);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ws://127.0.0.1:*/a/path, ws://127[.]0[.]0[.]1:[0-9]+/a/path",
        "ws://127.0.0.1:0, ws://127[.]0[.]0[.]1:[0-9]+/",
        "ws://*:*/x?y=z, ws://0[.]0[.]0[.]0:[0-9]+/x[?]y=z",
    })
    void shouldTellThePortThatTheSystemChooses(String given, String resolved) {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        String endpoint = pull.bind(given);
        assertThat(endpoint).matches(resolved).doesNotContain(":0/");
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        push.send(Msg.of("hello"));
        assertReceives(pull, "hello");
        pull.unbind(given);
        assertThat(pull.boundEndpoints()).isEmpty();
    }

    @Test
    void shouldTryAgainWhenThePathIsWrong() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.WS);
        ZmqSocket push = sockets.socket(SocketType.PUSH);
        SocketMonitor monitor = push.monitor(Set.of(SocketEvent.HandshakeFailed.class));
        push.connect(endpointOf(pull) + "/wrong");
        for (int i = 0; i < 2; i++) {
            assertThat(monitor.next(Waiting.SOON))
                    .isInstanceOfSatisfying(SocketEvent.HandshakeFailed.class, failed -> assertThat(failed.reason())
                            .contains("HTTP/1.1 404 Not Found"));
        }
    }

    @Test
    void shouldRefuseASocketForBytes() {
        ZmqSocket stream = sockets.socket(SocketType.STREAM);
        assertThatThrownBy(() -> stream.bind("ws://127.0.0.1:*/"))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("allowed: tcp, ipc");
        assertThatThrownBy(() -> stream.connect("ws://127.0.0.1:1/")).isInstanceOf(EndpointException.class);
    }

    private static Security server(String mechanism) {
        return mechanism.equals("PLAIN") ? Security.plainServer() : Security.curveServer(SERVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "CURVE"})
    void shouldProtectWhatIsSaid(String mechanism) {
        ZmqSocket pair = sockets.bound(SocketType.PAIR, Transport.WS, options -> options.security(server(mechanism)));
        Security client = mechanism.equals("PLAIN")
                ? Security.plainClient("ann", "secret")
                : Security.curveClient(CLIENT, SERVER.publicKey());
        ZmqSocket other = sockets.connected(
                SocketType.PAIR, pair, options -> options.security(client).heartbeatInterval(Duration.ofMillis(20)));
        for (int size : new int[] {0, 1, 90, 91, 92, 93, 125, 126, 65_500, 65_535, 65_536, 300_000}) {
            byte[] body = new byte[size];
            new Random(size).nextBytes(body);
            other.send(Msg.of(body, new byte[0], body));
            assertThat(pair.receive().frames()).containsExactly(body, new byte[0], body);
            pair.send(Msg.of(body, new byte[1]));
            assertThat(other.receive().frames()).containsExactly(body, new byte[1]);
        }
        Waiting.until(
                "pings of the WebSocket are answered beside the boxes",
                () -> other.peers().get(0).traffic().roundTrip() != null);
    }

    @Test
    void shouldPublishInBoxes() {
        ZmqSocket pub =
                sockets.bound(SocketType.XPUB, Transport.WS, options -> options.security(Security.curveServer(SERVER)));
        ZmqSocket sub = sockets.socket(
                SocketType.SUB, options -> options.security(Security.curveClient(CLIENT, SERVER.publicKey())));
        sub.subscribe("EUR");
        sub.connect(endpointOf(pub));
        assertReceives(pub, "\u0001EUR");
        pub.send(Msg.of("USD 1"));
        pub.send(Msg.of("EUR 2"));
        assertReceives(sub, "EUR 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "CURVE"})
    void shouldRefuseWhoIsNotLetIn(String mechanism) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.WS, options -> options.security(server(mechanism)));
        SocketMonitor monitor = pull.monitor(Set.of(SocketEvent.HandshakeFailed.class));
        Security client = mechanism.equals("PLAIN")
                ? Security.plainClient("ann", "guess")
                : Security.curveClient(CurveKeys.generate(), SERVER.publicKey());
        ZmqSocket push = sockets.socket(SocketType.PUSH, options -> options.security(client));
        SocketMonitor refused = push.monitor(Set.of(SocketEvent.HandshakeFailed.class));
        push.connect(endpointOf(pull));
        assertThat(monitor.next(Waiting.SOON))
                .isInstanceOfSatisfying(SocketEvent.HandshakeFailed.class, failed -> assertThat(failed.kind())
                        .isEqualTo(SocketEvent.HandshakeFailure.AUTHENTICATION));
        assertThat(refused.next(Waiting.SOON))
                .isInstanceOfSatisfying(SocketEvent.HandshakeFailed.class, failed -> assertThat(failed.code())
                        .isEqualTo(400));
    }

    @Test
    void shouldRefuseAnotherMechanism() {
        ZmqSocket pull =
                sockets.bound(SocketType.PULL, Transport.WS, options -> options.security(Security.plainServer()));
        SocketMonitor monitor = pull.monitor(Set.of(SocketEvent.HandshakeFailed.class));
        sockets.connected(SocketType.PUSH, pull);
        assertThat(monitor.next(Waiting.SOON))
                .isInstanceOfSatisfying(SocketEvent.HandshakeFailed.class, failed -> assertThat(failed.reason())
                        .contains("ZWS2.0/NULL")
                        .contains("allowed: [ZWS2.0/PLAIN]"));
    }
}
