package io.zmq4j.conformance;

import static io.zmq4j.SocketType.PULL;
import static io.zmq4j.SocketType.PUSH;
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
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * PUSH and PULL.
 *
 * <table>
 *   <caption>Otherwise than it is written</caption>
 *   <tr><th>sentence<th>here
 *   <tr><td>If this peer disconnects, the PULL socket SHALL destroy its queue and SHALL discard any messages it contains.
 *       <td>What the peer had sent is still received, as in libzmq.
 * </table>
 */
@ExtendWith({LeakGate.class, NoSurprises.class})
class Rfc30PipelineTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @OverTransports
    @Rfc(number = 30, says = "PUSH MAY be connected to any number of PULL peers, and SHALL only send messages.")
    void shouldRefuseToReceiveWhenTheSocketIsPush(Transport transport) {
        ZmqSocket push = sockets.bound(PUSH, transport);
        assertThatThrownBy(() -> push.receive(Duration.ZERO)).isInstanceOf(UnsupportedOperationException.class);
    }

    @OverTransports
    @Rfc(number = 30, says = "PULL MAY be connected to any number of PUSH peers, and SHALL only receive messages.")
    void shouldRefuseToSendWhenTheSocketIsPull(Transport transport) {
        ZmqSocket pull = sockets.bound(PULL, transport);
        assertThatThrownBy(() -> pull.send(Msg.of("no"))).isInstanceOf(UnsupportedOperationException.class);
    }

    @OverTransports
    @Rfc(number = 30, says = "PUSH SHALL route outgoing messages to available peers using a round-robin strategy.")
    void shouldRouteInTurnWhenThereAreSeveralWorkers(Transport transport) {
        Flow.assertRoundRobin(sockets, PUSH, PULL, transport);
    }

    @OverTransports
    @Rfc(
            number = 30,
            says = "PUSH SHALL block on sending, or return a suitable error, when it has no available peers. SHALL not"
                    + " accept further messages when it has no available peers.")
    void shouldBlockWhenThereIsNoWorker(Transport transport) {
        Flow.assertBlocksWithoutPeer(sockets, PUSH, transport);
    }

    @OverTransports
    @Rfc(number = 30, says = "PUSH SHALL NOT discard messages that it cannot queue.")
    void shouldDiscardNothingWhenTheWorkerIsFull(Transport transport) {
        Flow.assertNothingDiscardedWhenFull(sockets, PUSH, PULL, transport);
    }

    @OverTransports
    @Rfc(
            number = 30,
            says = "PUSH SHALL create this queue when initiating an outgoing connection to a peer, and SHALL maintain"
                    + " the queue whether or not the connection is established.")
    void shouldQueueWhenTheWorkerIsNotThereYet(Transport transport) {
        Queues.assertBeforeConnected(sockets, PUSH, PULL, transport);
    }

    @OverTransports
    @Rfc(
            number = 30,
            says = "PULL SHALL receive incoming messages from its peers using a fair-queuing strategy."
                    + " SHALL deliver these to its calling application.")
    void shouldReceiveInTurnWhenThereAreSeveralSources(Transport transport) {
        Flow.assertFairQueue(sockets, PUSH, PULL, transport);
    }

    @OverTransports
    @Rfc(
            number = 30,
            says = "PUSH SHALL create this queue when a peer connects to it. If this peer disconnects, the "
                    + "PUSH socket SHALL destroy its queue and SHALL discard any messages it contains.")
    void shouldDiscardWhatWaitsForAWorkerThatLeaves(Transport transport) {
        Queues.assertDiscardedWithThePeer(sockets, PUSH, PULL, transport);
    }

    @OverTransports
    @Rfc(number = 30, says = "If this peer disconnects, the PUSH socket SHALL destroy its queue")
    void shouldBlockAgainWhenTheOnlyWorkerHasLeft(Transport transport) {
        ZmqSocket push = sockets.bound(PUSH, transport);
        ZmqSocket pull = sockets.connected(PULL, push);
        push.send(Msg.of("one"));
        assertReceives(pull, "one");
        pull.close();
        awaitPeers(push, 0);
        assertThat(push.trySend(Msg.of("two"))).isFalse();
    }

    @OverTransports
    @Rfc(
            number = 30,
            says = "PUSH SHALL consider a peer as available only when it has a outgoing queue that is not "
                    + "full. SHALL maintain an outgoing message queue for each connected peer.")
    void shouldPassOverAWorkerWhenItIsFull(Transport transport) {
        Flow.assertPassesOverAFullPeer(sockets, PUSH, PULL, transport);
    }

    @OverTransports
    @Rfc(
            number = 30,
            says = "PUSH SHALL not filter or modify outgoing messages in any way. PULL SHALL not filter or "
                    + "modify incoming messages in any way.")
    void shouldChangeNothing(Transport transport) {
        Messages.assertUnchangedInFrames(sockets, PUSH, PULL, transport);
    }

    @OverTransports
    @Rfc(number = 30, says = "PULL SHALL maintain an incoming queue for each connected peer.")
    void shouldReceiveOfOneSourceThoughTheQueueOfAnotherIsFull(Transport transport) {
        Queues.assertOneForEachPeer(sockets, PUSH, PULL, transport);
    }

    @OverTransports
    @Rfc(
            number = 30,
            says = "PULL SHALL create this queue when initiating an outgoing connection to a peer, and SHALL "
                    + "maintain the queue whether or not the connection is established.")
    void shouldReceiveWhatHadArrivedWhenTheSourceHasGone(Transport transport) {
        Queues.assertKeptWithoutTheConnection(sockets, PUSH, PULL, transport);
    }

    @OverTransports
    @Rfc(number = 30, says = "PULL SHALL create this queue when a peer connects to it.")
    void shouldReceiveWhatHadArrivedOfASourceThatHasLeft(Transport transport) {
        Queues.assertKeptWithoutThePeer(sockets, PUSH, PULL, transport);
    }
}
