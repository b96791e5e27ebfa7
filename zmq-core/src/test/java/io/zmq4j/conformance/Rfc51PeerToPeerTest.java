package io.zmq4j.conformance;

import static io.zmq4j.SocketType.PEER;
import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.assertSilent;
import static io.zmq4j.testing.TestSockets.awaitPeers;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.UnroutableException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * PEER.
 *
 * <table>
 *   <caption>Otherwise than it is written</caption>
 *   <tr><th>sentence<th>here
 *   <tr><td>If this peer disconnects, the PEER socket SHALL destroy its double queue and SHALL discard any messages it contains.
 *       <td>So it is with messages for the peer. What the peer had sent is still received, as in libzmq.
 * </table>
 */
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
            says = "PEER SHALL provide the application with an API to connect and retrieve the \"routing "
                    + "id\" of the double queue in atomic manner. MAY both send and receive messages in any "
                    + "order. SHALL provide the application with an API to retrieve the message routing-id. "
                    + "SHALL provide the application with an API to set the message routing-id.")
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
            says = "PEER SHALL create a double queue when initiating an outgoing connection to a peer, and "
                    + "SHALL maintain the double queue whether or not the connection is established.")
    void shouldQueueWhenThePeerIsNotThereYet(Transport transport) {
        Queues.assertBeforeConnected(sockets, PEER, PEER, transport);
    }

    @OverTransports
    @Rfc(
            number = 51,
            says = "PEER SHALL identify each double queue using a unique \"routing id\", which is a non-zero "
                    + "32-bit unsigned integer value. SHALL route the message to the outgoing queue if that "
                    + "queue exists, and is not full.")
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
            says = "PEER SHALL block on sending, if the queue is full, unless otherwise configured. SHALL "
                    + "NOT discard messages that it cannot queue.")
    void shouldBlockWhenThePeerIsFull(Transport transport) {
        Flow.assertNothingDiscardedWhenFull(sockets, PEER, PEER, transport);
    }

    @OverTransports
    @Rfc(
            number = 51,
            says = "PEER SHALL receive incoming messages from its peers using a fair-queuing strategy. SHALL "
                    + "deliver the resulting messages to its calling application.")
    void shouldReceiveInTurnWhenThereAreSeveralPeers(Transport transport) {
        Flow.assertFairQueue(sockets, PEER, PEER, transport);
    }

    @OverTransports
    @Rfc(
            number = 51,
            says = "PEER SHALL maintain a double queue for each connected peer, allowing outgoing and "
                    + "incoming messages to be queued independently.")
    void shouldReceiveThoughAPeerIsFullAndTheOtherWayRound(Transport transport) {
        Queues.assertIndependent(sockets, PEER, PEER, transport);
        Flow.assertPassesOverAFullPeer(sockets, PEER, PEER, transport);
    }

    @OverTransports
    @Rfc(
            number = 51,
            says = "PEER SHALL create a double queue when a peer connects to it. If this peer disconnects, "
                    + "the PEER socket SHALL destroy its double queue and SHALL discard any messages it "
                    + "contains.")
    void shouldDiscardWhatWaitsForAPeerThatLeaves(Transport transport) {
        Queues.assertDiscardedWithThePeer(sockets, PEER, PEER, transport);
    }

    @OverTransports
    @Rfc(number = 51, says = "PEER SHALL maintain the double queue whether or not the connection is established.")
    void shouldReceiveWhatHadArrivedWhenThePeerHasGone(Transport transport) {
        Queues.assertKeptWithoutTheConnection(sockets, PEER, PEER, transport);
        Queues.assertKeptWithoutThePeer(sockets, PEER, PEER, transport);
    }

    @OverTransports
    @Rfc(number = 51, says = "PEER SHALL not filter or modify outgoing or incoming messages in any way.")
    void shouldChangeNothing(Transport transport) {
        Messages.assertUnchanged(sockets, PEER, PEER, transport);
    }

    @OverTransports
    @Rfc(
            number = 51,
            says = "PEER MUST NOT send multi-part messages. Therefore, the peer-to-peer pattern (and the "
                    + "rest of the thread-safe family) MUST NOT allow multipart messages.")
    void shouldRefuseAMultipartMessage(Transport transport) {
        Messages.assertRefusesMultipart(sockets, PEER, PEER, transport);
    }

    @Test
    @Rfc(number = 51, says = "PEER MUST discard any part of a multipart message.")
    void shouldDiscardAMultipartMessage() {
        Messages.assertDiscardsMultipart(sockets, PEER, PEER);
    }

    @Test
    @Rfc(number = 51, says = "PEER SHALL NOT allow the peer to specify its routing id explicitly.")
    void shouldNotCareForTheIdentityOfAPeer() {
        Messages.assertIgnoresIdentity(sockets, PEER, PEER);
    }

    @OverTransports
    @Rfc(
            number = 51,
            says = "In order for the API to be thread-safe sending and receiving messages MUST be atomic and "
                    + "a single API call to receive or send entire msg.")
    void shouldServeManyThreads(Transport transport) throws InterruptedException {
        Messages.assertThreadSafe(sockets, PEER, PEER, transport);
    }
}
