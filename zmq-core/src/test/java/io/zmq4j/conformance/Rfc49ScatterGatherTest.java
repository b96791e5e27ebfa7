package io.zmq4j.conformance;

import static io.zmq4j.SocketType.GATHER;
import static io.zmq4j.SocketType.SCATTER;
import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.awaitPeers;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Wire;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakGate.class, NoSurprises.class})
class Rfc49ScatterGatherTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @OverTransports
    @Rfc(
            number = 49,
            says = "SCATTER MAY be connected to any number of GATHER peers, and SHALL only send messages. GATHER [...]"
                    + " SHALL only receive messages.")
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
            says =
                    "SCATTER SHALL block on sending, or return a suitable error, when it has no available peers. SHALL not"
                            + " accept further messages when it has no available peers.")
    void shouldBlockWhenThereIsNoWorker(Transport transport) {
        Flow.assertBlocksWithoutPeer(sockets, SCATTER, transport);
    }

    @OverTransports
    @Rfc(
            number = 49,
            says =
                    "SCATTER SHALL NOT discard messages that it cannot queue. SHALL consider a peer as available only when"
                            + " it has a outgoing queue that is not full.")
    void shouldDiscardNothingWhenTheWorkerIsFull(Transport transport) {
        Flow.assertNothingDiscardedWhenFull(sockets, SCATTER, GATHER, transport);
    }

    @OverTransports
    @Rfc(
            number = 49,
            says =
                    "SCATTER SHALL create this queue when initiating an outgoing connection to a peer, and SHALL maintain"
                            + " the queue whether or not the connection is established.")
    void shouldQueueWhenTheWorkerIsNotThereYet(Transport transport) {
        Flow.assertQueuesBeforeConnected(sockets, SCATTER, GATHER, transport);
    }

    @OverTransports
    @Rfc(
            number = 49,
            says =
                    "If this peer disconnects, the SCATTER socket SHALL destroy its queue and SHALL discard any messages it"
                            + " contains.")
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
    @Rfc(number = 49, says = "SCATTER MUST NOT send multi-part messages.")
    void shouldRefuseAMultipartMessage(Transport transport) {
        ZmqSocket scatter = sockets.bound(SCATTER, transport);
        ZmqSocket gather = sockets.connected(GATHER, scatter);
        assertThatThrownBy(() -> scatter.send(Msg.of("a", "b"))).isInstanceOf(IllegalArgumentException.class);
        scatter.send(Msg.of("whole"));
        assertReceives(gather, "whole");
    }

    @OverTransports
    @Rfc(number = 49, says = "GATHER SHALL receive incoming messages from its peers using a fair-queuing strategy.")
    void shouldReceiveInTurnWhenThereAreSeveralSources(Transport transport) {
        Flow.assertFairQueue(sockets, SCATTER, GATHER, transport);
    }

    @Test
    @Rfc(number = 49, says = "GATHER MUST discard any part of a multipart message")
    void shouldDiscardAMultipartMessage() {
        ZmqSocket gather = sockets.bound(GATHER, Transport.TCP);
        try (RawPeer scatter = RawPeer.ready(endpointOf(gather), SCATTER)) {
            scatter.send(Wire.message("a", "b"), Wire.message("whole"), Wire.message("", "", ""));
            assertReceives(gather, "whole");
            scatter.send(Wire.message("next"));
            assertReceives(gather, "next");
        }
        assertThat(gather.stats().dropped()).containsEntry(DropReason.MALFORMED, 2L);
    }
}
