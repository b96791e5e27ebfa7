package io.zmq4j.lifecycle;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Authenticator;
import io.zmq4j.Authenticator.Decision;
import io.zmq4j.Authenticator.Request;
import io.zmq4j.Authenticators;
import io.zmq4j.ContextConfig;
import io.zmq4j.CurveKeys;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.Certificates;
import io.zmq4j.testing.Certificates.Holder;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Waiting;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in by the certificate that TLS has proved, whatever the mechanism is. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class TlsAuthenticatorTest {

    private static final String TLS = "tls://127.0.0.1:*";
    private static final String WSS = "wss://127.0.0.1:*/test";
    private static final CurveKeys SERVER_KEYS = CurveKeys.generate();
    private static final CurveKeys CLIENT_KEYS = CurveKeys.generate();

    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private volatile Authenticator judge = request -> Decision.accept("");

    @AutoClose
    private final TestSockets sockets =
            new TestSockets(ContextConfig.builder().authenticator(this::decide).build());

    private Decision decide(Request request) throws Exception {
        requests.add(request);
        return judge.authenticate(request);
    }

    private ZmqSocket pull(String endpoint, UnaryOperator<SocketConfigBuilder> more) {
        ZmqSocket pull =
                sockets.socket(SocketType.PULL, options -> more.apply(options.tls(Certificates.of(Holder.SERVER))));
        pull.bind(endpoint);
        return pull;
    }

    private ZmqSocket push(ZmqSocket to, Holder holder, UnaryOperator<SocketConfigBuilder> more) {
        return sockets.connected(SocketType.PUSH, to, options -> more.apply(options.tls(Certificates.of(holder))));
    }

    private static SocketConfigBuilder asking(SocketConfigBuilder options) {
        return options.tlsClientAuthentication(true);
    }

    private static SocketConfigBuilder plainly(SocketConfigBuilder options) {
        return options;
    }

    private static SocketEvent.HandshakeFailed awaitFailure(SocketMonitor monitor) {
        SocketEvent event = monitor.next(Waiting.SOON);
        while (!(event instanceof SocketEvent.HandshakeFailed failed)) {
            assertThat(event).as("an event of the failure").isNotNull();
            event = monitor.next(Waiting.SOON);
        }
        return failed;
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS, WSS})
    void shouldLetInWhomTheCertificateNamesWithoutAMechanism(String endpoint) {
        judge = Authenticators.tlsSubjects(Map.of("cn=CLIENT, o=zmq4j", "orders"));
        ZmqSocket pull = pull(endpoint, TlsAuthenticatorTest::asking);
        push(pull, Holder.CLIENT, TlsAuthenticatorTest::plainly).send(Msg.of("hello"));
        Metadata metadata = pull.receive().metadata();
        assertThat(metadata.get(Metadata.USER_ID)).isEqualTo("orders");
        assertThat(metadata.get(Metadata.TLS_SUBJECT)).isEqualTo(Holder.CLIENT.subject());

        SocketMonitor monitor = pull.monitor();
        ZmqSocket other = push(pull, Holder.SERVER, TlsAuthenticatorTest::plainly);
        SocketEvent.HandshakeFailed failed = awaitFailure(monitor);
        assertThat(failed.code()).isEqualTo(400);
        assertThat(failed.reason()).contains("unknown subject " + Holder.SERVER.subject());
        assertThat(other.stats().readyPeers()).isZero();
    }

    @Test
    void shouldTellTheAuthenticatorOfTheCertificates() {
        ZmqSocket pull = pull(TLS, TlsAuthenticatorTest::asking);
        push(pull, Holder.CLIENT, TlsAuthenticatorTest::plainly).send(Msg.of("hello"));
        assertReceives(pull, "hello");
        Request request = requests.remove();
        assertThat(requests).isEmpty();
        assertThat(request.mechanism()).isEqualTo("NULL");
        assertThat(request.address()).isEqualTo("127.0.0.1");
        assertThat(request.tlsSubject()).isEqualTo(Holder.CLIENT.subject());
        assertThat(request.certificates().get(0)).isEqualTo(Certificates.certificate(Holder.CLIENT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "CURVE"})
    void shouldAskForPasswordsAndKeysAsWell(String mechanism) {
        boolean plain = mechanism.equals("PLAIN");
        judge = Authenticators.all(
                request ->
                        plain && !request.password().equals("secret") ? Decision.reject("no") : Decision.accept("ann"),
                Authenticators.tlsSubjects(Holder.CLIENT.subject()));
        ZmqSocket pull = pull(TLS, options -> asking(options)
                .security(plain ? Security.plainServer() : Security.curveServer(SERVER_KEYS)));
        UnaryOperator<SocketConfigBuilder> secured = options -> options.security(
                plain
                        ? Security.plainClient("ann", "secret")
                        : Security.curveClient(CLIENT_KEYS, SERVER_KEYS.publicKey()));
        push(pull, Holder.CLIENT, secured).send(Msg.of("hello"));
        assertThat(pull.receive().metadata().get(Metadata.USER_ID)).isEqualTo(Holder.CLIENT.subject());
        SocketMonitor monitor = pull.monitor();
        push(pull, Holder.SERVER, secured);
        assertThat(awaitFailure(monitor).reason()).contains("unknown subject");
        assertThat(requests)
                .allSatisfy(request -> assertThat(request.mechanism()).isEqualTo(mechanism));
    }

    @Test
    void shouldAskForEveryPeerOfADomainAndLetNobodyInWithoutACertificate() {
        judge = Authenticators.tlsSubjects(Holder.CLIENT.subject());
        ZmqSocket pull = pull(TLS, options -> options.zapDomain("house"));
        SocketMonitor monitor = pull.monitor();
        push(pull, Holder.CLIENT, TlsAuthenticatorTest::plainly); // it is not asked for its certificate
        assertThat(awaitFailure(monitor).reason()).contains("no certificate was shown");
        Request request = requests.remove();
        assertThat(request.domain()).isEqualTo("house");
        assertThat(request.tlsSubject()).isNull();
        assertThat(pull.stats().readyPeers()).isZero();
    }

    @Test
    void shouldNotAskWithoutADomainWhereNoCertificateIsDueAsOverTcp() {
        ZmqSocket pull = pull(TLS, TlsAuthenticatorTest::plainly);
        push(pull, Holder.CLIENT, TlsAuthenticatorTest::plainly).send(Msg.of("hello"));
        assertReceives(pull, "hello");
        ZmqSocket tcp = sockets.socket(SocketType.PULL, TlsAuthenticatorTest::asking);
        tcp.bind("tcp://127.0.0.1:*");
        ZmqSocket push = sockets.socket(SocketType.PUSH);
        push.connect(endpointOf(tcp));
        push.send(Msg.of("hello"));
        assertReceives(tcp, "hello");
        assertThat(requests).isEmpty();
    }

    @Test
    void shouldLetEverybodyInWhoIsTrustedWhereThereIsNoAuthenticator() {
        try (TestSockets others = new TestSockets()) {
            ZmqSocket pull =
                    others.socket(SocketType.PULL, options -> asking(options.tls(Certificates.of(Holder.SERVER))));
            pull.bind(TLS);
            others.connected(SocketType.PUSH, pull, options -> options.tls(Certificates.of(Holder.CLIENT)))
                    .send(Msg.of("hello"));
            assertReceives(pull, "hello");
        }
    }
}
