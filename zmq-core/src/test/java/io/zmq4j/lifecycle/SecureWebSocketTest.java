package io.zmq4j.lifecycle;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static io.zmq4j.testing.TestSockets.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Authenticator.Decision;
import io.zmq4j.ContextConfig;
import io.zmq4j.EndpointException;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.Certificates;
import io.zmq4j.testing.Certificates.Holder;
import io.zmq4j.testing.JdkWebSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Waiting;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets over TLS: {@code wss://}. */
@ExtendWith({JdkWebSocket.WarmSecure.class, LeakGate.class, NoSurprises.class})
class SecureWebSocketTest {

    private static final String HERE = "wss://127.0.0.1:*/test";

    @AutoClose
    private final TestSockets sockets = new TestSockets(ContextConfig.builder()
            .authenticator(
                    request -> request.password().equals("secret") ? Decision.accept("ann") : Decision.reject("no"))
            .build());

    private ZmqSocket bound(SocketType type) {
        ZmqSocket socket = sockets.socket(type, options -> options.tls(Certificates.of(Holder.SERVER)));
        socket.bind(HERE);
        return socket;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 126, 65_536, 3_000_000})
    void shouldCarryMessagesOfAnySizeBothWays(int size) {
        ZmqSocket one = bound(SocketType.PAIR);
        assertThat(endpointOf(one)).startsWith("wss://127.0.0.1:").endsWith("/test");
        ZmqSocket other = sockets.connected(SocketType.PAIR, one, options -> options.tls(Certificates.trusting()));
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);
        for (int i = 0; i < 10; i++) {
            other.send(Msg.of(body, new byte[] {(byte) i}));
            assertThat(one.receive()).isEqualTo(Msg.of(body, new byte[] {(byte) i}));
            one.send(Msg.of(body));
            assertThat(other.receive()).isEqualTo(Msg.of(body));
        }
    }

    @Test
    void shouldTalkWithAnotherImplementation() throws Exception {
        ZmqSocket router = bound(SocketType.ROUTER);
        try (JdkWebSocket dealer = JdkWebSocket.ready(endpointOf(router))) {
            dealer.send("hello", "", "world");
            Msg request = router.receive();
            assertThat(text(request.dropFirst())).containsExactly("hello", "", "world");
            router.send(Msg.of("a", "b").prepend(request.bytes(0)));
            dealer.assertReceives("a", "b");
        }
    }

    @Test
    void shouldKeepPasswordsSecretAndKnowWhoSaidThem() {
        ZmqSocket pull = sockets.socket(SocketType.PULL, options -> options.tls(Certificates.of(Holder.SERVER))
                .security(Security.plainServer()));
        pull.bind(HERE);
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull, options -> options.tls(Certificates.trusting())
                .security(Security.plainClient("ann", "secret")));
        push.send(Msg.of("hello"));
        assertThat(pull.receive().metadata().get(Metadata.USER_ID)).isEqualTo("ann");
    }

    @Test
    void shouldNotTalkToWhomItDoesNotTrust() {
        ZmqSocket pull = sockets.socket(SocketType.PULL, options -> options.tls(Certificates.of(Holder.STRANGER)));
        pull.bind(HERE);
        ZmqSocket push = sockets.socket(SocketType.PUSH, options -> options.tls(Certificates.trusting()));
        SocketMonitor monitor = push.monitor();
        push.connect(endpointOf(pull));
        SocketEvent event;
        do {
            event = monitor.next(Waiting.SOON);
            assertThat(event).isNotNull();
        } while (!(event instanceof SocketEvent.HandshakeFailed));
        assertThat(push.stats().readyPeers()).isZero();
    }

    @Test
    void shouldAnswerAgainAfterAReconnection() {
        ZmqSocket rep = bound(SocketType.REP);
        String endpoint = endpointOf(rep);
        ZmqSocket req = sockets.connected(SocketType.REQ, rep, options -> options.tls(Certificates.trusting()));
        req.send(Msg.of("one"));
        assertReceives(rep, "one");
        rep.send(Msg.of("1"));
        assertReceives(req, "1");
        rep.close();
        ZmqSocket again = sockets.socket(SocketType.REP, options -> options.tls(Certificates.of(Holder.SERVER)));
        Waiting.await("the port is free")
                .ignoreExceptionsInstanceOf(EndpointException.class)
                .until(() -> again.bind(endpoint).equals(endpoint));
        TestSockets.awaitPeers(again, 1);
        req.send(Msg.of("two"));
        assertReceives(again, "two");
    }

    @Test
    void shouldSayWhatItNeeds() {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        assertThatThrownBy(() -> pull.bind(HERE))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("the option tls is not set");
        ZmqSocket stream = sockets.socket(SocketType.STREAM, options -> options.tls(Certificates.trusting()));
        assertThatThrownBy(() -> stream.connect("wss://127.0.0.1:1/"))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("STREAM");
    }
}
