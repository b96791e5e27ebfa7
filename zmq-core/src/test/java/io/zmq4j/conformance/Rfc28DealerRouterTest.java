package io.zmq4j.conformance;

import static io.zmq4j.SocketType.DEALER;
import static io.zmq4j.SocketType.ROUTER;
import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.awaitPeers;
import static io.zmq4j.testing.TestSockets.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.UnroutableException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * DEALER and ROUTER; for REQ and REP see {@link Rfc28RequestReplyTest}.
 *
 * <table>
 *   <caption>Otherwise than it is written</caption>
 *   <tr><th>sentence<th>here
 *   <tr><td>If this peer disconnects, the socket SHALL destroy its double queue and SHALL discard any messages it contains.
 *       <td>So it is with messages for the peer. What the peer had sent is still received, as in libzmq.
 *   <tr><td>ROUTER SHALL create a double queue when initiating an outgoing connection to a peer.
 *       <td>Nothing can be sent to it before it has an identity, which {@code connect(endpoint, routingId)} gives at once.
 *   <tr><td>ROUTER SHALL NOT block on sending.
 *       <td>With {@code routerMandatory} a full queue makes the sender wait, as in libzmq.
 * </table>
 */
@ExtendWith({LeakGate.class, NoSurprises.class})
class Rfc28DealerRouterTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    // -- DEALER --

    @OverTransports
    @Rfc(number = 28, says = "DEALER SHALL route outgoing messages to available peers using a round-robin strategy.")
    void shouldRouteInTurnWhenTheSocketIsDealer(Transport transport) {
        Flow.assertRoundRobin(sockets, DEALER, DEALER, transport);
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "DEALER SHALL receive incoming messages from its peers using a fair-queuing strategy."
                    + " SHALL deliver these to its calling application.")
    void shouldReceiveInTurnWhenTheSocketIsDealer(Transport transport) {
        Flow.assertFairQueue(sockets, DEALER, DEALER, transport);
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "DEALER SHALL block on sending, or return a suitable error, when it has no available peers. SHALL"
                    + " not accept further messages when it has no available peers.")
    void shouldBlockWhenADealerHasNoPeer(Transport transport) {
        Flow.assertBlocksWithoutPeer(sockets, DEALER, transport);
    }

    @OverTransports
    @Rfc(number = 28, says = "DEALER SHALL NOT discard messages that it cannot queue.")
    void shouldDiscardNothingWhenADealerIsFull(Transport transport) {
        Flow.assertNothingDiscardedWhenFull(sockets, DEALER, ROUTER, transport);
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "DEALER SHALL consider a peer as available only when it has a outgoing queue that is not " + "full.")
    void shouldPassOverAPeerOfADealerWhenItIsFull(Transport transport) {
        Flow.assertPassesOverAFullPeer(sockets, DEALER, DEALER, transport);
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "DEALER SHALL create a double queue when initiating an outgoing connection to a peer, and SHALL"
                    + " maintain the double queue whether or not the connection is established.")
    void shouldQueueWhenADealerIsNotConnectedYet(Transport transport) {
        Queues.assertBeforeConnected(sockets, DEALER, DEALER, transport);
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "DEALER SHALL maintain a double queue for each connected peer, allowing outgoing and "
                    + "incoming messages to be queued independently.")
    void shouldReceiveThoughADealerCannotSendAndTheOtherWayRound(Transport transport) {
        Queues.assertIndependent(sockets, DEALER, DEALER, transport);
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "DEALER SHALL create a double queue when a peer connects to it. If this peer disconnects, "
                    + "the DEALER socket SHALL destroy its double queue and SHALL discard any messages it "
                    + "contains.")
    void shouldDiscardWhatWaitsForAPeerOfADealerThatLeaves(Transport transport) {
        Queues.assertDiscardedWithThePeer(sockets, DEALER, DEALER, transport);
    }

    @OverTransports
    @Rfc(number = 28, says = "DEALER SHALL not filter or modify outgoing or incoming messages in any way.")
    void shouldChangeNothingWhenDealersTalk(Transport transport) {
        ZmqSocket one = sockets.bound(DEALER, transport);
        ZmqSocket two = sockets.connected(DEALER, one);
        for (int frames = 1; frames <= 10; frames++) {
            List<String> message = new ArrayList<>(Collections.nCopies(frames, ""));
            message.set(frames - 1, "x".repeat(frames * 100));
            two.send(Msg.of(message.toArray(String[]::new)));
            assertReceives(one, message.toArray(String[]::new));
        }
    }

    // -- ROUTER --

    @OverTransports
    @Rfc(
            number = 28,
            says = "ROUTER SHALL receive incoming messages from its peers using a fair-queuing strategy."
                    + " SHALL deliver the resulting messages to its calling application.")
    void shouldReceiveInTurnWhenTheSocketIsRouter(Transport transport) {
        Flow.assertFairQueue(sockets, DEALER, ROUTER, transport);
    }

    @OverTransports
    @Rfc(
            number = 28,
            says =
                    "ROUTER SHALL identify each double queue using a unique \"identity\" binary string. SHALL prefix each"
                            + " incoming message with a frame containing the identity of the originating double queue.")
    void shouldTellPeersApartWhenTheyHaveNoIdentity(Transport transport) {
        ZmqSocket router = sockets.bound(ROUTER, transport);
        ZmqSocket one = sockets.connected(DEALER, router);
        ZmqSocket two = sockets.connected(DEALER, router);
        one.send(Msg.of("from one"));
        Msg fromOne = router.receive();
        two.send(Msg.of("from two"));
        Msg fromTwo = router.receive();
        assertThat(fromOne.bytes(0)).isNotEqualTo(fromTwo.bytes(0)).isNotEmpty();
        assertThat(text(fromOne.dropFirst())).containsExactly("from one");
        router.send(Msg.of(fromTwo.bytes(0), "to two".getBytes()));
        router.send(Msg.of(fromOne.bytes(0), "to one".getBytes()));
        assertReceives(one, "to one");
        assertReceives(two, "to two");
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "ROUTER SHOULD allow the peer to specify its identity explicitly through the Identity metadata"
                    + " property. SHALL remove the first frame from each outgoing message and use this as the identity"
                    + " of a double queue.")
    void shouldRouteByTheIdentityThatAPeerGaveItself(Transport transport) {
        ZmqSocket router = sockets.bound(ROUTER, transport);
        byte[] longest = new byte[255];
        Arrays.fill(longest, (byte) 'i');
        for (byte[] id : List.of("x".getBytes(), "a client".getBytes(), longest)) {
            ZmqSocket dealer = sockets.connected(DEALER, router, options -> options.routingId(id));
            dealer.send(Msg.of("hello"));
            assertThat(router.receive().bytes(0)).isEqualTo(id);
            router.send(Msg.of(id, "a".getBytes(), new byte[0], "b".getBytes()));
            assertReceives(dealer, "a", "", "b");
        }
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "ROUTER SHALL either silently drop the message, or return an error, depending on configuration, if"
                    + " the queue does not exist, or is full.")
    void shouldDropOrRefuseWhenThePeerIsUnknown(Transport transport) {
        ZmqSocket dropping = sockets.bound(ROUTER, transport);
        assertThat(dropping.trySend(Msg.of("nobody", "lost"))).isTrue();
        assertThat(dropping.stats().dropped()).containsEntry(DropReason.UNROUTABLE, 1L);
        ZmqSocket refusing = sockets.bound(ROUTER, transport, options -> options.routerMandatory(true));
        assertThatThrownBy(() -> refusing.trySend(Msg.of("nobody", "refused"))).isInstanceOf(UnroutableException.class);
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "ROUTER SHALL NOT block on sending. SHALL either silently drop the message, or return an "
                    + "error, depending on configuration, if the queue does not exist, or is full.")
    void shouldDropAndNotBlockWhenThePeerIsFull(Transport transport) {
        Flow.assertDropsWhenFull(sockets, ROUTER, DEALER, transport);
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "ROUTER SHALL route the message to the outgoing queue if that queue exists, and has " + "space.")
    void shouldRouteToAPeerThoughAnotherOneIsFull(Transport transport) {
        Flow.assertPassesOverAFullPeer(sockets, ROUTER, DEALER, transport);
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "ROUTER SHALL maintain a double queue for each connected peer, allowing outgoing and "
                    + "incoming messages to be queued independently.")
    void shouldReceiveThoughARouterCannotSendAndTheOtherWayRound(Transport transport) {
        Queues.assertIndependent(sockets, ROUTER, DEALER, transport);
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "ROUTER SHALL create a double queue when initiating an outgoing connection to a peer, and "
                    + "SHALL maintain the double queue whether or not the connection is established.")
    void shouldQueueForANamedPeerThatIsNotThereYet(Transport transport) {
        Queues.assertBeforeConnected(sockets, ROUTER, DEALER, transport);
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "ROUTER SHALL create a double queue when a peer connects to it. If this peer disconnects, "
                    + "the ROUTER socket SHALL destroy its double queue and SHALL discard any messages it "
                    + "contains.")
    void shouldDiscardWhatWaitsForAPeerThatLeaves(Transport transport) {
        Queues.assertDiscardedWithThePeer(sockets, ROUTER, DEALER, transport);
    }

    @OverTransports
    @Rfc(number = 28, says = "If this peer disconnects, the ROUTER socket SHALL destroy its double queue")
    void shouldForgetAPeerWhenItLeaves(Transport transport) {
        ZmqSocket router = sockets.bound(ROUTER, transport, options -> options.routerMandatory(true));
        ZmqSocket first = sockets.connected(DEALER, router, options -> options.routingId("id"));
        first.send(Msg.of("hello"));
        assertReceives(router, "id", "hello");
        first.close();
        awaitPeers(router, 0);
        assertThatThrownBy(() -> router.trySend(Msg.of("id", "gone"))).isInstanceOf(UnroutableException.class);
        ZmqSocket second = sockets.connected(DEALER, router, options -> options.routingId("id"));
        second.send(Msg.of("again"));
        assertReceives(router, "id", "again");
        router.send(Msg.of("id", "welcome"));
        assertReceives(second, "welcome");
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "DEALER SHALL create a double queue when a peer connects to it. ROUTER SHALL create a "
                    + "double queue when a peer connects to it.")
    void shouldStillReceiveWhatHadArrivedWhenItsSenderHasLeft(Transport transport) {
        Queues.assertKeptWithoutThePeer(sockets, DEALER, DEALER, transport);
        Queues.assertKeptWithoutThePeer(sockets, DEALER, ROUTER, transport);
        Queues.assertKeptWithoutTheConnection(sockets, DEALER, DEALER, transport);
    }
}
