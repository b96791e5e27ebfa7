package io.zmq4j.interop;

import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Authenticator;
import io.zmq4j.Authenticator.Decision;
import io.zmq4j.ContextConfig;
import io.zmq4j.CurveKeys;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.LibZmqOption;
import io.zmq4j.testing.LibZmqPeer;
import io.zmq4j.testing.LibZmqSocket;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PLAIN and CURVE with libzmq in both roles, and ZAP on either side. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class SecurityInteropTest {

    private static final CurveKeys SERVER = CurveKeys.generate();
    private static final CurveKeys CLIENT = CurveKeys.generate();
    private static final int[] SIZES = {0, 1, 30, 221, 222, 223, 255, 256, 4_000, 65_536, 300_000};

    // first, as it may end the test where there is no libzmq
    @AutoClose
    private final LibZmqPeer theirs = LibZmqPeer.open();

    private final AtomicInteger status = new AtomicInteger(200);

    @AutoClose
    private final TestSockets ours =
            new TestSockets(ContextConfig.builder().authenticator(this::decide).build());

    private Decision decide(Authenticator.Request request) {
        boolean known =
                switch (request.mechanism()) {
                    case "PLAIN" ->
                        request.username().equals("ann") && request.password().equals("secret");
                    case "CURVE" -> request.clientKey().equals(CLIENT.publicKey());
                    default -> request.domain().equals("house");
                };
        if (status.get() != 200) {
            return new Decision(status.get(), "as the test wants", "", java.util.Map.of());
        }
        return known ? Decision.accept("ann") : Decision.reject("unknown");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void client(LibZmqSocket socket, String mechanism, CurveKeys keys, String password) {
        if (mechanism.equals("PLAIN")) {
            socket.set(LibZmqOption.PLAIN_USERNAME, ascii("ann"));
            socket.set(LibZmqOption.PLAIN_PASSWORD, ascii(password));
        } else if (mechanism.equals("CURVE")) {
            socket.set(LibZmqOption.CURVE_SERVERKEY, SERVER.publicKeyBytes());
            socket.set(LibZmqOption.CURVE_PUBLICKEY, keys.publicKeyBytes());
            socket.set(LibZmqOption.CURVE_SECRETKEY, keys.secretKeyBytes());
        }
    }

    private static void server(LibZmqSocket socket, String mechanism) {
        if (mechanism.equals("PLAIN")) {
            socket.set(LibZmqOption.PLAIN_SERVER, 1);
        } else {
            socket.set(LibZmqOption.CURVE_SERVER, 1);
            socket.set(LibZmqOption.CURVE_SECRETKEY, SERVER.secretKeyBytes());
        }
    }

    private static Security server(String mechanism) {
        return mechanism.equals("PLAIN") ? Security.plainServer() : Security.curveServer(SERVER);
    }

    private static Security client(String mechanism, String password) {
        return mechanism.equals("PLAIN")
                ? Security.plainClient("ann", password)
                : Security.curveClient(CLIENT, SERVER.publicKey());
    }

    private static void assertExchange(ZmqSocket own, LibZmqSocket other) {
        for (int size : SIZES) {
            byte[] bytes = Shapes.bytes(size);
            own.send(Msg.of(bytes, ascii("end")));
            assertThat(other.receive(Waiting.SOON))
                    .as("%d bytes to libzmq", size)
                    .containsExactly(bytes, ascii("end"));
            assertThat(other.send(List.of(bytes, ascii("end")), Waiting.SOON)).isTrue();
            assertThat(own.receive().frames()).as("%d bytes from libzmq", size).containsExactly(bytes, ascii("end"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "CURVE"})
    void shouldServeAClientOfLibzmq(String mechanism) {
        ZmqSocket own = ours.socket(SocketType.PAIR, options -> options.security(server(mechanism)));
        own.bind("tcp://127.0.0.1:*");
        LibZmqSocket other = theirs.socket(SocketType.PAIR);
        client(other, mechanism, CLIENT, "secret");
        other.connect(endpointOf(own));
        assertExchange(own, other);
        other.send(List.of(ascii("who")), Waiting.SOON);
        assertThat(own.receive().metadata().get(Metadata.USER_ID)).isEqualTo("ann");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "CURVE"})
    void shouldBeAClientOfLibzmq(String mechanism) {
        try (Handler handler = new Handler(theirs, "200")) {
            LibZmqSocket other = theirs.socket(SocketType.PAIR);
            server(other, mechanism);
            String endpoint = other.bind("tcp://127.0.0.1:*");
            ZmqSocket own = ours.socket(SocketType.PAIR, options -> options.security(client(mechanism, "secret")));
            own.connect(endpoint);
            assertExchange(own, other);
            assertThat(handler.mechanisms).contains(mechanism);
        }
    }

    @ParameterizedTest
    @CsvSource({"PLAIN, 300", "PLAIN, 400", "PLAIN, 500", "CURVE, 300", "CURVE, 400", "CURVE, 500", "NULL, 400"})
    void shouldRefuseAClientOfLibzmq(String mechanism, int refusal) {
        status.set(refusal);
        ZmqSocket own = ours.socket(SocketType.PULL, options -> options.security(
                        mechanism.equals("NULL") ? Security.none() : server(mechanism))
                .zapDomain("house"));
        SocketMonitor monitor = own.monitor();
        own.bind("tcp://127.0.0.1:*");
        LibZmqSocket other = theirs.socket(SocketType.PUSH);
        client(other, mechanism, CLIENT, "secret");
        other.connect(endpointOf(own));
        assertThat(awaitFailure(monitor).code()).isEqualTo(refusal);
        assertThat(own.stats().readyPeers()).isZero();

        status.set(200);
        if (refusal == 300) { // after the others libzmq does not come back
            other.send(List.of(ascii("again")), Waiting.SOON);
            TestSockets.assertReceives(own, "again");
        }
    }

    @Test
    void shouldRefuseAKeyThatIsNotAuthorized() {
        ZmqSocket own = ours.socket(SocketType.PULL, options -> options.security(server("CURVE")));
        SocketMonitor monitor = own.monitor();
        own.bind("tcp://127.0.0.1:*");
        LibZmqSocket other = theirs.socket(SocketType.PUSH);
        client(other, "CURVE", CurveKeys.generate(), "");
        other.connect(endpointOf(own));
        assertThat(awaitFailure(monitor).code()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"PLAIN, 400", "PLAIN, 500", "CURVE, 400", "CURVE, 500"})
    void shouldBeRefusedByLibzmq(String mechanism, String refusal) {
        try (Handler handler = new Handler(theirs, refusal)) {
            LibZmqSocket other = theirs.socket(SocketType.PULL);
            server(other, mechanism);
            String endpoint = other.bind("tcp://127.0.0.1:*");
            ZmqSocket own = ours.socket(SocketType.PUSH, options -> options.security(client(mechanism, "wrong")));
            SocketMonitor monitor = own.monitor();
            own.connect(endpoint);
            assertThat(awaitFailure(monitor).code()).isEqualTo(Integer.parseInt(refusal));
            assertThat(handler.mechanisms).contains(mechanism);
        }
    }

    /** libzmq tells nothing after 300, so that who waits in vain comes again, and may be let in then. */
    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "CURVE"})
    void shouldComeAgainWhenLibzmqSays300(String mechanism) {
        try (Handler handler = new Handler(theirs, "300")) {
            LibZmqSocket other = theirs.socket(SocketType.PULL);
            server(other, mechanism);
            String endpoint = other.bind("tcp://127.0.0.1:*");
            ZmqSocket own = ours.socket(SocketType.PUSH, options -> options.security(client(mechanism, "secret"))
                    .handshakeTimeout(Duration.ofMillis(300)));
            SocketMonitor monitor = own.monitor();
            own.connect(endpoint);
            assertThat(awaitFailure(monitor).code()).isZero();
            assertThat(own.stats().readyPeers()).isZero();
            handler.status = "200";
            own.send(Msg.of("again"));
            assertThat(other.receive(Waiting.SOON)).containsExactly(ascii("again"));
        }
    }

    /** A handler of ZAP as for libzmq, in a context of ours. */
    @ParameterizedTest
    @CsvSource({
        "PLAIN, 200",
        "PLAIN, 300",
        "PLAIN, 400",
        "PLAIN, 500",
        "CURVE, 200",
        "CURVE, 300",
        "CURVE, 400",
        "CURVE, 500",
        "NULL, 200",
        "NULL, 300",
        "NULL, 400",
        "NULL, 500"
    })
    void shouldLetAHandlerDecideOnAClientOfLibzmq(String mechanism, String answer) {
        try (TestSockets sockets = new TestSockets()) {
            ZmqSocket handler = sockets.socket(SocketType.REP);
            handler.bind("inproc://zeromq.zap.01");
            ZmqSocket own = sockets.socket(SocketType.PULL, options -> options.security(
                            mechanism.equals("NULL") ? Security.none() : server(mechanism))
                    .zapDomain("house"));
            SocketMonitor monitor = own.monitor();
            own.bind("tcp://127.0.0.1:*");
            LibZmqSocket other = theirs.socket(SocketType.PUSH);
            client(other, mechanism, CLIENT, "secret");
            other.connect(endpointOf(own));
            other.send(List.of(ascii("hello")), Waiting.SOON);
            Msg request = handler.receive();
            assertThat(request.string(5)).isEqualTo(mechanism);
            byte[] none = {};
            handler.send(Msg.of(ascii("1.0"), request.frames().get(1), ascii(answer), none, ascii("ann"), none));
            if (answer.equals("200")) {
                TestSockets.assertReceives(own, "hello");
            } else {
                assertThat(awaitFailure(monitor).code()).isEqualTo(Integer.parseInt(answer));
                assertThat(own.tryReceive()).isNull();
                assertThat(own.stats().connects()).isZero();
            }
        }
    }

    @Test
    void shouldNotTalkToAServerWithAnotherKey() {
        LibZmqSocket other = theirs.socket(SocketType.PULL);
        other.set(LibZmqOption.CURVE_SERVER, 1);
        other.set(LibZmqOption.CURVE_SECRETKEY, CurveKeys.generate().secretKeyBytes());
        String endpoint = other.bind("tcp://127.0.0.1:*");
        ZmqSocket own = ours.socket(SocketType.PUSH, options -> options.security(client("CURVE", "")));
        SocketMonitor monitor = own.monitor();
        own.connect(endpoint);
        awaitGone(monitor);
        assertThat(own.stats().readyPeers()).isZero();
    }

    private static SocketEvent.HandshakeFailed awaitFailure(SocketMonitor monitor) {
        return (SocketEvent.HandshakeFailed) awaitEvent(monitor, event -> event instanceof SocketEvent.HandshakeFailed);
    }

    private static void awaitGone(SocketMonitor monitor) {
        awaitEvent(
                monitor,
                event -> event instanceof SocketEvent.HandshakeFailed || event instanceof SocketEvent.Disconnected);
    }

    private static SocketEvent awaitEvent(SocketMonitor monitor, java.util.function.Predicate<SocketEvent> wanted) {
        while (true) {
            SocketEvent event = monitor.next(Waiting.SOON);
            assertThat(event).as("an event within %s", Waiting.SOON).isNotNull();
            if (wanted.test(event)) {
                return event;
            }
        }
    }

    /** A handler of ZAP in libzmq's context, which answers all with this status. */
    private static final class Handler implements AutoCloseable {
        final List<String> mechanisms = new java.util.concurrent.CopyOnWriteArrayList<>();
        private final LibZmqSocket rep;
        private final Thread thread;
        private volatile String status;
        private volatile boolean closed;

        Handler(LibZmqPeer peer, String status) {
            this.status = status;
            rep = peer.socket(SocketType.REP);
            rep.bind("inproc://zeromq.zap.01");
            thread = new Thread(this::run, "zap-handler");
            thread.setDaemon(true);
            thread.start();
        }

        private void run() {
            while (!closed) {
                List<byte[]> request = rep.receive(Waiting.MOMENT);
                if (request != null) {
                    mechanisms.add(new String(request.get(5), StandardCharsets.US_ASCII));
                    rep.send(
                            List.of(
                                    ascii("1.0"),
                                    request.get(1),
                                    ascii(status),
                                    ascii("text"),
                                    ascii("ann"),
                                    new byte[0]),
                            Waiting.SOON);
                }
            }
        }

        @Override
        public void close() {
            closed = true;
            Waiting.until("the handler has ended", () -> !thread.isAlive());
            rep.close();
        }
    }
}
