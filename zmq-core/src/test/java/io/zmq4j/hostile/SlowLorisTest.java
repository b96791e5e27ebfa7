package io.zmq4j.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Authenticator.Decision;
import io.zmq4j.ContextConfig;
import io.zmq4j.CurveKeys;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.CurveClientWire;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.Scale;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that begin a handshake, stop at some point of it, and say one more byte now and then: each is gone when the time
 * of a handshake is over, counted from its beginning, and others are let in meanwhile. More:
 * {@code -Dzmq4j.slowPeers=2000 -Dzmq4j.handshakeMillis=2000}.
 */
@Timeout(600)
@ExtendWith({LeakGate.class, NoSurprises.class})
class SlowLorisTest {

    private static final int PEERS = Scale.of("slowPeers", 64);
    private static final Duration LIMIT = Duration.ofMillis(Scale.of("handshakeMillis", 700));
    private static final int POINTS = 8;

    /** Bytes that come later; with fewer than these no command is complete. */
    private static final int DRIBBLE = 4;

    private static final CurveKeys SERVER = CurveKeys.generate();
    private static final CurveKeys CLIENT = CurveKeys.generate();

    @AutoClose
    private final TestSockets sockets = new TestSockets(ContextConfig.builder()
            .authenticator(request -> Decision.accept("ann"))
            .build());

    /** A client that has stopped, and what it would have said next. */
    private record Stalled(RawPeer peer, byte[] rest, long began) {}

    private static Security server(String mechanism) {
        return switch (mechanism) {
            case "PLAIN" -> Security.plainServer();
            case "CURVE" -> Security.curveServer(SERVER);
            default -> Security.none();
        };
    }

    private static Security client(String mechanism) {
        return switch (mechanism) {
            case "PLAIN" -> Security.plainClient("ann", "secret");
            case "CURVE" -> Security.curveClient(CLIENT, SERVER.publicKey());
            default -> Security.none();
        };
    }

    /** Goes on up to one of eight points: within the greeting, and within each command and between them. */
    private static Stalled stall(String endpoint, String mechanism, int point) {
        long began = System.nanoTime();
        RawPeer peer = RawPeer.connect(endpoint);
        byte[] greeting = Wire.greeting(3, 1, Wire.ascii(mechanism));
        byte[] first;
        byte[] second;
        switch (mechanism) {
            case "PLAIN" -> {
                first = Wire.command("HELLO", Wire.hex("03"), Wire.ascii("ann"), Wire.hex("06"), Wire.ascii("secret"));
                second = Wire.command("INITIATE", Wire.property("Socket-Type", Wire.ascii("PUSH")));
            }
            case "CURVE" -> {
                CurveClientWire client = new CurveClientWire(CLIENT, SERVER.publicKeyBytes());
                first = client.hello();
                second = Wire.command("INITIATE", new byte[400]); // never to its end
            }
            default -> {
                first = Wire.ready("PUSH");
                second = first;
            }
        }
        boolean answered = !mechanism.equals("NULL");
        byte[] said =
                switch (point) {
                    case 0 -> new byte[0];
                    case 1 -> Arrays.copyOf(greeting, 1);
                    case 2 -> Arrays.copyOf(greeting, 11);
                    case 3 -> Arrays.copyOf(greeting, 63);
                    case 4 -> greeting;
                    case 5 -> Wire.join(greeting, Arrays.copyOf(first, 1));
                    case 6 -> Wire.join(greeting, Arrays.copyOf(first, first.length / 2));
                    default -> Wire.join(greeting, answered ? first : Arrays.copyOf(first, first.length - 20));
                };
        peer.send(said);
        byte[] all = Wire.join(greeting, first);
        if (point == 7 && answered) {
            peer.read(Wire.GREETING);
            peer.readFrame();
            peer.send(Arrays.copyOf(second, second.length / 3));
            return new Stalled(peer, Arrays.copyOfRange(second, second.length / 3, second.length), began);
        }
        return new Stalled(peer, Arrays.copyOfRange(all, said.length, all.length), began);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NULL", "PLAIN", "CURVE"})
    void shouldBeRidOfThemInTimeAndServeOthers(String mechanism) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP, options -> options.security(server(mechanism))
                .maxHandshakes(0)
                .backlog(PEERS)
                .handshakeTimeout(LIMIT));
        handshake(pull, mechanism); // the first one in a JVM takes longer
        List<Stalled> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < PEERS; i++) {
                stalled.add(stall(TestSockets.endpointOf(pull), mechanism, i % POINTS));
            }
            List<Duration> honest = new ArrayList<>();
            int dribbled = 0;
            for (Duration since = Duration.ZERO;
                    since.compareTo(LIMIT.dividedBy(2)) < 0;
                    since = Duration.ofNanos(System.nanoTime() - stalled.get(PEERS - 1).began)) {
                honest.add(handshake(pull, mechanism));
                for (Stalled one : stalled) {
                    if (dribbled < DRIBBLE && dribbled < one.rest.length) {
                        one.peer.trySend(new byte[] {one.rest[dribbled]});
                    }
                }
                dribbled++;
            }
            honest.sort(null);
            Duration slowest = honest.get(honest.size() * 99 / 100);
            System.out.printf(
                    "%s: %d slow peers, %d honest handshakes with a message meanwhile, p99 %d us%n",
                    mechanism, PEERS, honest.size(), slowest.toNanos() / 1_000);
            assertThat(slowest).as("an honest handshake").isLessThan(LIMIT);
            Stalled last = stalled.get(PEERS - 1);
            assertThat(last.peer.isClosedWithin(LIMIT.plus(Waiting.SOON))).isTrue();
            Duration took = Duration.ofNanos(System.nanoTime() - last.began);
            assertThat(took).isBetween(LIMIT.multipliedBy(9).dividedBy(10), LIMIT.plusSeconds(3));
            for (Stalled one : stalled) {
                assertThat(one.peer.isClosedWithin(Duration.ofSeconds(1))).isTrue();
            }
        } finally {
            stalled.forEach(one -> one.peer.close());
        }
        assertThat(pull.receive(Duration.ZERO)).isNull();
    }

    /** A new honest peer, until its first message has arrived. */
    private Duration handshake(ZmqSocket pull, String mechanism) {
        long start = System.nanoTime();
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull, options -> options.security(client(mechanism)));
        push.send(Msg.of("hello"));
        TestSockets.assertReceives(pull, "hello");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        push.close();
        return took;
    }
}
