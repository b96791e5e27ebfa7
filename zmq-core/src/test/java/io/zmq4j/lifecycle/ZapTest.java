package io.zmq4j.lifecycle;

import static io.zmq4j.testing.TestSockets.assertSilent;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.CurveKeys;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ZAP (RFC 27): a handler on {@code inproc://zeromq.zap.01}, written as for libzmq, decides on the peers. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class ZapTest {

    private static final String ZAP = "inproc://zeromq.zap.01";
    private static final CurveKeys SERVER = CurveKeys.generate();
    private static final CurveKeys CLIENT = CurveKeys.generate();
    private static final Duration SHORT = Duration.ofMillis(300);

    private final Crew crew = new Crew();
    private final BlockingQueue<List<byte[]>> requests = new LinkedBlockingQueue<>();

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    /** Answers each request, without its envelope, with the frames that this gives; with nothing for null. */
    private ZmqSocket handler(SocketType type, BiFunction<byte[], List<byte[]>, List<byte[]>> answer) {
        ZmqSocket handler = sockets.socket(type);
        handler.bind(ZAP);
        crew.repeat("zap", () -> {
            Msg msg = handler.receive(Waiting.MOMENT);
            if (msg != null) {
                int envelope = type == SocketType.ROUTER ? 2 : 0;
                List<byte[]> request = msg.frames().subList(envelope, msg.size());
                requests.add(request);
                List<byte[]> reply = answer.apply(request.get(1), request);
                if (reply != null) {
                    List<byte[]> all = new ArrayList<>(msg.frames().subList(0, envelope));
                    all.addAll(reply);
                    handler.send(Msg.of(all.toArray(byte[][]::new)));
                }
            }
        });
        return handler;
    }

    private ZmqSocket handler(String status) {
        return handler(SocketType.REP, (id, request) -> reply(id, status));
    }

    private static List<byte[]> reply(byte[] id, String status) {
        return frames("1.0", id, status, "as the test wants", "ann", Wire.property("X-Role", Wire.ascii("boss")));
    }

    private static List<byte[]> frames(Object... frames) {
        return Arrays.stream(frames)
                .map(frame -> frame instanceof byte[] bytes ? bytes : Wire.ascii((String) frame))
                .toList();
    }

    private static SocketConfigBuilder server(SocketConfigBuilder options, String mechanism) {
        return switch (mechanism) {
            case "PLAIN" -> options.security(Security.plainServer());
            case "CURVE" -> options.security(Security.curveServer(SERVER));
            default -> options.zapDomain("house");
        };
    }

    private static Security client(String mechanism) {
        return client(mechanism, "ann");
    }

    private static Security client(String mechanism, String name) {
        return switch (mechanism) {
            case "PLAIN" -> Security.plainClient(name, "secret");
            case "CURVE" -> Security.curveClient(CLIENT, SERVER.publicKey());
            default -> Security.none();
        };
    }

    private ZmqSocket bound(Transport transport, String mechanism) {
        return sockets.bound(SocketType.PULL, transport, options -> server(options, mechanism)
                .handshakeTimeout(Duration.ofSeconds(5)));
    }

    private ZmqSocket connected(ZmqSocket to, Security security) {
        return sockets.connected(SocketType.PUSH, to, options -> options.security(security));
    }

    private static SocketEvent.HandshakeFailed awaitRefusal(SocketMonitor monitor) {
        SocketEvent event = monitor.next(Waiting.SOON);
        while (!(event instanceof SocketEvent.HandshakeFailed failed)) {
            assertThat(event).as("an event of the refusal").isNotNull();
            assertThat(event).isNotInstanceOf(SocketEvent.HandshakeSucceeded.class);
            event = monitor.next(Waiting.SOON);
        }
        return failed;
    }

    private static void assertNothingPassed(ZmqSocket pull) {
        assertThat(pull.receive(Duration.ZERO)).isNull();
        assertThat(pull.stats().connects()).isZero();
        assertThat(pull.stats().readyPeers()).isZero();
    }

    static Stream<Arguments> everything() {
        return Stream.of(Transport.TCP, Transport.IPC).flatMap(transport -> Stream.of("NULL", "PLAIN", "CURVE")
                .flatMap(mechanism -> Stream.of(SocketType.REP, SocketType.ROUTER)
                        .map(type -> Arguments.of(transport, mechanism, type))));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void shouldAskTheHandlerAsTheRfcSays(Transport transport, String mechanism, SocketType type)
            throws InterruptedException {
        handler(type, (id, request) -> reply(id, "200"));
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport, options -> server(options, mechanism)
                .zapDomain("house")
                .routingId("server"));
        connected(pull, client(mechanism)).send(Msg.of("hello"));

        Msg msg = pull.receive(Waiting.SOON);
        assertThat(msg).isNotNull();
        assertThat(msg.string(0)).isEqualTo("hello");
        assertThat(msg.metadata().get(Metadata.USER_ID)).isEqualTo("ann");
        assertThat(msg.metadata().get("X-Role")).isEqualTo("boss");
        Metadata peer = pull.peers().get(0).metadata();
        assertThat(peer.get(Metadata.USER_ID)).isEqualTo("ann");
        assertThat(peer.get("X-Role")).isEqualTo("boss");

        List<byte[]> request = requests.take();
        String address =
                transport == Transport.TCP ? "127.0.0.1" : endpointOf(pull).substring("ipc://".length());
        List<byte[]> credentials =
                switch (mechanism) {
                    case "PLAIN" -> frames("ann", "secret");
                    case "CURVE" -> frames(CLIENT.publicKeyBytes());
                    default -> List.of();
                };
        assertThat(List.of(text(request, 0), text(request, 2), text(request, 3), text(request, 4), text(request, 5)))
                .containsExactly("1.0", "house", address, "server", mechanism);
        assertThat(request.get(1)).isNotEmpty();
        assertThat(request.subList(6, request.size())).containsExactlyElementsOf(credentials);
    }

    private static String text(List<byte[]> frames, int index) {
        return new String(frames.get(index), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "TCP, NULL, 300", "TCP, NULL, 400", "TCP, NULL, 500", "TCP, PLAIN, 300", "TCP, PLAIN, 400", "TCP, PLAIN, 500",
        "TCP, CURVE, 300", "TCP, CURVE, 400", "TCP, CURVE, 500", "IPC, NULL, 400", "IPC, PLAIN, 400", "IPC, CURVE, 400"
    })
    void shouldRefuseAsTheHandlerSays(Transport transport, String mechanism, String status) {
        handler(status);
        ZmqSocket pull = bound(transport, mechanism);
        SocketMonitor monitor = pull.monitor();
        connected(pull, client(mechanism)).send(Msg.of("never"));
        SocketEvent.HandshakeFailed refusal = awaitRefusal(monitor);
        assertThat(refusal.code()).isEqualTo(Integer.parseInt(status));
        assertThat(refusal.kind()).isEqualTo(SocketEvent.HandshakeFailure.AUTHENTICATION);
        assertNothingPassed(pull);
    }

    static Stream<Arguments> garbage() {
        byte[] empty = {};
        return Stream.of(
                Arguments.of("one frame", garbage((id, request) -> frames("200"))),
                Arguments.of("an empty frame", garbage((id, request) -> frames(empty))),
                Arguments.of("no metadata", garbage((id, request) -> frames("1.0", id, "200", "", ""))),
                Arguments.of("a frame more", garbage((id, request) -> frames("1.0", id, "200", "", "", empty, empty))),
                Arguments.of("another version", garbage((id, request) -> frames("2.0", id, "200", "", "", empty))),
                Arguments.of("no version", garbage((id, request) -> frames(empty, id, "200", "", "", empty))),
                Arguments.of("another id", garbage((id, request) -> frames("1.0", "x", "200", "", "", empty))),
                Arguments.of("no id", garbage((id, request) -> frames("1.0", empty, "200", "", "", empty))),
                Arguments.of("no status", garbage((id, request) -> frames("1.0", id, empty, "", "", empty))),
                Arguments.of("a word", garbage((id, request) -> frames("1.0", id, "OK", "", "", empty))),
                Arguments.of("a sign", garbage((id, request) -> frames("1.0", id, "+200", "", "", empty))),
                Arguments.of("zeros", garbage((id, request) -> frames("1.0", id, "0200", "", "", empty))),
                Arguments.of("a space", garbage((id, request) -> frames("1.0", id, "200 ", "", "", empty))),
                Arguments.of(
                        "other digits",
                        garbage((id, request) -> frames(
                                "1.0", id, "\u0662\u0660\u0660".getBytes(StandardCharsets.UTF_8), "", "", empty))),
                Arguments.of("201", garbage((id, request) -> frames("1.0", id, "201", "", "", empty))),
                Arguments.of("100", garbage((id, request) -> frames("1.0", id, "100", "", "", empty))),
                Arguments.of("2^32 + 200", garbage((id, request) -> frames("1.0", id, "4294967496", "", "", empty))),
                Arguments.of(
                        "half metadata",
                        garbage((id, request) ->
                                frames("1.0", id, "200", "", "", Wire.property("X", 9, Wire.ascii("short"))))),
                Arguments.of(
                        "metadata of zeros", garbage((id, request) -> frames("1.0", id, "200", "", "", new byte[7]))));
    }

    private static BiFunction<byte[], List<byte[]>, List<byte[]>> garbage(
            BiFunction<byte[], List<byte[]>, List<byte[]>> answer) {
        return answer;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("garbage")
    void shouldRefuseAfterAnAnswerThatIsNone(String name, BiFunction<byte[], List<byte[]>, List<byte[]>> answer) {
        handler(SocketType.REP, answer);
        for (String mechanism : List.of("NULL", "PLAIN", "CURVE")) {
            ZmqSocket pull = bound(Transport.TCP, mechanism);
            SocketMonitor monitor = pull.monitor();
            ZmqSocket push = connected(pull, client(mechanism));
            assertThat(awaitRefusal(monitor).code()).as(mechanism).isEqualTo(500);
            assertNothingPassed(pull);
            push.close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "IPC"})
    void shouldNotLetOthersWaitForASlowHandler(Transport transport) {
        handler(SocketType.ROUTER, (id, request) -> text(request, 6).equals("slow") ? null : reply(id, "200"));
        ZmqSocket pull = sockets.bound(
                SocketType.PULL, transport, options -> server(options, "PLAIN").handshakeTimeout(SHORT));
        SocketMonitor monitor = pull.monitor();
        connected(pull, client("PLAIN", "slow")).send(Msg.of("never"));
        Waiting.until("the handler was asked", () -> !requests.isEmpty());
        connected(pull, client("PLAIN")).send(Msg.of("hello"));
        TestSockets.assertReceives(pull, "hello");

        SocketEvent event = monitor.next(Waiting.SOON);
        while (!(event instanceof SocketEvent.HandshakeFailed failed)) {
            assertThat(event).as("the end of the slow handshake").isNotNull();
            event = monitor.next(Waiting.SOON);
        }
        assertThat(failed.code()).isZero();
        assertThat(failed.reason()).contains("300 ms");
        assertSilent(pull);
    }

    @Test
    void shouldLetOthersInWhileManyAreNotAnswered() {
        handler(SocketType.ROUTER, (id, request) -> text(request, 6).equals("slow") ? null : reply(id, "200"));
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP, options -> server(options, "PLAIN")
                .handshakeTimeout(SHORT));
        int slow = 30;
        for (int i = 0; i < slow; i++) {
            connected(pull, client("PLAIN", "slow"));
        }
        Waiting.until("they come again and again", () -> requests.size() > 5 * slow);
        connected(pull, client("PLAIN")).send(Msg.of("hello"));
        TestSockets.assertReceives(pull, "hello");
        assertThat(pull.stats().connects()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NULL", "PLAIN", "CURVE"})
    void shouldRefuseWhenTheHandlerLeavesInTheMiddle(String mechanism) throws InterruptedException {
        ZmqSocket silent = handler(SocketType.REP, (id, request) -> null);
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP, options -> server(options, mechanism)
                .zapDomain("house")
                .handshakeTimeout(SHORT));
        SocketMonitor monitor = pull.monitor();
        connected(pull, client(mechanism)).send(Msg.of("hello"));
        requests.take();
        silent.close();
        assertThat(awaitRefusal(monitor).code()).isIn(0, 500);
        assertNothingPassed(pull);

        handler("200"); // one that comes later is asked about those who come again
        TestSockets.assertReceives(pull, "hello");
    }

    @ParameterizedTest
    @EnumSource(names = {"PULL", "PUB", "SERVER", "PAIR", "PUSH"})
    void shouldRefuseWhenWhoIsBoundThereCannotAnswer(SocketType type) {
        sockets.socket(type).bind(ZAP);
        for (String mechanism : List.of("NULL", "PLAIN", "CURVE")) {
            ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP, options -> server(options, mechanism)
                    .handshakeTimeout(SHORT));
            SocketMonitor monitor = pull.monitor();
            ZmqSocket push = connected(pull, client(mechanism));
            assertThat(awaitRefusal(monitor).code()).as(mechanism).isIn(0, 500);
            assertNothingPassed(pull);
            push.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"TCP, NULL", "TCP, PLAIN", "TCP, CURVE", "IPC, NULL", "IPC, PLAIN", "IPC, CURVE"})
    void shouldRefuseInADomainWhenNobodyIsThere(Transport transport, String mechanism) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport, options -> server(options, mechanism)
                .zapDomain("house"));
        SocketMonitor monitor = pull.monitor();
        ZmqSocket push = connected(pull, client(mechanism));
        push.send(Msg.of("hello"));
        SocketEvent.HandshakeFailed refusal = awaitRefusal(monitor);
        assertThat(refusal.code()).isEqualTo(500);
        assertThat(refusal.reason()).contains("nobody is there to decide on peers");
        assertNothingPassed(pull);

        handler("200");
        TestSockets.assertReceives(pull, "hello");
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "IPC"})
    void shouldRefusePlainWhenNobodyIsThere(Transport transport) {
        ZmqSocket pull = bound(transport, "PLAIN");
        SocketMonitor monitor = pull.monitor();
        connected(pull, client("PLAIN")).send(Msg.of("never"));
        assertThat(awaitRefusal(monitor).code()).isEqualTo(500);
        assertNothingPassed(pull);
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "IPC"})
    void shouldLetEverybodyInWhoKnowsTheServersKeyWhenNobodyIsThere(Transport transport) {
        ZmqSocket pull = bound(transport, "CURVE");
        connected(pull, client("CURVE")).send(Msg.of("hello"));
        Msg msg = pull.receive(Waiting.SOON);
        assertThat(msg).isNotNull();
        assertThat(msg.string(0)).isEqualTo("hello");
        assertThat(msg.metadata().get(Metadata.USER_ID)).isNull();
    }

    @Test
    void shouldNotBelieveAPeerThatNamesItself() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        try (RawPeer peer = RawPeer.connect(endpointOf(pull))) {
            peer.send(
                    Wire.greeting(),
                    Wire.command(
                            "READY",
                            Wire.property("Socket-Type", Wire.ascii("PUSH")),
                            Wire.property("user-ID", Wire.ascii("root"))),
                    Wire.message("hello"));
            Msg msg = pull.receive(Waiting.SOON);
            assertThat(msg).isNotNull();
            assertThat(msg.string(0)).isEqualTo("hello");
            assertThat(msg.metadata().get(Metadata.USER_ID)).isNull();
        }
    }
}
