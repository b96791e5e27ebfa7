package io.zmq4j.conformance;

import static io.zmq4j.SocketType.GATHER;
import static io.zmq4j.SocketType.SCATTER;
import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.awaitPeers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
 * SCATTER and GATHER.
 *
 * <table>
 *   <caption>Otherwise than it is written</caption>
 *   <tr><th>sentence<th>here
 *   <tr><td>If this peer disconnects, the GATHER socket SHALL destroy its queue and SHALL discard any messages it contains.
 *       <td>What the peer had sent is still received, as in libzmq.
 * </table>
 */
@ExtendWith({LeakGate.class, NoSurprises.class})
class Rfc49ScatterGatherTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @OverTransports
    @Rfc(
            number = 49,
            says = "SCATTER MAY be connected to any number of GATHER peers, and SHALL only send messages. "
                    + "GATHER MAY be connected to any number of SCATTER peers, and SHALL only receive messages.")
    void shouldRefuseTheOtherDirection(Transport transport) {
        ZmqSocket scatter = sockets.bound(SCATTER, transport);
        ZmqSocket gather = sockets.connected(GATHER, scatter);
        assertThatThrownBy(() -> scatter.receive(Duration.ZERO)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> gather.send(Msg.of("no"))).isInstanceOf(UnsupportedOperationException.class);
    }

    @OverTransports
    @Rfc(number = 49, says = "SCATTER SHALL route outgoing messages to available peers using a round-robin strategy.")
    void shouldRouteInTurnWhenThereAreSeveralWorkers(Transport transport) {
        Flow.assertRoundRobin(sockets, SCATTER, GATHER, transport);
    }

    @OverTransports
    @Rfc(
            number = 49,
            says = "SCATTER SHALL block on sending, or return a suitable error, when it has no available "
                    + "peers. SHALL not accept further messages when it has no available peers.")
    void shouldBlockWhenThereIsNoWorker(Transport transport) {
        Flow.assertBlocksWithoutPeer(sockets, SCATTER, transport);
    }

    @OverTransports
    @Rfc(number = 49, says = "SCATTER SHALL NOT discard messages that it cannot queue.")
    void shouldDiscardNothingWhenTheWorkerIsFull(Transport transport) {
        Flow.assertNothingDiscardedWhenFull(sockets, SCATTER, GATHER, transport);
    }

    @OverTransports
    @Rfc(
            number = 49,
            says = "SCATTER SHALL create this queue when initiating an outgoing connection to a peer, and "
                    + "SHALL maintain the queue whether or not the connection is established.")
    void shouldQueueWhenTheWorkerIsNotThereYet(Transport transport) {
        Queues.assertBeforeConnected(sockets, SCATTER, GATHER, transport);
    }

    @OverTransports
    @Rfc(
            number = 49,
            says = "SCATTER SHALL create this queue when a peer connects to it. If this peer disconnects, "
                    + "the SCATTER socket SHALL destroy its queue and SHALL discard any messages it contains.")
    void shouldDiscardWhatWaitsForAWorkerThatLeaves(Transport transport) {
        Queues.assertDiscardedWithThePeer(sockets, SCATTER, GATHER, transport);
    }

    @OverTransports
    @Rfc(number = 49, says = "If this peer disconnects, the SCATTER socket SHALL destroy its queue")
    void shouldBlockAgainWhenTheOnlyWorkerHasLeft(Transport transport) {
        ZmqSocket scatter = sockets.bound(SCATTER, transport);
        ZmqSocket gather = sockets.connected(GATHER, scatter);
        scatter.send(Msg.of("one"));
        assertReceives(gather, "one");
        gather.close();
        awaitPeers(scatter, 0);
        assertThat(scatter.trySend(Msg.of("two"))).isFalse();
    }

    @OverTransports
    @Rfc(
            number = 49,
            says = "SCATTER MUST NOT send multi-part messages. Therefore, the scatter-gather pattern (and "
                    + "the rest of the thread-safe family) MUST NOT allow multipart messages.")
    void shouldRefuseAMultipartMessage(Transport transport) {
        Messages.assertRefusesMultipart(sockets, SCATTER, GATHER, transport);
    }

    @OverTransports
    @Rfc(
            number = 49,
            says = "GATHER SHALL receive incoming messages from its peers using a fair-queuing strategy. "
                    + "SHALL deliver these to its calling application.")
    void shouldReceiveInTurnWhenThereAreSeveralSources(Transport transport) {
        Flow.assertFairQueue(sockets, SCATTER, GATHER, transport);
    }

    @Test
    @Rfc(
            number = 49,
            says = "GATHER MUST discard any part of a multipart message, MAY disconnect a peer that is "
                    + "sending multipart messages.")
    void shouldDiscardAMultipartMessage() {
        Messages.assertDiscardsMultipart(sockets, GATHER, SCATTER);
    }

    @OverTransports
    @Rfc(
            number = 49,
            says = "SCATTER SHALL consider a peer as available only when it has a outgoing queue that is not "
                    + "full. SHALL maintain an outgoing message queue for each connected peer.")
    void shouldPassOverAWorkerWhenItIsFull(Transport transport) {
        Flow.assertPassesOverAFullPeer(sockets, SCATTER, GATHER, transport);
    }

    @OverTransports
    @Rfc(
            number = 49,
            says = "SCATTER SHALL not filter or modify outgoing messages in any way. GATHER SHALL not filter "
                    + "or modify incoming messages in any way.")
    void shouldChangeNothing(Transport transport) {
        Messages.assertUnchanged(sockets, SCATTER, GATHER, transport);
    }

    @OverTransports
    @Rfc(
            number = 49,
            says = "In order for the API to be thread-safe sending and receiving messages MUST be atomic and "
                    + "a single API call to receive or send entire message. SCATTER MUST be thread-safe and "
                    + "allow sending from multiple threads. GATHER MUST be thread-safe and allow receiving from "
                    + "multiple threads.")
    void shouldServeManyThreads(Transport transport) throws InterruptedException {
        Messages.assertThreadSafe(sockets, SCATTER, GATHER, transport);
    }

    @OverTransports
    @Rfc(number = 49, says = "GATHER SHALL maintain an incoming queue for each connected peer.")
    void shouldReceiveOfOneSourceThoughTheQueueOfAnotherIsFull(Transport transport) {
        Queues.assertOneForEachPeer(sockets, SCATTER, GATHER, transport);
    }

    @OverTransports
    @Rfc(
            number = 49,
            says = "GATHER SHALL create this queue when initiating an outgoing connection to a peer, and "
                    + "SHALL maintain the queue whether or not the connection is established.")
    void shouldReceiveWhatHadArrivedWhenTheSourceHasGone(Transport transport) {
        Queues.assertKeptWithoutTheConnection(sockets, SCATTER, GATHER, transport);
    }

    @OverTransports
    @Rfc(number = 49, says = "GATHER SHALL create this queue when a peer connects to it.")
    void shouldReceiveWhatHadArrivedOfASourceThatHasLeft(Transport transport) {
        Queues.assertKeptWithoutThePeer(sockets, SCATTER, GATHER, transport);
    }
}
