package io.zmq4j.conformance;

import static io.zmq4j.SocketType.CHANNEL;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * CHANNEL.
 *
 * <table>
 *   <caption>Otherwise than it is written</caption>
 *   <tr><th>sentence<th>here
 *   <tr><td>If this peer disconnects, the CHANNEL socket SHALL destroy its double queue and SHALL discard any messages it contains.
 *       <td>So it is with messages for the peer. What the peer had sent is still received, as in libzmq.
 * </table>
 */
@ExtendWith({LeakGate.class, NoSurprises.class})
class Rfc52ChannelTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @OverTransports
    @Rfc(
            number = 52,
            says = "CHANNEL MAY both send and receive messages in any order. SHALL not filter or modify "
                    + "outgoing or incoming messages in any way.")
    void shouldExchangeMessagesBothWays(Transport transport) {
        ZmqSocket one = sockets.bound(CHANNEL, transport);
        ZmqSocket two = sockets.connected(CHANNEL, one);
        two.send(Msg.of("a"));
        assertReceives(one, "a");
        one.send(Msg.of(""));
        one.send(Msg.of("b"));
        assertReceives(two, "");
        assertReceives(two, "b");
    }

    @OverTransports
    @Rfc(
            number = 52,
            says = "CHANNEL MAY be connected to at most one CHANNEL peer. SHALL receive incoming messages "
                    + "from its single peer if it has one. SHALL deliver these to its calling application.")
    void shouldTurnASecondPeerAway(Transport transport) {
        ZmqSocket one = sockets.bound(CHANNEL, transport);
        ZmqSocket first = sockets.connected(CHANNEL, one);
        first.send(Msg.of("first"));
        assertReceives(one, "first");
        ZmqSocket second = sockets.connected(CHANNEL, one);
        second.send(Msg.of("second"), Duration.ofMillis(100));
        assertSilent(one);
        one.send(Msg.of("for the first"));
        assertReceives(first, "for the first");
    }

    @OverTransports
    @Rfc(
            number = 52,
            says = "CHANNEL SHALL block on sending, or return a suitable error, when it has no available "
                    + "peer. SHALL not accept further messages when it has no available peer.")
    void shouldBlockWhenThereIsNoPeer(Transport transport) {
        Flow.assertBlocksWithoutPeer(sockets, CHANNEL, transport);
    }

    @OverTransports
    @Rfc(
            number = 52,
            says = "CHANNEL SHALL NOT discard messages that it cannot queue. SHALL consider its peer as "
                    + "available only when it has a outgoing queue that is not full.")
    void shouldDiscardNothingWhenThePeerIsFull(Transport transport) {
        Flow.assertNothingDiscardedWhenFull(sockets, CHANNEL, CHANNEL, transport);
    }

    @OverTransports
    @Rfc(
            number = 52,
            says = "CHANNEL SHALL create a double queue when initiating an outgoing connection to a peer, "
                    + "and SHALL maintain the double queue whether or not the connection is established.")
    void shouldQueueWhenThePeerIsNotThereYet(Transport transport) {
        Queues.assertBeforeConnected(sockets, CHANNEL, CHANNEL, transport);
    }

    @OverTransports
    @Rfc(
            number = 52,
            says = "CHANNEL SHALL create a double queue when a peer connects to it. If this peer "
                    + "disconnects, the CHANNEL socket SHALL destroy its double queue and SHALL discard any "
                    + "messages it contains.")
    void shouldDiscardWhatWaitsForAPeerThatLeaves(Transport transport) {
        Queues.assertDiscardedWithThePeer(sockets, CHANNEL, CHANNEL, transport);
    }

    @OverTransports
    @Rfc(number = 52, says = "If this peer disconnects, the CHANNEL socket SHALL destroy its double queue")
    void shouldTakeANewPeerWhenTheFirstHasLeft(Transport transport) {
        ZmqSocket one = sockets.bound(CHANNEL, transport);
        ZmqSocket first = sockets.connected(CHANNEL, one);
        first.send(Msg.of("first"));
        assertReceives(one, "first");
        first.close();
        awaitPeers(one, 0);
        assertThat(one.trySend(Msg.of("nobody"))).isFalse();
        ZmqSocket second = sockets.connected(CHANNEL, one);
        second.send(Msg.of("second"));
        assertReceives(one, "second");
    }

    @OverTransports
    @Rfc(
            number = 52,
            says = "CHANNEL MUST NOT send multipart messages. Therefore, the client-server pattern (and the "
                    + "rest of the thread-safe family) MUST NOT allow multipart messages.")
    void shouldRefuseAMultipartMessage(Transport transport) {
        Messages.assertRefusesMultipart(sockets, CHANNEL, CHANNEL, transport);
    }

    @Test
    @Rfc(number = 52, says = "CHANNEL MUST discard any part of a multipart message.")
    void shouldDiscardAMultipartMessage() {
        Messages.assertDiscardsMultipart(sockets, CHANNEL, CHANNEL);
    }

    @OverTransports
    @Rfc(
            number = 52,
            says = "CHANNEL SHALL maintain a double queue for its peer, allowing outgoing and incoming "
                    + "messages to be queued independently.")
    void shouldReceiveThoughThePeerIsFullAndTheOtherWayRound(Transport transport) {
        Queues.assertIndependent(sockets, CHANNEL, CHANNEL, transport);
    }

    @OverTransports
    @Rfc(number = 52, says = "CHANNEL SHALL not filter or modify outgoing or incoming messages in any way.")
    void shouldChangeNothing(Transport transport) {
        Messages.assertUnchanged(sockets, CHANNEL, CHANNEL, transport);
    }

    @OverTransports
    @Rfc(
            number = 52,
            says = "In order for the API to be thread-safe sending and receiving messages MUST be atomic and "
                    + "a single API call to receive or send entire message. CHANNEL MUST be thread-safe and "
                    + "allow receiving and sending from multiple threads.")
    void shouldServeManyThreads(Transport transport) throws InterruptedException {
        Messages.assertThreadSafe(sockets, CHANNEL, CHANNEL, transport);
    }

    @OverTransports
    @Rfc(number = 52, says = "CHANNEL SHALL maintain the double queue whether or not the connection is established.")
    void shouldReceiveWhatHadArrivedWhenThePeerHasGone(Transport transport) {
        Queues.assertKeptWithoutTheConnection(sockets, CHANNEL, CHANNEL, transport);
        Queues.assertKeptWithoutThePeer(sockets, CHANNEL, CHANNEL, transport);
    }
}
