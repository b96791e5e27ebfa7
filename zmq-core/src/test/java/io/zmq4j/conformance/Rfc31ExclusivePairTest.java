package io.zmq4j.conformance;

import static io.zmq4j.SocketType.PAIR;
import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.assertSilent;
import static io.zmq4j.testing.TestSockets.awaitPeers;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * PAIR.
 *
 * <table>
 *   <caption>Otherwise than it is written</caption>
 *   <tr><th>sentence<th>here
 *   <tr><td>If this peer disconnects, the PAIR socket SHALL destroy its double queue and SHALL discard any messages it contains.
 *       <td>So it is with messages for the peer. What the peer had sent is still received, as in libzmq.
 * </table>
 */
@ExtendWith({LeakGate.class, NoSurprises.class})
class Rfc31ExclusivePairTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @OverTransports
    @Rfc(number = 31, says = "PAIR SHALL not filter or modify outgoing or incoming messages in any way.")
    void shouldExchangeMessagesBothWays(Transport transport) {
        ZmqSocket one = sockets.bound(PAIR, transport);
        ZmqSocket two = sockets.connected(PAIR, one);
        two.send(Msg.of("", "a", ""));
        assertReceives(one, "", "a", "");
        one.send(Msg.of("b"));
        one.send(Msg.of("c", "d"));
        assertReceives(two, "b");
        assertReceives(two, "c", "d");
    }

    @OverTransports
    @Rfc(
            number = 31,
            says = "PAIR MAY be connected to at most one PAIR peers, and MAY both send and receive messages."
                    + " SHALL receive incoming messages from its single peer if it has one. SHALL deliver these to its"
                    + " calling application.")
    void shouldTurnASecondPeerAway(Transport transport) {
        ZmqSocket one = sockets.bound(PAIR, transport);
        ZmqSocket first = sockets.connected(PAIR, one);
        first.send(Msg.of("first"));
        assertReceives(one, "first");
        ZmqSocket second = sockets.connected(PAIR, one);
        second.send(Msg.of("second"), Duration.ofMillis(100));
        assertSilent(one);
        one.send(Msg.of("for the first"));
        assertReceives(first, "for the first");
        first.send(Msg.of("still there"));
        assertReceives(one, "still there");
    }

    @OverTransports
    @Rfc(
            number = 31,
            says = "PAIR SHALL block on sending, or return a suitable error, when it has no available peer. SHALL"
                    + " not accept further messages when it has no available peer.")
    void shouldBlockWhenThereIsNoPeer(Transport transport) {
        Flow.assertBlocksWithoutPeer(sockets, PAIR, transport);
    }

    @OverTransports
    @Rfc(
            number = 31,
            says = "PAIR SHALL NOT discard messages that it cannot queue. SHALL consider its peer as"
                    + " available only when it has a outgoing queue that is not full.")
    void shouldDiscardNothingWhenThePeerIsFull(Transport transport) {
        Flow.assertNothingDiscardedWhenFull(sockets, PAIR, PAIR, transport);
    }

    @OverTransports
    @Rfc(
            number = 31,
            says = "PAIR SHALL create a double queue when initiating an outgoing connection to a peer, and SHALL"
                    + " maintain the double queue whether or not the connection is established.")
    void shouldQueueWhenThePeerIsNotThereYet(Transport transport) {
        Queues.assertBeforeConnected(sockets, PAIR, PAIR, transport);
    }

    @OverTransports
    @Rfc(
            number = 31,
            says = "PAIR SHALL create a double queue when a peer connects to it. If this peer disconnects, "
                    + "the PAIR socket SHALL destroy its double queue and SHALL discard any messages it "
                    + "contains.")
    void shouldDiscardWhatWaitsForAPeerThatLeaves(Transport transport) {
        Queues.assertDiscardedWithThePeer(sockets, PAIR, PAIR, transport);
    }

    @OverTransports
    @Rfc(number = 31, says = "If this peer disconnects, the PAIR socket SHALL destroy its double queue")
    void shouldTakeANewPeerWhenTheFirstHasLeft(Transport transport) {
        ZmqSocket one = sockets.bound(PAIR, transport);
        ZmqSocket first = sockets.connected(PAIR, one);
        first.send(Msg.of("first"));
        assertReceives(one, "first");
        first.close();
        awaitPeers(one, 0);
        assertThat(one.trySend(Msg.of("nobody"))).isFalse();
        ZmqSocket second = sockets.connected(PAIR, one);
        second.send(Msg.of("second"));
        assertReceives(one, "second");
        one.send(Msg.of("welcome"));
        assertReceives(second, "welcome");
    }

    @OverTransports
    @Rfc(
            number = 31,
            says = "PAIR SHALL maintain a double queue for its peer, allowing outgoing and incoming messages "
                    + "to be queued independently.")
    void shouldReceiveThoughThePeerIsFullAndTheOtherWayRound(Transport transport) {
        Queues.assertIndependent(sockets, PAIR, PAIR, transport);
    }

    @OverTransports
    @Rfc(number = 31, says = "PAIR SHALL not filter or modify outgoing or incoming messages in any way.")
    void shouldChangeNothing(Transport transport) {
        Messages.assertUnchangedInFrames(sockets, PAIR, PAIR, transport);
    }

    @OverTransports
    @Rfc(number = 31, says = "PAIR SHALL maintain the double queue whether or not the connection is established.")
    void shouldReceiveWhatHadArrivedWhenThePeerHasGone(Transport transport) {
        Queues.assertKeptWithoutTheConnection(sockets, PAIR, PAIR, transport);
        Queues.assertKeptWithoutThePeer(sockets, PAIR, PAIR, transport);
    }
}
