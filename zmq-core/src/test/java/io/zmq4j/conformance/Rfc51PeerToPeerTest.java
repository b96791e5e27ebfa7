package io.zmq4j.conformance;

import static io.zmq4j.SocketType.PEER;
import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.assertSilent;
import static io.zmq4j.testing.TestSockets.awaitPeers;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.UnroutableException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakGate.class, NoSurprises.class})
class Rfc51PeerToPeerTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private static Msg to(int id, String text) {
        return Msg.of(text).withRoutingId(id);
    }

    @OverTransports
    @Rfc(
            number = 51,
            says =
                    "PEER SHALL provide the application with an API to connect and retrieve the \"routing id\" of the double"
                            + " queue in atomic manner. MAY both send and receive messages in any order.")
    void shouldTalkToThePeerThatItHasConnected(Transport transport) {
        ZmqSocket one = sockets.bound(PEER, transport);
        ZmqSocket two = sockets.socket(PEER);
        int id = two.connectPeer(endpointOf(one));
        assertThat(id).isNotZero();
        two.send(to(id, "hello"));
        two.send(to(id, "again"));
        Msg hello = one.receive();
        assertThat(hello.string(0)).isEqualTo("hello");
        assertThat(hello.routingId()).isNotZero();
        assertReceives(one, "again");
        one.send(to(hello.routingId(), "answer"));
        assertThat(two.receive()).isEqualTo(to(id, "answer"));
    }

    @OverTransports
    @Rfc(
            number = 51,
            says =
                    "PEER SHALL create a double queue when initiating an outgoing connection to a peer, and SHALL maintain"
                            + " the double queue whether or not the connection is established.")
    void shouldQueueWhenThePeerIsNotThereYet(Transport transport) {
        String endpoint = Flow.unused(sockets, transport);
        ZmqSocket early = sockets.socket(PEER);
        int id = early.connectPeer(endpoint);
        early.send(to(id, "early"));
        ZmqSocket late = sockets.socket(PEER);
        late.bind(endpoint);
        assertReceives(late, "early");
    }

    @OverTransports
    @Rfc(
            number = 51,
            says =
                    "PEER SHALL identify each double queue using a unique \"routing id\", which is a non-zero 32-bit unsigned"
                            + " integer value. SHALL route the message to the outgoing queue if that queue exists, and is not"
                            + " full.")
    void shouldSendToThePeerThatIsMeant(Transport transport) {
        ZmqSocket hub = sockets.socket(PEER);
        ZmqSocket[] others = new ZmqSocket[3];
        int[] ids = new int[3];
        Set<Integer> different = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            others[i] = sockets.bound(PEER, transport);
            ids[i] = hub.connectPeer(endpointOf(others[i]));
            different.add(ids[i]);
        }
        assertThat(different).hasSize(3).doesNotContain(0);
        for (int i = 2; i >= 0; i--) {
            hub.send(to(ids[i], "for " + i));
            assertReceives(others[i], "for " + i);
        }
        for (ZmqSocket other : others) {
            assertSilent(other);
        }
    }

    @OverTransports
    @Rfc(number = 51, says = "PEER SHALL return an error if the queue does not exist.")
    void shouldThrowWhenThePeerIsNotThere(Transport transport) {
        ZmqSocket one = sockets.bound(PEER, transport);
        ZmqSocket two = sockets.socket(PEER);
        int id = two.connectPeer(endpointOf(one));
        two.send(to(id, "m"));
        Msg received = one.receive();
        assertThatThrownBy(() -> one.send(to(received.routingId() + 1, "m"))).isInstanceOf(UnroutableException.class);
        two.close();
        awaitPeers(one, 0);
        assertThatThrownBy(() -> one.send(received)).isInstanceOf(UnroutableException.class);
    }

    @OverTransports
    @Rfc(
            number = 51,
            says = "PEER SHALL block on sending, if the queue is full, unless otherwise configured. SHALL NOT discard"
                    + " messages that it cannot queue.")
    void shouldBlockWhenThePeerIsFull(Transport transport) {
        ZmqSocket one = sockets.bound(PEER, transport, options -> options.receiveHwm(2));
        ZmqSocket two = sockets.socket(PEER, options -> options.sendHwm(2));
        int id = two.connectPeer(endpointOf(one));
        int sent = 0;
        while (sent < 1_000 && two.send(Msg.of(new byte[100_000]).withRoutingId(id), Duration.ofMillis(200))) {
            sent++;
        }
        assertThat(sent).isBetween(2, 999);
        for (int i = 0; i < sent; i++) {
            assertThat(one.receive().length(0)).isEqualTo(100_000);
        }
        assertSilent(one);
        assertThat(two.stats().droppedTotal()).isZero();
    }

    @OverTransports
    @Rfc(number = 51, says = "PEER SHALL receive incoming messages from its peers using a fair-queuing strategy.")
    void shouldReceiveInTurnWhenThereAreSeveralPeers(Transport transport) {
        ZmqSocket receiver = sockets.bound(PEER, transport);
        for (int i = 0; i < 3; i++) {
            ZmqSocket sender = sockets.socket(PEER);
            int id = sender.connectPeer(endpointOf(receiver));
            for (int j = 0; j < 10; j++) {
                sender.send(to(id, "peer" + i));
            }
        }
        Waiting.until("30 messages wait", () -> receiver.stats().receiveQueue() == 30);
        for (int turn = 0; turn < 10; turn++) {
            Set<String> inTurn = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                inTurn.add(receiver.receive().string(0));
            }
            assertThat(inTurn).as("turn %d", turn).hasSize(3);
        }
    }

    @OverTransports
    @Rfc(number = 51, says = "PEER MUST NOT send multi-part messages.")
    void shouldRefuseAMultipartMessage(Transport transport) {
        ZmqSocket one = sockets.bound(PEER, transport);
        ZmqSocket two = sockets.socket(PEER);
        int id = two.connectPeer(endpointOf(one));
        assertThatThrownBy(() -> two.send(Msg.of("a", "b").withRoutingId(id)))
                .isInstanceOf(IllegalArgumentException.class);
        two.send(to(id, "whole"));
        assertReceives(one, "whole");
    }

    @Test
    @Rfc(number = 51, says = "PEER MUST discard any part of a multipart message.")
    void shouldDiscardAMultipartMessage() {
        ZmqSocket one = sockets.bound(PEER, Transport.TCP);
        try (RawPeer peer = RawPeer.ready(endpointOf(one), PEER)) {
            peer.send(Wire.message("a", "b"), Wire.message("whole"));
            assertReceives(one, "whole");
        }
        assertThat(one.stats().dropped()).containsEntry(DropReason.MALFORMED, 1L);
    }

    @Test
    @Rfc(number = 51, says = "PEER SHALL NOT allow the peer to specify its routing id explicitly.")
    void shouldNotCareForTheIdentityOfAPeer() {
        ZmqSocket one = sockets.bound(PEER, Transport.TCP);
        Set<Integer> ids = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            try (RawPeer peer = RawPeer.connect(endpointOf(one))) {
                peer.send(
                        Wire.greeting(),
                        Wire.command(
                                "READY",
                                Wire.property("Socket-Type", Wire.ascii("PEER")),
                                Wire.property("Identity", Wire.ascii("same"))),
                        Wire.message("m"));
                ids.add(one.receive().routingId());
            }
        }
        assertThat(ids).hasSize(2).doesNotContain(0);
    }
}
