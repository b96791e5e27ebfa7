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
            says = "PUSH SHALL consider a peer as available only when it has a outgoing queue that is not full.")
    void shouldPassOverAWorkerWhenItIsFull(Transport transport) {
        ZmqSocket push = sockets.bound(PUSH, transport, options -> options.sendHwm(2));
        ZmqSocket stuck = sockets.connected(PULL, push, options -> options.receiveHwm(2));
        awaitPeers(push, 1);
        Msg large = Msg.of(new byte[100_000]);
        int toStuck = 0;
        while (push.send(large, Duration.ofMillis(200))) {
            toStuck++;
        }
        assertThat(toStuck).isGreaterThanOrEqualTo(2);
        ZmqSocket working = sockets.connected(PULL, push);
        awaitPeers(push, 2);
        for (int i = 0; i < 100; i++) {
            push.send(Msg.of("for the worker"));
            assertReceives(working, "for the worker");
        }
        assertThat(stuck.stats().messagesReceived()).isZero();
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
        Flow.assertQueuesBeforeConnected(sockets, PUSH, PULL, transport);
    }

    @OverTransports
    @Rfc(number = 30, says = "PULL SHALL receive incoming messages from its peers using a fair-queuing strategy.")
    void shouldReceiveInTurnWhenThereAreSeveralSources(Transport transport) {
        Flow.assertFairQueue(sockets, PUSH, PULL, transport);
    }

    @OverTransports
    @Rfc(
            number = 30,
            says = "If this peer disconnects, the PUSH socket SHALL destroy its queue and SHALL discard any messages it"
                    + " contains.")
    void shouldBlockAgainWhenTheOnlyWorkerHasLeft(Transport transport) {
        ZmqSocket push = sockets.bound(PUSH, transport);
        ZmqSocket pull = sockets.connected(PULL, push);
        push.send(Msg.of("one"));
        assertReceives(pull, "one");
        pull.close();
        awaitPeers(push, 0);
        assertThat(push.trySend(Msg.of("two"))).isFalse();
    }
}
