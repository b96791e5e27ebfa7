package io.zmq4j.lifecycle;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Authenticator;
import io.zmq4j.Authenticator.Decision;
import io.zmq4j.ContextConfig;
import io.zmq4j.CurveKeys;
import io.zmq4j.EndpointException;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.Certificates;
import io.zmq4j.testing.Certificates.Holder;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.Relay;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages over TLS. */
@Timeout(120)
@ExtendWith({LeakGate.class, NoSurprises.class})
class TlsTest {

    private static final String HERE = "tls://127.0.0.1:*";
    private static final CurveKeys SERVER_KEYS = CurveKeys.generate();
    private static final CurveKeys CLIENT_KEYS = CurveKeys.generate();

    @AutoClose
    private final TestSockets sockets = new TestSockets(
            ContextConfig.builder().authenticator(TlsTest::decide).build());

    private static Decision decide(Authenticator.Request request) {
        boolean known =
                switch (request.mechanism()) {
                    case "PLAIN" -> request.password().equals("secret");
                    case "CURVE" -> request.clientKey().equals(CLIENT_KEYS.publicKey());
                    default -> true;
                };
        return known ? Decision.accept("ann") : Decision.reject("unknown");
    }

    private static SocketConfigBuilder server(SocketConfigBuilder options) {
        return options.tls(Certificates.of(Holder.SERVER));
    }

    private static SocketConfigBuilder client(SocketConfigBuilder options) {
        return options.tls(Certificates.trusting());
    }

    private ZmqSocket bound(SocketType type, UnaryOperator<SocketConfigBuilder> more) {
        ZmqSocket socket = sockets.socket(type, options -> more.apply(server(options)));
        socket.bind(HERE);
        return socket;
    }

    private ZmqSocket connected(SocketType type, String endpoint, UnaryOperator<SocketConfigBuilder> more) {
        ZmqSocket socket = sockets.socket(type, options -> more.apply(client(options)));
        socket.connect(endpoint);
        return socket;
    }

    private static SocketConfigBuilder plainly(SocketConfigBuilder options) {
        return options;
    }

    private static Msg random(Random random, int size) {
        byte[] body = new byte[size];
        random.nextBytes(body);
        return Msg.of(body);
    }

    // -- messages --

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void shouldCarryMessagesOfAnySizeBothWays(String protocol) {
        ZmqSocket one = bound(SocketType.PAIR, options -> options.tlsProtocols(List.of(protocol)));
        ZmqSocket other = connected(SocketType.PAIR, endpointOf(one), TlsTest::plainly);
        Random random = new Random(7);
        for (int size : new int[] {0, 1, 255, 256, 16_383, 16_384, 16_385, 65_536, 139_264, 300_000, 8 << 20}) {
            Msg there = random(random, size);
            other.send(there);
            assertThat(one.receive()).isEqualTo(there);
            Msg back = Msg.of(random(random, size).bytes(0), Wire.ascii("and more"));
            one.send(back);
            assertThat(other.receive()).isEqualTo(back);
        }
    }

    @Test
    void shouldSendLargeDirectBuffersBetweenSmallFrames() {
        ZmqSocket pull = bound(SocketType.PULL, TlsTest::plainly);
        ZmqSocket push = connected(SocketType.PUSH, endpointOf(pull), TlsTest::plainly);
        byte[] body = new byte[200_000];
        new Random(3).nextBytes(body);
        ByteBuffer direct = ByteBuffer.allocateDirect(body.length).put(body).flip();
        for (int i = 0; i < 20; i++) {
            push.send(Msg.wrap(ByteBuffer.wrap(Wire.ascii("head")), direct, ByteBuffer.wrap(Wire.ascii("tail"))));
        }
        for (int i = 0; i < 20; i++) {
            assertThat(pull.receive()).isEqualTo(Msg.of(Wire.ascii("head"), body, Wire.ascii("tail")));
        }
    }

    @Test
    void shouldCarryThousandsOfSmallMessagesBothWaysAtOnce() throws Exception {
        int count = 30_000;
        ZmqSocket one = bound(SocketType.PAIR, TlsTest::plainly);
        ZmqSocket other = connected(SocketType.PAIR, endpointOf(one), TlsTest::plainly);
        CompletableFuture<Void> there = CompletableFuture.runAsync(() -> sendNumbers(one, count));
        CompletableFuture<Void> back = CompletableFuture.runAsync(() -> sendNumbers(other, count));
        CompletableFuture<Void> read = CompletableFuture.runAsync(() -> receiveNumbers(one, count));
        receiveNumbers(other, count);
        CompletableFuture.allOf(there, back, read).get();
    }

    private static void sendNumbers(ZmqSocket socket, int count) {
        for (int i = 0; i < count; i++) {
            socket.send(Msg.of(Integer.toString(i)));
        }
    }

    private static void receiveNumbers(ZmqSocket socket, int count) {
        for (int i = 0; i < count; i++) {
            assertReceives(socket, Integer.toString(i));
        }
    }

    @Test
    void shouldStopTheSenderWhenTheReceiverHasNoRoom() {
        ZmqSocket pull = bound(SocketType.PULL, options -> options.receiveHwm(5).receiveBuffer(64 << 10));
        ZmqSocket push = connected(
                SocketType.PUSH, endpointOf(pull), options -> options.sendHwm(5).sendBuffer(64 << 10));
        Random random = new Random(9);
        Msg msg = random(random, 100_000);
        int sent = 0;
        while (push.send(msg, Duration.ofMillis(300))) {
            sent++;
            assertThat(sent).as("messages without a receiver").isLessThan(10_000);
        }
        assertThat(sent).isGreaterThanOrEqualTo(10);
        for (int i = 0; i < sent; i++) {
            assertThat(pull.receive()).isEqualTo(msg);
        }
        push.send(Msg.of("there is room again"));
        assertReceives(pull, "there is room again");
    }

    @Test
    void shouldDeliverEverythingWhenTheSenderClosesUnderLoad() {
        ZmqSocket pull = bound(SocketType.PULL, TlsTest::plainly);
        TlsEvents ends = TlsEvents.disconnects(pull);
        ZmqSocket push = connected(SocketType.PUSH, endpointOf(pull), options -> options.linger(Waiting.SOON)
                .sendHwm(0));
        sendNumbers(push, 20_000);
        push.close();
        receiveNumbers(pull, 20_000);
        assertThat(ends.nextReason()).isEqualTo("the peer closed the connection");
    }

    @Test
    void shouldTakeRecordsThatComeByteByByte() {
        ZmqSocket pull = bound(SocketType.PULL, TlsTest::plainly);
        try (Relay relay = new Relay(endpointOf(pull))) {
            relay.inPiecesOf(1);
            ZmqSocket push = connected(SocketType.PUSH, through(relay), TlsTest::plainly);
            Msg msg = random(new Random(1), 20_000);
            push.send(msg);
            assertThat(pull.receive()).isEqualTo(msg);
        }
    }

    private static String through(Relay relay) {
        return relay.endpoint().replace("tcp://", "tls://");
    }

    @Test
    void shouldSayThatTheConnectionWasCut() throws IOException {
        ZmqSocket pull = bound(SocketType.PULL, TlsTest::plainly);
        TlsEvents ends = TlsEvents.disconnects(pull);
        int port = URI.create(endpointOf(pull)).getPort();
        try (Socket wire = new Socket("127.0.0.1", port);
                Socket peer = Certificates.trusting().getSocketFactory().createSocket(wire, "127.0.0.1", port, true)) {
            peer.getOutputStream().write(Wire.join(Wire.greeting(), Wire.ready("PUSH"), Wire.message("half")));
            assertReceives(pull, "half");
            wire.shutdownOutput();
            assertThat(ends.nextReason()).contains("without the close_notify of TLS");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"}) // a new key, and a new handshake
    void shouldGoOnWhenThePeerWantsNewKeys(String protocol) throws IOException {
        ZmqSocket pair = bound(SocketType.PAIR, TlsTest::plainly);
        int port = URI.create(endpointOf(pair)).getPort();
        try (SSLSocket peer =
                (SSLSocket) Certificates.trusting().getSocketFactory().createSocket("127.0.0.1", port)) {
            peer.setEnabledProtocols(new String[] {protocol});
            peer.setSoTimeout((int) Waiting.SOON.toMillis());
            peer.getOutputStream().write(Wire.join(Wire.greeting(), Wire.ready("PAIR")));
            peer.getInputStream().readNBytes(Wire.GREETING + Wire.ready("PAIR").length);
            for (String text : List.of("one", "two", "three")) {
                peer.startHandshake();
                peer.getOutputStream().write(Wire.message(text));
                assertReceives(pair, text);
                pair.send(Msg.of(text));
                byte[] answer = Wire.message(text);
                assertThat(peer.getInputStream().readNBytes(answer.length)).isEqualTo(answer);
            }
        }
    }

    @Test
    void shouldConnectAgain() {
        ZmqSocket pull = bound(SocketType.PULL, TlsTest::plainly);
        String endpoint = endpointOf(pull);
        ZmqSocket push = connected(SocketType.PUSH, endpoint, TlsTest::plainly);
        TlsEvents ends = TlsEvents.disconnects(push);
        push.send(Msg.of("first"));
        assertReceives(pull, "first");
        pull.unbind(endpoint);
        assertThat(ends.nextReason()).isEqualTo("the peer closed the connection");
        pull.bind(endpoint);
        push.send(Msg.of("second"));
        assertReceives(pull, "second");
    }

    // -- endpoints --

    @ParameterizedTest
    @CsvSource({
        "tls://127.0.0.1:*, tls://127.0.0.1:, 127.0.0.1",
        "tls://localhost:0, tls://127.0.0.1:, localhost",
        "tls://*:*, tls://0.0.0.0:, 127.0.0.1",
        "tls://lo:*, tls://127.0.0.1:, localhost",
    })
    void shouldUnderstandTheEndpointsOfTcp(String endpoint, String resolved, String host) {
        ZmqSocket pull = sockets.socket(SocketType.PULL, TlsTest::server);
        String at = pull.bind(endpoint);
        assertThat(at).startsWith(resolved);
        String port = at.substring(at.lastIndexOf(':'));
        ZmqSocket push = connected(SocketType.PUSH, "tls://" + host + port, TlsTest::plainly);
        push.send(Msg.of("hello"));
        assertReceives(pull, "hello");
        assertThat(pull.stats().peers().get(0).address()).startsWith("tls://127.0.0.1:");
        pull.unbind(at);
        assertThat(pull.boundEndpoints()).isEmpty();
    }

    @Test
    void shouldSayWhatIsMissing() {
        ZmqSocket without = sockets.socket(SocketType.PULL);
        assertThatThrownBy(() -> without.bind(HERE))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("tls is not set")
                .hasMessageContaining("a certificate to show");
        assertThatThrownBy(() -> without.connect("tls://localhost:5555"))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("certificates to trust");
        ZmqSocket stream = sockets.socket(SocketType.STREAM, TlsTest::server);
        assertThatThrownBy(() -> stream.bind(HERE)).hasMessageContaining("allowed: tcp, ipc");
        assertThatThrownBy(() ->
                        SocketConfig.builder().tlsProtocols(List.of("SSLv3")).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SSLv3");
    }

    // -- who the peer is --

    @Test
    void shouldTellWhomTheCertificatesName() {
        ZmqSocket one = bound(SocketType.PAIR, options -> options.tlsClientAuthentication(true));
        ZmqSocket other =
                connected(SocketType.PAIR, endpointOf(one), options -> options.tls(Certificates.of(Holder.CLIENT)));
        other.send(Msg.of("who am I?"));
        Msg received = one.receive();
        assertThat(received.metadata().get(Metadata.TLS_SUBJECT)).isEqualTo(Holder.CLIENT.subject());
        one.send(Msg.of("and I?"));
        assertThat(other.receive().metadata().get("tls-subject")).isEqualTo(Holder.SERVER.subject());
    }

    @Test
    void shouldTellNothingOfAClientThatWasNotAsked() {
        ZmqSocket pull = bound(SocketType.PULL, TlsTest::plainly);
        ZmqSocket push =
                connected(SocketType.PUSH, endpointOf(pull), options -> options.tls(Certificates.of(Holder.CLIENT)));
        push.send(Msg.of("hello"));
        assertThat(pull.receive().metadata().get(Metadata.TLS_SUBJECT)).isNull();
    }

    @Test
    void shouldDropWhatAPeerClaimsToBe() {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        try (RawPeer peer = RawPeer.connect(pull.bind("tcp://127.0.0.1:*"))) {
            byte[] type = Wire.property("Socket-Type", Wire.ascii("PUSH"));
            byte[] claim = Wire.property("TLS-subject", Wire.ascii("CN=root"));
            byte[] harmless = Wire.property("X-Claim", Wire.ascii("seen"));
            peer.send(Wire.greeting(), Wire.command("READY", type, claim, harmless), Wire.message("hello"));
            Metadata metadata = pull.receive().metadata();
            assertThat(metadata.get("X-Claim")).isEqualTo("seen");
            assertThat(metadata.get(Metadata.TLS_SUBJECT)).isNull();
        }
    }

    @Test
    void shouldRefuseAClientWithoutTheCertificateThatIsAskedFor() {
        ZmqSocket pull = bound(SocketType.PULL, options -> options.tlsClientAuthentication(true));
        TlsEvents here = TlsEvents.failures(pull);
        ZmqSocket nobody = connected(SocketType.PUSH, endpointOf(pull), TlsTest::plainly);
        TlsEvents there = TlsEvents.failures(nobody);
        assertThat(here.nextReason()).startsWith("TLS: ").containsIgnoringCase("certificate");
        assertThat(there.nextReason()).isNotEmpty();
        nobody.close();
        connected(SocketType.PUSH, endpointOf(pull), options -> options.tls(Certificates.of(Holder.EXPIRED)));
        Waiting.until(
                "a certificate of the past is refused", () -> here.nextReason().contains("NotAfter"));
        assertThat(pull.stats().readyPeers()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "STRANGER, path building failed",
        "EXPIRED, NotAfter",
        "ELSEWHERE, 127.0.0.1",
    })
    void shouldRefuseAServerWhoseCertificateIsNotRight(Holder holder, String reason) {
        ZmqSocket pull = bound(SocketType.PULL, options -> options.tls(Certificates.of(holder)));
        TlsEvents here = TlsEvents.failures(pull);
        ZmqSocket push = connected(SocketType.PUSH, endpointOf(pull), TlsTest::plainly);
        TlsEvents there = TlsEvents.failures(push);
        assertThat(there.nextReason()).startsWith("TLS: ").contains(reason);
        assertThat(here.nextReason()).contains("alert");
        assertThat(push.stats().readyPeers()).isZero();
    }

    @Test
    void shouldVerifyNamesAsWellAsAddresses() {
        ZmqSocket pull = bound(SocketType.PULL, options -> options.tls(Certificates.of(Holder.ELSEWHERE)));
        String endpoint = endpointOf(pull).replace("127.0.0.1", "localhost");
        TlsEvents there = TlsEvents.failures(connected(SocketType.PUSH, endpoint, TlsTest::plainly));
        assertThat(there.nextReason()).contains("localhost");
        ZmqSocket careless = connected(SocketType.PUSH, endpoint, options -> options.tlsVerifyHost(false));
        careless.send(Msg.of("whoever you are"));
        assertReceives(pull, "whoever you are");
    }

    @Test
    void shouldSpeakOnlyTheVersionsThatAreAllowed() {
        ZmqSocket pull = bound(SocketType.PULL, options -> options.tlsProtocols(List.of("TLSv1.2")));
        TlsEvents here = TlsEvents.failures(pull);
        ZmqSocket push =
                connected(SocketType.PUSH, endpointOf(pull), options -> options.tlsProtocols(List.of("TLSv1.3")));
        assertThat(here.nextReason()).contains("TLSv1.3");
        assertThat(push.stats().readyPeers()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "CURVE"})
    void shouldAuthenticateByTheMechanismsOfZmtpToo(String mechanism) {
        boolean plain = mechanism.equals("PLAIN");
        ZmqSocket rep = bound(
                SocketType.REP,
                options -> options.security(plain ? Security.plainServer() : Security.curveServer(SERVER_KEYS)));
        ZmqSocket req = connected(
                SocketType.REQ,
                endpointOf(rep),
                options -> options.security(
                        plain
                                ? Security.plainClient("ann", "secret")
                                : Security.curveClient(CLIENT_KEYS, SERVER_KEYS.publicKey())));
        req.send(Msg.of("hello"));
        Msg request = rep.receive();
        assertThat(request.metadata().get(Metadata.USER_ID)).isEqualTo("ann");
        rep.send(Msg.of("welcome"));
        assertReceives(req, "welcome");
    }

    // -- the wrong peer --

    @Test
    void shouldSayThatAPlainClientDoesNotSpeakTls() {
        ZmqSocket pull = bound(SocketType.PULL, TlsTest::plainly);
        TlsEvents here = TlsEvents.failures(pull);
        ZmqSocket plain = sockets.socket(SocketType.PUSH);
        plain.connect(endpointOf(pull).replace("tls://", "tcp://"));
        assertThat(here.nextReason()).contains("does not speak TLS").contains("0xff");
        plain.close();
        ZmqSocket push = connected(SocketType.PUSH, endpointOf(pull), TlsTest::plainly);
        push.send(Msg.of("hello"));
        assertReceives(pull, "hello");
    }

    @Test
    void shouldSayThatAPlainServerDoesNotSpeakTls() {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        String endpoint = pull.bind("tcp://127.0.0.1:*").replace("tcp://", "tls://");
        ZmqSocket push = connected(SocketType.PUSH, endpoint, TlsTest::plainly);
        assertThat(TlsEvents.failures(push).nextReason()).contains("does not speak TLS");
        assertThat(pull.stats().readyPeers()).isZero();
    }

    @Test
    void shouldGiveASilentClientTheTimeOfAHandshake() {
        ZmqSocket pull = bound(SocketType.PULL, options -> options.handshakeTimeout(Duration.ofMillis(200)));
        TlsEvents here = TlsEvents.failures(pull);
        try (RawPeer silent = RawPeer.connect(endpointOf(pull))) {
            assertThat(here.nextReason()).isEqualTo("no completed handshake after 200 ms");
            assertThat(silent.isClosedWithin(Waiting.SOON)).isTrue();
        }
    }

    @Test
    void shouldEndWhenTheBytesAreNoHandshake() {
        ZmqSocket pull = bound(SocketType.PULL, TlsTest::plainly);
        TlsEvents here = TlsEvents.failures(pull);
        Random random = new Random(11);
        for (int i = 0; i < 50; i++) {
            byte[] junk = new byte[1 + random.nextInt(40_000)];
            random.nextBytes(junk);
            junk[0] = (byte) (20 + random.nextInt(4)); // as TLS begins
            try (RawPeer peer = RawPeer.connect(endpointOf(pull))) {
                peer.trySend(junk);
            }
            assertThat(here.nextReason()).isNotEmpty();
        }
        assertThat(pull.stats().readyPeers()).isZero();
    }

    @Test
    void shouldServeOthersWhileACertificateIsJudged() {
        SlowTrust trust = new SlowTrust();
        ZmqSocket pull = bound(SocketType.PULL, TlsTest::plainly);
        ZmqSocket push = connected(SocketType.PUSH, endpointOf(pull), options -> options.tls(trust.context())
                .tlsVerifyHost(false));
        push.send(Msg.of("after the verdict"));
        trust.awaitAsked();
        ZmqSocket rep = sockets.socket(SocketType.REP);
        ZmqSocket req = sockets.socket(SocketType.REQ);
        req.connect(rep.bind("tcp://127.0.0.1:*"));
        req.send(Msg.of("meanwhile"));
        assertReceives(rep, "meanwhile");
        trust.decide();
        assertReceives(pull, "after the verdict");
    }

    @Test
    void shouldEndWhileACertificateIsJudged() {
        SlowTrust trust = new SlowTrust();
        ZmqSocket pull = bound(SocketType.PULL, TlsTest::plainly);
        ZmqSocket push = connected(SocketType.PUSH, endpointOf(pull), options -> options.tls(trust.context())
                .tlsVerifyHost(false));
        TlsEvents here = TlsEvents.failures(pull);
        trust.awaitAsked();
        push.close();
        assertThat(here.nextReason()).containsAnyOf("during the TLS handshake", "reset");
        trust.decide();
    }

    @Test
    void shouldTellNoSecrets() {
        assertThat(SocketConfig.builder()
                        .tls(Certificates.of(Holder.SERVER))
                        .build()
                        .tls()
                        .toString())
                .startsWith("Tls[TLS of SunJSSE")
                .contains("verifyHost=true");
    }
}
