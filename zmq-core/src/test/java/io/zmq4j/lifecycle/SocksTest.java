package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.CurveKeys;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawServer;
import io.zmq4j.testing.SocksServer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections through a SOCKS 5 proxy (RFC 1928, RFC 1929). */
@ExtendWith({LeakGate.class, NoSurprises.class})
class SocksTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private ZmqSocket push(SocksServer proxy, String username, String password) {
        return sockets.socket(SocketType.PUSH, options -> options.socksProxy(proxy.address())
                .socksUsername(username)
                .socksPassword(password));
    }

    private static String awaitFailure(SocketMonitor monitor) {
        SocketEvent event = monitor.next(Waiting.SOON);
        while (!(event instanceof SocketEvent.ConnectFailed failed)) {
            assertThat(event).as("an event of the failure").isNotNull();
            assertThat(event).isNotInstanceOf(SocketEvent.Connected.class);
            event = monitor.next(Waiting.SOON);
        }
        return failed.reason();
    }

    @ParameterizedTest
    @CsvSource({
        "peer.example:5555, 3 peer.example:5555",
        "localhost:1, 3 localhost:1",
        "10.1.2.3:65535, 1 10.1.2.3:65535",
        "[fd00::1]:5555, 4 fd00:0:0:0:0:0:0:1:5555"
    })
    void shouldLetTheProxyConnect(String address, String request) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        try (SocksServer proxy = SocksServer.to(TestSockets.endpointOf(pull), false)) {
            ZmqSocket push = push(proxy, "", "");
            push.connect("tcp://" + address);
            push.send(Msg.of("hello"));
            TestSockets.assertReceives(pull, "hello");
            assertThat(proxy.requests).containsExactly(request);
            assertThat(proxy.methods).containsExactly(new byte[] {0});
            assertThat(push.peers().get(0).address()).isEqualTo("tcp://" + address);
        }
    }

    @Test
    void shouldLogIn() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        try (SocksServer proxy = SocksServer.to(TestSockets.endpointOf(pull), true)) {
            ZmqSocket push = push(proxy, "ann", "gr\u00fcn");
            push.connect("tcp://peer.example:5555");
            push.send(Msg.of("hello"));
            TestSockets.assertReceives(pull, "hello");
            assertThat(proxy.logins).containsExactly("ann:gr\u00fcn");
            assertThat(proxy.methods).containsExactly(new byte[] {0, 2});
        }
    }

    @Test
    void shouldNotLogInWhereTheProxyDoesNotAskForIt() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        try (SocksServer proxy = SocksServer.to(TestSockets.endpointOf(pull), false)) {
            ZmqSocket push = push(proxy, "ann", "secret");
            push.connect("tcp://peer.example:5555");
            push.send(Msg.of("hello"));
            TestSockets.assertReceives(pull, "hello");
            assertThat(proxy.logins).isEmpty();
        }
    }

    @Test
    void shouldTakeAnswersInPiecesAndConnectAgain() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        try (SocksServer proxy = SocksServer.inPieces(TestSockets.endpointOf(pull))) {
            ZmqSocket push = push(proxy, "ann", "secret");
            push.connect("tcp://peer.example:5555");
            for (int i = 0; i < 4; i++) { // the proxy answers with an address of each kind
                push.send(Msg.of("hello " + i));
                TestSockets.assertReceives(pull, "hello " + i);
                push.closeConnection(push.peers().get(0).id());
                int connects = i + 2;
                Waiting.until("connected again", () -> push.stats().connects() == connects);
            }
        }
    }

    @Test
    void shouldProtectWhatGoesThroughTheProxy() {
        CurveKeys keys = CurveKeys.generate();
        ZmqSocket pull =
                sockets.bound(SocketType.PULL, Transport.TCP, options -> options.security(Security.curveServer(keys)));
        try (SocksServer proxy = SocksServer.to(TestSockets.endpointOf(pull), false)) {
            ZmqSocket push = sockets.socket(SocketType.PUSH, options -> options.socksProxy(proxy.address())
                    .security(Security.curveClient(CurveKeys.generate(), keys.publicKey())));
            push.connect("tcp://peer.example:5555");
            push.send(Msg.of("hello"));
            TestSockets.assertReceives(pull, "hello");
        }
    }

    @Test
    void shouldNotUseTheProxyForOtherTransports() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.IPC);
        try (SocksServer proxy = SocksServer.that(false, SocksServer.Script.HONEST)) {
            ZmqSocket push = push(proxy, "", "");
            push.connect(TestSockets.endpointOf(pull));
            push.send(Msg.of("hello"));
            TestSockets.assertReceives(pull, "hello");
            assertThat(proxy.methods).isEmpty();
        }
    }

    private static Arguments wrong(String reason, boolean login, String method, String status, String reply) {
        return Arguments.of(reason, login, new SocksServer.Script(bytes(method), bytes(status), bytes(reply)));
    }

    private static byte[] bytes(String hex) {
        return hex.equals("right") ? null : Wire.hex(hex);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                wrong("wants another login than name and password", true, "05 FF", "right", "right"),
                wrong("chose method 1, which it was not offered", true, "05 01", "right", "right"),
                wrong("answered with version 4, allowed: 5", true, "04 5A", "right", "right"),
                wrong("answered with version 72, allowed: 5", true, "48 54 54 50", "right", "right"),
                wrong("has closed the connection", true, "", "right", "right"),
                wrong("refuses the login of 'ann'", true, "right", "01 01", "right"),
                wrong("answered with version 5, allowed: 1", true, "right", "05 00", "right"),
                wrong("has closed the connection after the login", true, "right", "", "right"),
                wrong("general failure", true, "right", "right", "05 01 00 01 00 00 00 00 00 00"),
                wrong("not allowed by its rules", false, "right", "right", "05 02 00 01 00 00 00 00 00 00"),
                wrong("network unreachable", false, "right", "right", "05 03 00 01 00 00 00 00 00 00"),
                wrong("host unreachable", false, "right", "right", "05 04 00 01 00 00 00 00 00 00"),
                wrong("connection refused", false, "right", "right", "05 05 00 01 00 00 00 00 00 00"),
                wrong("time to live expired", false, "right", "right", "05 06 00 01 00 00 00 00 00 00"),
                wrong("it knows no CONNECT", false, "right", "right", "05 07 00 01 00 00 00 00 00 00"),
                wrong("does not know addresses of this type", false, "right", "right", "05 08 00 01"),
                wrong("unknown reply 255", false, "right", "right", "05 FF 00 01"),
                wrong("address of type 2, allowed: 1, 3, 4", false, "right", "right", "05 00 00 02 00 00"),
                wrong("answered with version 0, allowed: 5", false, "right", "right", "00 00 00 01"),
                wrong("has closed the connection", false, "right", "right", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void shouldTellWhatTheProxyHasSaid(String reason, boolean login, SocksServer.Script script) {
        try (SocksServer proxy = SocksServer.that(login, script)) {
            ZmqSocket push = push(proxy, login ? "ann" : "", login ? "hunter2" : "");
            SocketMonitor monitor = push.monitor();
            push.connect("tcp://peer.example:5555");
            assertThat(awaitFailure(monitor))
                    .startsWith("the SOCKS proxy " + proxy.address())
                    .contains(reason)
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void shouldTellThatALoginIsWanted() {
        try (SocksServer proxy = SocksServer.that(false, new SocksServer.Script(bytes("05 FF"), null, null))) {
            ZmqSocket push = push(proxy, "", "");
            SocketMonitor monitor = push.monitor();
            push.connect("tcp://peer.example:5555");
            assertThat(awaitFailure(monitor)).endsWith("wants a login, and none is configured");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotWaitForASilentProxyForEver(boolean connectTimeout) {
        try (RawServer proxy = new RawServer()) {
            ZmqSocket push = sockets.socket(SocketType.PUSH, options -> options.socksProxy(
                            proxy.endpoint().substring("tcp://".length()))
                    .connectTimeout(connectTimeout ? Duration.ofMillis(200) : Duration.ZERO)
                    .handshakeTimeout(connectTimeout ? Duration.ofMinutes(1) : Duration.ofMillis(200)));
            SocketMonitor monitor = push.monitor();
            push.connect("tcp://peer.example:5555");
            assertThat(awaitFailure(monitor)).isEqualTo("no answer of the SOCKS proxy after 200 ms");
        }
    }

    @Test
    void shouldTellThatTheProxyIsNotThere() {
        String nobody = Transport.TCP.endpointOfNobody().substring("tcp://".length());
        ZmqSocket push = sockets.socket(SocketType.PUSH, options -> options.socksProxy(nobody));
        SocketMonitor monitor = push.monitor();
        push.connect("tcp://peer.example:5555");
        assertThat(awaitFailure(monitor)).contains("refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy", "proxy:", ":1080", "proxy:0", "proxy:65536", "proxy:x", "fd00::1:1080", "a b:1"})
    void shouldRefuseWhatIsNoProxy(String proxy) {
        assertThatThrownBy(() -> SocketConfig.builder().socksProxy(proxy).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("socksProxy is '" + proxy + "', allowed: host:port such as proxy:1080 or [fd00::1]:1080");
    }

    @Test
    void shouldTellNoPassword() {
        SocketConfig config = SocketConfig.builder()
                .socksProxy("proxy:1080")
                .socksUsername("ann")
                .socksPassword("hunter2")
                .build();
        assertThat(config.toString()).contains("Socks[ann@proxy:1080]").doesNotContain("hunter2");
        String tooLong = "x".repeat(256);
        assertThatThrownBy(() -> config.toBuilder().socksPassword(tooLong).build())
                .hasMessage("socksPassword has 256 bytes, allowed: up to 255");
    }
}
