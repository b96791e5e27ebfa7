package io.zmq4j.conformance;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.awaitPeers;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static io.zmq4j.testing.Wire.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ZMTP 3.0, where it differs from 3.1; the sentences that both have are in {@link Rfc37HandshakeTest}, {@link Rfc37ZmtpTest} and
 * {@link Rfc37SemanticsTest}.
 */
@ExtendWith({LeakGate.class, NoSurprises.class})
class Rfc23ZmtpTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @AutoClose
    private final RawServer server = new RawServer();

    @Test
    @Rfc(
            number = 23,
            says = "A peer MUST accept higher protocol versions as valid. That is, a ZMTP peer MUST accept "
                    + "protocol versions greater or equal to 3.0.")
    void shouldAcceptEveryVersionFrom30On() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        for (int[] version : new int[][] {{3, 0}, {3, 1}, {3, 2}, {4, 0}, {255, 255}}) {
            try (RawPeer peer = RawPeer.connect(endpointOf(pull))) {
                peer.send(
                        Wire.greeting(version[0], version[1], ascii("NULL")),
                        Wire.ready("PUSH"),
                        Wire.message("hello"));
                assertReceives(pull, "hello");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Rfc(
            number = 23,
            says =
                    "To complete a NULL security handshake, both peers SHALL send each other a READY command. Note that to"
                            + " avoid deadlocks, each peer MUST send its READY command before attempting to receive a READY from"
                            + " the other peer.")
    void shouldSendReadyWithoutWaitingForThatOfThePeer(boolean listens) {
        ZmqSocket push = sockets.bound(SocketType.PUSH, Transport.TCP);
        push.connect(server.endpoint());
        try (RawPeer peer = listens ? RawPeer.connect(endpointOf(push)) : server.accept()) {
            peer.send(Wire.greeting(3, 0, ascii("NULL")));
            assertThat(peer.read(Wire.GREETING)).startsWith(0xFF);
            assertThat(peer.readFrame().isCommand("READY")).isTrue();
            peer.send(Wire.ready("PULL"));
            awaitPeers(push, 1);
        }
    }

    @Test
    @Rfc(number = 23, says = "When a peer uses the NULL security mechanism, the as-server field MUST be zero.")
    void shouldSayThatItIsNoServer() {
        ZmqSocket push = sockets.bound(SocketType.PUSH, Transport.TCP);
        push.connect(server.endpoint());
        try (RawPeer bound = RawPeer.connect(endpointOf(push));
                RawPeer connected = server.accept()) {
            for (RawPeer peer : new RawPeer[] {bound, connected}) {
                peer.send(Wire.greeting(3, 0, ascii("NULL")));
                assertThat(peer.read(Wire.GREETING)[32]).isZero();
            }
        }
    }

    @Test
    @Rfc(
            number = 23,
            says = "To create a subscription, the SUB or XSUB peer SHALL send a SUBSCRIBE message. To cancel "
                    + "a subscription, the SUB or XSUB peer SHALL send an unsubscribe message.")
    void shouldSubscribeByMessage() {
        for (SocketType type : new SocketType[] {SocketType.SUB, SocketType.XSUB}) {
            ZmqSocket subscriber = sockets.socket(type);
            subscriber.subscribe("A");
            subscriber.connect(server.endpoint());
            try (RawPeer peer = server.accept()) {
                peer.send(Wire.greeting(3, 0, ascii("NULL")), Wire.ready("PUB"));
                peer.read(Wire.GREETING);
                assertThat(peer.readFrame().isCommand("READY")).isTrue();
                assertThat(peer.read(4)).isEqualTo(Wire.message("\u0001A"));
                subscriber.unsubscribe("A");
                assertThat(peer.read(4)).isEqualTo(Wire.message("\u0000A"));
            }
            subscriber.close();
        }
    }

    @Test
    @Rfc(
            number = 23,
            says = "When using ZMTP, message filtering SHALL happen at the publisher side (the PUB or XPUB "
                    + "socket). Subscribing to \"A\" and \"A\" counts as two subscriptions, and would require "
                    + "two unsubscribe messages to undo.")
    void shouldFilterForASubscriberThatSubscribesByMessage() {
        ZmqSocket pub = sockets.bound(SocketType.PUB, Transport.TCP);
        try (RawPeer peer = RawPeer.connect(endpointOf(pub))) {
            peer.send(Wire.greeting(3, 0, ascii("NULL")), Wire.ready("SUB"));
            peer.read(Wire.GREETING);
            assertThat(peer.readFrame().isCommand("READY")).isTrue();
            peer.send(Wire.message("\u0001A"), Wire.message("\u0001B"));
            assertThat(pub.awaitSubscribers("B", 1, Waiting.SOON)).isTrue();
            for (String topic : new String[] {"A1", "C1", "B1"}) {
                pub.send(Msg.of(topic));
            }
            assertThat(peer.read(8)).isEqualTo(Wire.join(Wire.message("A1"), Wire.message("B1")));
            peer.send(Wire.message("\u0000A"));
            Waiting.until("nobody wants A", () -> pub.subscribers("A") == 0);
            pub.send(Msg.of("A2"));
            pub.send(Msg.of("B2"));
            assertThat(peer.read(4)).isEqualTo(Wire.message("B2"));
        }
    }
}
