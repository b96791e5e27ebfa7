package io.zmq4j.interop;

import static io.zmq4j.SocketType.PULL;
import static io.zmq4j.SocketType.PUSH;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.testing.LibZmqOption;
import io.zmq4j.testing.PeerSocket;
import io.zmq4j.testing.Relay;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Heartbeats and the time for a handshake, the first part being the one that has them set. Between the two stands a
 * {@link Relay}, which can fall silent.
 */
class LivenessInteropTest extends LibZmqScenarios {

    private static final Duration INTERVAL = Duration.ofMillis(30);
    private static final Duration LIMIT = Duration.ofMillis(200);

    private static Setting interval() {
        return Setting.of(SocketConfigBuilder::heartbeatInterval, LibZmqOption.HEARTBEAT_IVL, INTERVAL);
    }

    private static Setting timeout(Duration value) {
        return Setting.of(SocketConfigBuilder::heartbeatTimeout, LibZmqOption.HEARTBEAT_TIMEOUT, value);
    }

    private static Setting timeToLive() {
        return Setting.of(SocketConfigBuilder::heartbeatTtl, LibZmqOption.HEARTBEAT_TTL, LIMIT);
    }

    private static Setting handshake() {
        return Setting.of(SocketConfigBuilder::handshakeTimeout, LibZmqOption.HANDSHAKE_IVL, LIMIT);
    }

    private static Relay.Side side(Way way, boolean first) {
        return way.firstBinds() == first ? Relay.Side.SERVER : Relay.Side.CLIENT;
    }

    private static Relay relay(Way way, PeerSocket first, PeerSocket second) {
        return new Relay(
                (way.firstBinds() ? first : second).bind(way.transport().endpoint()));
    }

    private static void connect(Way way, PeerSocket first, PeerSocket second, Relay relay) {
        (way.firstBinds() ? second : first).connect(relay.endpoint());
    }

    private static void assertDelivers(PeerSocket push, PeerSocket pull) {
        Waiting.until("a message", () -> {
            push.send(message("message"), Duration.ofMillis(20));
            return pull.receive(Duration.ofMillis(20)) != null;
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#tcp")
    void shouldKeepAPeerThatAnswers(Way way) {
        PeerSocket push = first(way, PUSH, interval(), timeout(Waiting.SOON));
        PeerSocket pull = second(way, PULL);
        try (Relay relay = relay(way, push, pull)) {
            connect(way, push, pull, relay);
            Waiting.until("answered heartbeats", () -> relay.heard(side(way, false), "PONG") >= 5);
            assertThat(relay.heard(side(way, true), "PING")).isGreaterThanOrEqualTo(5);
            assertDelivers(push, pull);
            assertThat(relay.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#tcp")
    void shouldGiveASilentPeerUpAndFindItAgain(Way way) {
        PeerSocket pull = first(way, PULL, interval(), timeout(LIMIT));
        PeerSocket push = second(way, PUSH);
        assertGivesUp(way, pull, push, true);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#tcp")
    void shouldBeGivenUpWhenItsTimeToLiveHasPassed(Way way) {
        PeerSocket pull = first(way, PULL, interval(), timeout(Waiting.SOON), timeToLive());
        PeerSocket push = second(way, PUSH);
        assertGivesUp(way, pull, push, false);
    }

    /** @param firstGivesUp whether the first one ends the connection as it hears nothing, or the second one */
    private static void assertGivesUp(Way way, PeerSocket pull, PeerSocket push, boolean firstGivesUp) {
        try (Relay relay = relay(way, pull, push)) {
            connect(way, pull, push, relay);
            assertDelivers(push, pull);
            Waiting.until("a heartbeat", () -> relay.heard(side(way, false), "PONG") > 0);
            relay.pause();
            Waiting.until("the silent peer is given up", () -> relay.endedBy(side(way, firstGivesUp)) > 0);
            relay.resume();
            drain(pull);
            assertDelivers(push, pull);
            assertThat(relay.connections()).isGreaterThan(1);
        }
    }

    private static void drain(PeerSocket pull) {
        while (pull.receive(Duration.ZERO) != null) {}
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#tcp")
    void shouldGiveUpAHandshakeThatTakesTooLong(Way way) {
        PeerSocket pull = first(way, PULL, handshake());
        PeerSocket push = second(way, PUSH);
        try (Relay relay = relay(way, pull, push)) {
            relay.pause();
            connect(way, pull, push, relay);
            Waiting.until("the handshake is given up", () -> relay.endedBy(side(way, true)) > 0);
            relay.resume();
            assertDelivers(push, pull);
            assertThat(relay.connections()).isGreaterThan(1);
        }
    }
}
