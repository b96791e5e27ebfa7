package io.zmq4j.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.assertj.core.api.SoftAssertions;

/** A listening socket under attack, with one honest peer by whose messages it is seen to be well. */
final class Victim implements AutoCloseable {

    /** Well below the handshake timeout of 30 s: closed for what was said, not for being slow. */
    static final Duration AT_ONCE = Duration.ofSeconds(3);

    /** Of all that the honest peer says; it begins its messages, too. */
    private static final String GROUP = "honest";

    private final TestSockets sockets = new TestSockets();
    private final ZmqSocket listener;
    private final ZmqSocket honest;
    private final String endpoint;
    private final int id;
    private int exchanges;

    Victim(SocketType type) {
        this(type, options -> options);
    }

    Victim(SocketType type, UnaryOperator<SocketConfigBuilder> options) {
        this(type, Transport.TCP, options);
    }

    Victim(SocketType type, Transport transport, UnaryOperator<SocketConfigBuilder> options) {
        listener = sockets.bound(type, transport, options);
        endpoint = TestSockets.endpointOf(listener);
        honest = sockets.socket(peerOf(type));
        want(listener, "");
        want(honest, GROUP);
        id = connect();
        if (publishes(listener) || publishes(honest)) {
            awaitSubscription();
        } else {
            assertWell();
        }
    }

    private static void want(ZmqSocket socket, String prefix) {
        switch (socket.type()) {
            case SUB, XSUB -> socket.subscribe(prefix);
            case DISH -> socket.join(GROUP);
            default -> {}
        }
    }

    /** What the honest peer calls the listener; 0 = nothing. */
    private int connect() {
        if (honest.type() == SocketType.PEER) {
            return honest.connectPeer(endpoint);
        }
        honest.connect(endpoint);
        return 0;
    }

    private static boolean publishes(ZmqSocket socket) {
        return switch (socket.type()) {
            case PUB, XPUB, RADIO -> true;
            default -> false;
        };
    }

    private void awaitSubscription() {
        ZmqSocket publisher = publishes(listener) ? listener : honest;
        ZmqSocket subscriber = publisher == listener ? honest : listener;
        Waiting.until("the subscription is known", () -> {
            publisher.send(msg("honest probe"));
            return subscriber.receive(Duration.ofMillis(20)) != null;
        });
        publisher.send(msg("honest last"));
        Waiting.until(
                "the probes are through", () -> subscriber.receive().string(0).equals("honest last"));
    }

    /** The type as which a peer of this type may shake hands. */
    static SocketType peerOf(SocketType type) {
        return switch (type) {
            case PULL -> SocketType.PUSH;
            case PUSH -> SocketType.PULL;
            case DEALER, ROUTER -> SocketType.DEALER;
            case REP -> SocketType.REQ;
            case REQ -> SocketType.REP;
            case SUB, XSUB -> SocketType.PUB;
            case PUB, XPUB -> SocketType.SUB;
            case RADIO -> SocketType.DISH;
            case DISH -> SocketType.RADIO;
            case SERVER -> SocketType.CLIENT;
            case CLIENT -> SocketType.SERVER;
            case GATHER -> SocketType.SCATTER;
            case SCATTER -> SocketType.GATHER;
            case PAIR, PEER, CHANNEL -> type;
            case STREAM, DGRAM -> throw new IllegalArgumentException(type + " does not shake hands");
        };
    }

    SocketType type() {
        return listener.type();
    }

    SocketType attackerType() {
        return peerOf(listener.type());
    }

    String endpoint() {
        return endpoint;
    }

    ZmqSocket listener() {
        return listener;
    }

    /** Asserts that the next message that arrives is the honest peer's next one. */
    void assertWell() {
        String text = "honest " + ++exchanges;
        switch (listener.type()) {
            case PUB, XPUB, RADIO, PUSH, SCATTER, CLIENT -> {
                listener.send(msg(text));
                TestSockets.assertReceives(honest, text);
            }
            case REP -> assertAnswers(honest, listener, text);
            case REQ -> assertAnswers(listener, honest, text);
            default -> {
                honest.send(msg(text).withRoutingId(id));
                Msg received = listener.receive();
                Msg payload = listener.type() == SocketType.ROUTER ? received.dropFirst() : received;
                assertThat(TestSockets.text(payload)).containsExactly(text);
            }
        }
    }

    /**
     * Asserts that each of these costs the attacker who sends it the connection at once, and this socket nothing.
     *
     * @param before what each sends first
     */
    void assertClosesAfter(List<HostileInput> inputs, Supplier<RawPeer> attackers, byte... before) {
        SoftAssertions softly = new SoftAssertions();
        for (HostileInput input : inputs) {
            try (RawPeer attacker = attackers.get()) {
                attacker.trySend(before, input.bytes());
                softly.assertThat(attacker.isClosedWithin(AT_ONCE))
                        .as("%s: closed at once after %s", type(), input)
                        .isTrue();
            }
        }
        assertWell();
        assertOnlyHonestPeer();
        softly.assertAll();
    }

    private static void assertAnswers(ZmqSocket asking, ZmqSocket answering, String text) {
        asking.send(Msg.of(text));
        TestSockets.assertReceives(answering, text);
        answering.send(Msg.of(text));
        TestSockets.assertReceives(asking, text);
    }

    /** A message of any type: some look at its group. */
    private static Msg msg(String text) {
        return Msg.of(text).withGroup(GROUP);
    }

    /** Asserts that only the honest peer is left. */
    void assertOnlyHonestPeer() {
        TestSockets.awaitPeers(listener, 1);
    }

    @Override
    public void close() {
        sockets.close();
    }
}
