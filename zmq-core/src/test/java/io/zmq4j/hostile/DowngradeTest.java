package io.zmq4j.hostile;

import static io.zmq4j.testing.Wire.ascii;
import static io.zmq4j.testing.Wire.hex;
import static io.zmq4j.testing.Wire.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Authenticators;
import io.zmq4j.ContextConfig;
import io.zmq4j.CurveKeys;
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
import io.zmq4j.testing.RawServer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A peer that claims to know no security, as in CVE-2014-7202 and CVE-2014-9721: it is not talked to where security is
 * wanted, nothing of it is received, and a client tells it no password.
 */
@ExtendWith({LeakGate.class, NoSurprises.class})
class DowngradeTest {

    private static final Duration AT_ONCE = Duration.ofSeconds(3);
    private static final CurveKeys KEYS = CurveKeys.generate();

    @AutoClose
    private final TestSockets sockets = new TestSockets(ContextConfig.builder()
            .authenticator(Authenticators.plain(Map.of("ann", "hunter2")))
            .build());

    private static Map<String, byte[]> greetings(String mechanism) {
        byte[] ready = join(Wire.ready("PUSH"), Wire.message("stolen"));
        byte[] old = join(hex("00 01 00"), Wire.message("stolen"));
        Map<String, byte[]> greetings = new LinkedHashMap<>();
        greetings.put("unversioned", join(hex("01 00"), Wire.message("stolen")));
        greetings.put("unversioned, sneaky", join(hex("08 00"), ascii("sneaky"), hex("00"), Wire.message("stolen")));
        greetings.put("unversioned, long id", join(hex("FF 00 00 00 00 00 00 00 01 00"), Wire.message("stolen")));
        greetings.put("even byte", join(hex("FF 00 00 00 00 00 00 00 09 00 00"), Wire.message("stolen")));
        for (int revision = 0; revision <= 2; revision++) {
            byte[] signature = hex("FF 00 00 00 00 00 00 00 00 7F");
            greetings.put("revision " + revision, join(signature, new byte[] {(byte) revision, 8}, old));
            greetings.put("short revision " + revision, join(signature, new byte[] {(byte) revision}));
        }
        for (int minor = 0; minor <= 2; minor++) {
            for (String other : List.of("NULL", "PLAIN", "CURVE", "", "null", "NULLX", "GSSAPI")) {
                if (!other.equals(mechanism)) {
                    greetings.put("3." + minor + " " + other, join(Wire.greeting(3, minor, ascii(other)), ready));
                }
            }
        }
        return greetings;
    }

    static Stream<Arguments> downgrades() {
        return Stream.of("PLAIN", "CURVE", "NULL").flatMap(mechanism -> greetings(mechanism).entrySet().stream()
                .map(entry -> Arguments.of(mechanism, entry.getKey(), entry.getValue())));
    }

    private static SocketConfigBuilder server(SocketConfigBuilder options, String mechanism) {
        return switch (mechanism) {
            case "PLAIN" -> options.security(Security.plainServer());
            case "CURVE" -> options.security(Security.curveServer(KEYS));
            default -> options.zapDomain("house");
        };
    }

    private static SocketEvent.HandshakeFailed awaitFailure(SocketMonitor monitor) {
        SocketEvent event = monitor.next(Waiting.SOON);
        while (!(event instanceof SocketEvent.HandshakeFailed failed)) {
            assertThat(event).as("an event that names the attempt").isNotNull();
            assertThat(event).isNotInstanceOf(SocketEvent.HandshakeSucceeded.class);
            event = monitor.next(Waiting.SOON);
        }
        return failed;
    }

    @ParameterizedTest(name = "{0} server: {1}")
    @MethodSource("downgrades")
    void shouldNotBeTalkedOutOfSecurity(String mechanism, String what, byte[] bytes) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP, options -> server(options, mechanism));
        SocketMonitor monitor = pull.monitor();
        try (RawPeer peer = RawPeer.connect(TestSockets.endpointOf(pull))) {
            peer.trySend(bytes);
            assertThat(peer.isClosedWithin(AT_ONCE)).isTrue();
        }
        SocketEvent.HandshakeFailed failed = awaitFailure(monitor);
        assertThat(failed.kind()).isEqualTo(SocketEvent.HandshakeFailure.PROTOCOL);
        assertThat(failed.reason()).containsAnyOf("greeting byte", "security mechanism");
        assertThat(pull.receive(Duration.ZERO)).isNull();
        assertThat(pull.stats().connects()).isZero();
    }

    static Stream<Arguments> forClients() {
        return downgrades().filter(arguments -> !arguments.get()[0].equals("NULL"));
    }

    @ParameterizedTest(name = "{0} client: {1}")
    @MethodSource("forClients")
    void shouldTellAServerWithoutSecurityNothing(String mechanism, String what, byte[] bytes) {
        Security security = mechanism.equals("PLAIN")
                ? Security.plainClient("ann", "hunter2")
                : Security.curveClient(CurveKeys.generate(), KEYS.publicKey());
        try (RawServer server = new RawServer()) {
            ZmqSocket push = sockets.socket(
                    SocketType.PUSH, options -> options.security(security).reconnectInterval(Duration.ZERO));
            SocketMonitor monitor = push.monitor();
            push.connect(server.endpoint());
            push.send(Msg.of("secret"));
            try (RawPeer peer = server.accept()) {
                peer.trySend(bytes);
                // the greeting, and not a byte more
                byte[] said = peer.readToEnd();
                assertThat(said).hasSizeLessThanOrEqualTo(Wire.GREETING);
                assertThat(awaitFailure(monitor).kind()).isEqualTo(SocketEvent.HandshakeFailure.PROTOCOL);
            }
        }
    }
}
