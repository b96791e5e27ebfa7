package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.CurveKeys;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.Scale;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One ZAP handler that answers in every way at once, by the domain it is asked about, under peers that come again and again:
 * data passes only where it has said 200, and those whom it lets in at once do not wait for the others. More:
 * {@code -Dzmq4j.zapHandshakes=1000 -Dzmq4j.zapHonest=50}.
 */
@Timeout(600)
@ExtendWith({LeakGate.class, NoSurprises.class})
class ZapUnderLoadTest {

    private static final int HANDSHAKES = Scale.of("zapHandshakes", 20);
    private static final int HONEST = Scale.of("zapHonest", 20);
    private static final long SLOW =
            Duration.ofMillis(Scale.of("zapSlowMillis", 700)).toNanos();
    private static final List<String> REFUSALS = List.of("300", "400", "500", "garbage", "two", "never", "slow");
    private static final CurveKeys SERVER = CurveKeys.generate();
    private static final CurveKeys CLIENT = CurveKeys.generate();

    private final Crew crew = new Crew();
    private final Deque<Runnable> late = new ArrayDeque<>();

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private static SocketConfigBuilder server(SocketConfigBuilder options, String mechanism, String domain) {
        return switch (mechanism) {
            case "PLAIN" -> options.security(Security.plainServer()).zapDomain(domain);
            case "CURVE" -> options.security(Security.curveServer(SERVER)).zapDomain(domain);
            default -> options.zapDomain(domain);
        };
    }

    private static Security client(String mechanism) {
        return switch (mechanism) {
            case "PLAIN" -> Security.plainClient("ann", "secret");
            case "CURVE" -> Security.curveClient(CLIENT, SERVER.publicKey());
            default -> Security.none();
        };
    }

    private void handle() {
        ZmqSocket handler = sockets.socket(SocketType.ROUTER);
        handler.bind("inproc://zeromq.zap.01");
        crew.repeat("zap", () -> {
            Msg asked = handler.receive(Duration.ofMillis(20));
            if (asked != null) {
                String domain = asked.string(4);
                switch (domain) {
                    case "never" -> {}
                    case "garbage" ->
                        handler.send(
                                Msg.of(asked.frames().get(0), asked.frames().get(1), Wire.ascii("200")));
                    case "two" -> {
                        reply(handler, asked, "400");
                        reply(handler, asked, "200");
                    }
                    case "slow" -> {
                        long due = System.nanoTime() + SLOW;
                        late.add(() -> {
                            if (System.nanoTime() - due >= 0) {
                                late.remove();
                                reply(handler, asked, "400");
                            }
                        });
                    }
                    default -> reply(handler, asked, domain);
                }
            }
            for (int before = late.size() + 1; !late.isEmpty() && late.size() < before; ) {
                before = late.size();
                late.element().run();
            }
        });
    }

    private static void reply(ZmqSocket handler, Msg asked, String status) {
        byte[] none = {};
        handler.send(Msg.of(
                asked.frames().get(0),
                asked.frames().get(1),
                Wire.ascii("1.0"),
                asked.frames().get(3),
                Wire.ascii(status),
                none,
                Wire.ascii("ann"),
                none));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NULL", "PLAIN", "CURVE"})
    void shouldLetInOnlyWhomTheHandlerAccepts(String mechanism) {
        handle();
        Map<String, ZmqSocket> refusing = new LinkedHashMap<>();
        for (String domain : REFUSALS) {
            ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP, options -> server(options, mechanism, domain)
                    .handshakeTimeout(Duration.ofSeconds(1)));
            refusing.put(domain, pull);
            for (int i = 0; i < 5; i++) {
                sockets.connected(SocketType.PUSH, pull, options -> options.security(client(mechanism))
                                .reconnectMaxInterval(Duration.ofMillis(10)))
                        .send(Msg.of("never"));
            }
        }
        ZmqSocket open = sockets.bound(SocketType.PULL, Transport.TCP, options -> server(options, mechanism, "200"));
        handshake(open, mechanism); // the first one in a JVM takes longer
        List<Duration> honest = new ArrayList<>();
        for (int i = 0; i < HONEST || refusing.values().stream().anyMatch(ZapUnderLoadTest::isYoung); i++) {
            honest.add(handshake(open, mechanism));
        }
        honest.sort(null);
        Duration slowest = honest.get(honest.size() * 99 / 100);
        System.out.printf(
                "%s: %d honest handshakes beside refusals, p99 %d us%n",
                mechanism, honest.size(), slowest.toNanos() / 1_000);
        assertThat(slowest).isLessThan(Duration.ofNanos(SLOW));
        refusing.forEach((domain, pull) -> {
            assertThat(pull.receive(Duration.ZERO)).as(domain).isNull();
            assertThat(pull.stats().connects()).as(domain).isZero();
        });
    }

    /** Whether few have come yet; those whom nobody answers come rarely, as each waits for the end of its time. */
    private static boolean isYoung(ZmqSocket pull) {
        boolean rare = pull.config().zapDomain().matches("never|slow");
        return pull.stats().handshakeFailures() < (rare ? 5 : HANDSHAKES);
    }

    private Duration handshake(ZmqSocket pull, String mechanism) {
        long start = System.nanoTime();
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull, options -> options.security(client(mechanism)));
        push.send(Msg.of("hello"));
        Msg msg = pull.receive(Waiting.SOON);
        assertThat(msg).isNotNull();
        assertThat(msg.metadata().get("User-Id")).isEqualTo("ann");
        push.close();
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
