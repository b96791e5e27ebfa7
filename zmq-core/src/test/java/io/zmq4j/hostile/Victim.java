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

    private final TestSockets sockets = new TestSockets();
    private final ZmqSocket listener;
    private final ZmqSocket honest;
    private final String endpoint;
    private int exchanges;

    Victim(SocketType type) {
        this(type, options -> options);
    }

    Victim(SocketType type, UnaryOperator<SocketConfigBuilder> options) {
        listener = sockets.bound(type, Transport.TCP, options);
        endpoint = TestSockets.endpointOf(listener);
        if (type == SocketType.SUB) {
            listener.subscribe("");
        }
        honest = sockets.socket(peerOf(type));
        if (type == SocketType.PUB) {
            honest.subscribe("honest");
        }
        honest.connect(endpoint);
        if (type == SocketType.SUB || type == SocketType.PUB) {
            awaitSubscription();
        } else {
            assertWell();
        }
    }

    private void awaitSubscription() {
        ZmqSocket publisher = listener.type() == SocketType.PUB ? listener : honest;
        ZmqSocket subscriber = publisher == listener ? honest : listener;
        Waiting.until("the subscription is known", () -> {
            publisher.send(Msg.of("honest probe"));
            return subscriber.receive(Duration.ofMillis(20)) != null;
        });
        publisher.send(Msg.of("honest last"));
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
            case SUB -> SocketType.PUB;
            case PUB, XPUB -> SocketType.SUB;
            case SERVER -> SocketType.CLIENT;
            case PAIR, REQ, XSUB, STREAM, CLIENT, RADIO -> throw new IllegalArgumentException(type.name());
            case DISH, GATHER, SCATTER, DGRAM, PEER, CHANNEL -> throw new IllegalArgumentException(type.name());
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
            case PUB, PUSH -> {
                listener.send(Msg.of(text));
                TestSockets.assertReceives(honest, text);
            }
            case REP -> {
                honest.send(Msg.of(text));
                TestSockets.assertReceives(listener, text);
                listener.send(Msg.of(text));
                TestSockets.assertReceives(honest, text);
            }
            default -> {
                honest.send(Msg.of(text));
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

    /** Asserts that only the honest peer is left. */
    void assertOnlyHonestPeer() {
        TestSockets.awaitPeers(listener, 1);
    }

    @Override
    public void close() {
        sockets.close();
    }
}
