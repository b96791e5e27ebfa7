package io.zmq4j.conformance;

import static io.zmq4j.SocketType.PUB;
import static io.zmq4j.SocketType.SUB;
import static io.zmq4j.SocketType.XPUB;
import static io.zmq4j.SocketType.XSUB;
import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.assertSilent;
import static io.zmq4j.testing.TestSockets.awaitPeers;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * SUB and XSUB; for PUB and XPUB see {@link Rfc29PublisherTest}.
 *
 * <table>
 *   <caption>Otherwise than it is written</caption>
 *   <tr><th>sentence<th>here
 *   <tr><td>SHALL silently discard messages if the queue for a publisher is full.
 *       <td>No more is read then, and the publisher discards what it cannot send, as in libzmq.
 *   <tr><td>If this publisher disconnects, the socket SHALL destroy its queue and SHALL discard any messages it contains.
 *       <td>So it is with messages for the publisher. What that had sent is still received, as in libzmq.
 *   <tr><td>When closing a connection to a publisher SHOULD send unsubscribe requests for all subscriptions.
 *       <td>Not done: the publisher forgets them with the connection.
 * </table>
 */
@ExtendWith({LeakGate.class, NoSurprises.class})
class Rfc29SubscriberTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @OverTransports
    @Rfc(
            number = 29,
            says = "SUB MAY be connected to any number of PUB or XPUB publishers, and SHALL only receive messages.")
    void shouldRefuseToSendWhenTheSocketIsSub(Transport transport) {
        ZmqSocket sub = sockets.bound(SUB, transport);
        assertThatThrownBy(() -> sub.send(Msg.of("no"))).isInstanceOf(UnsupportedOperationException.class);
    }

    @OverTransports
    @Rfc(
            number = 29,
            says = "SUB SHALL receive incoming messages from its publishers using a fair-queuing strategy. "
                    + "SHALL deliver messages to its calling application.")
    void shouldReceiveInTurnWhenThereAreSeveralPublishers(Transport transport) {
        Flow.assertFairQueue(sockets, PUB, SUB, transport);
    }

    @OverTransports
    @Rfc(number = 29, says = "SUB SHALL maintain a single incoming message queue for each connected publisher.")
    void shouldReceiveOfOneThoughTheQueueOfAnotherIsFull(Transport transport) {
        Queues.assertOneForEachPeer(sockets, PUB, SUB, transport);
    }

    @OverTransports
    @Rfc(
            number = 29,
            says =
                    "SUB SHALL create a queue when initiating an outgoing connection to a publisher, and SHALL maintain the"
                            + " queue whether or not the connection is established.")
    void shouldSubscribeWhenThePublisherComesLater(Transport transport) {
        String endpoint = Queues.unused(sockets, transport);
        ZmqSocket sub = sockets.socket(SUB);
        sub.subscribe("A");
        sub.connect(endpoint);
        sub.subscribe("B");
        ZmqSocket xpub = sockets.socket(XPUB);
        xpub.bind(endpoint);
        assertThat(new String[] {xpub.receive().string(0), xpub.receive().string(0)})
                .containsExactlyInAnyOrder("\u0001A", "\u0001B");
        xpub.send(Msg.of("A", "1"));
        assertReceives(sub, "A", "1");
    }

    @OverTransports
    @Rfc(number = 29, says = "SUB SHALL maintain the queue whether or not the connection is established.")
    void shouldReceiveWhatHadArrivedWhenThePublisherHasGone(Transport transport) {
        Queues.assertKeptWithoutTheConnection(sockets, PUB, SUB, transport);
    }

    @OverTransports
    @Rfc(number = 29, says = "SUB SHALL create a queue when a publisher connects to it.")
    void shouldReceiveWhatHadArrivedOfAPublisherThatHasLeft(Transport transport) {
        Queues.assertKeptWithoutThePeer(sockets, PUB, SUB, transport);
    }

    @Test
    @Rfc(number = 29, says = "SUB SHALL silently discard messages if the queue for a publisher is full.")
    void shouldLeaveMessagesToThePublisherWhenTheQueueIsFull() {
        ZmqSocket sub = sockets.bound(SUB, Transport.TCP, options -> options.receiveHwm(2));
        sub.subscribe("");
        try (RawPeer publisher = RawPeer.ready(endpointOf(sub), PUB)) {
            sub.stats(); // so that it tells the publisher what it wants
            for (int i = 0; i < 10; i++) {
                publisher.send(Wire.message("m" + i));
            }
            Waiting.until("the queue is full", () -> sub.stats().receiveQueue() == 2);
            Waiting.staysTrue("no more is read", () -> sub.stats().receiveQueue() == 2);
            for (int i = 0; i < 10; i++) {
                assertReceives(sub, "m" + i);
            }
        }
    }

    // -- XSUB --

    @OverTransports
    @Rfc(
            number = 29,
            says = "XSUB SHALL receive incoming messages from its publishers using a fair-queuing strategy. "
                    + "SHALL deliver messages to its calling application.")
    void shouldReceiveInTurnWhenTheSocketIsXsub(Transport transport) {
        Flow.assertFairQueue(sockets, XPUB, XSUB, transport);
    }

    @OverTransports
    @Rfc(
            number = 29,
            says = "XSUB SHALL maintain a double queue for each connected publisher, allowing outgoing and "
                    + "incoming messages to be queued independently.")
    void shouldReceiveThoughAPublisherIsFullAndTheOtherWayRound(Transport transport) {
        Queues.assertIndependent(sockets, XSUB, XPUB, transport);
        Queues.assertOneForEachPeer(sockets, XPUB, XSUB, transport);
    }

    @OverTransports
    @Rfc(
            number = 29,
            says = "XSUB SHALL create a double queue when initiating an outgoing connection to a publisher, "
                    + "and SHALL maintain the double queue whether or not the connection is established.")
    void shouldQueueForAPublisherThatIsNotThereYet(Transport transport) {
        Queues.assertBeforeConnected(sockets, XSUB, XPUB, transport);
        Queues.assertKeptWithoutTheConnection(sockets, PUB, XSUB, transport);
    }

    @OverTransports
    @Rfc(
            number = 29,
            says = "XSUB SHALL create a double queue when a publisher connects to it. If this publisher "
                    + "disconnects, the XSUB socket SHALL destroy its double queue and SHALL discard any "
                    + "messages it contains.")
    void shouldDiscardWhatWaitsForAPublisherThatLeaves(Transport transport) {
        Queues.assertDiscardedWithThePeer(sockets, XSUB, XPUB, transport);
    }

    @Test
    @Rfc(number = 29, says = "XSUB SHALL silently discard messages if the incoming queue for a publisher is full.")
    void shouldLeaveMessagesToThePublisherWhenTheQueueOfAnXsubIsFull() {
        ZmqSocket xsub = sockets.bound(XSUB, Transport.TCP, options -> options.receiveHwm(2));
        xsub.subscribe("");
        try (RawPeer publisher = RawPeer.ready(endpointOf(xsub), PUB)) {
            xsub.stats(); // so that it tells the publisher what it wants
            for (int i = 0; i < 10; i++) {
                publisher.send(Wire.message("m" + i));
            }
            Waiting.until("the queue is full", () -> xsub.stats().receiveQueue() == 2);
            Waiting.staysTrue("no more is read", () -> xsub.stats().receiveQueue() == 2);
            for (int i = 0; i < 10; i++) {
                assertReceives(xsub, "m" + i);
            }
        }
    }

    @OverTransports
    @Rfc(number = 29, says = "XSUB SHALL send all messages to all connected publishers.")
    void shouldSendToAllPublishersWhenTheSocketIsXsub(Transport transport) {
        ZmqSocket one = sockets.bound(XPUB, transport);
        ZmqSocket two = sockets.bound(XPUB, transport);
        ZmqSocket xsub = sockets.connected(XSUB, one);
        xsub.connect(TestSockets.endpointOf(two));
        awaitPeers(xsub, 2);
        xsub.send(Msg.of("to all"));
        assertReceives(one, "to all");
        assertReceives(two, "to all");
    }

    @OverTransports
    @Rfc(number = 29, says = "XSUB SHALL not modify outgoing messages in any way.")
    void shouldChangeNothingWhenAnXsubSends(Transport transport) {
        Messages.assertUnchangedInFrames(sockets, XSUB, XPUB, transport);
    }

    @OverTransports
    @Rfc(
            number = 29,
            says = "XSUB SHALL silently drop the message if the outgoing queue for a publisher is full. "
                    + "SHALL NOT block on sending.")
    void shouldDropWhenAPublisherIsFull(Transport transport) {
        Flow.assertDropsWhenFull(sockets, XSUB, XPUB, transport);
        Flow.assertPassesOverAFullPeer(sockets, XSUB, XPUB, transport);
    }

    @OverTransports
    @Rfc(
            number = 29,
            says = "XSUB SHALL accept subscription commands from its calling application. SHALL send subscribe and"
                    + " unsubscribe requests to publishers depending on the transport protocol used.")
    void shouldSubscribeByMessageWhenTheSocketIsXsub(Transport transport) {
        ZmqSocket xpub = sockets.bound(XPUB, transport);
        ZmqSocket xsub = sockets.connected(XSUB, xpub);
        xsub.send(Msg.of("\u0001A"));
        assertReceives(xpub, "\u0001A");
        xpub.send(Msg.of("A1"));
        assertReceives(xsub, "A1");
        xsub.send(Msg.of("\u0000A"));
        assertReceives(xpub, "\u0000A");
        xpub.send(Msg.of("A2"));
        assertSilent(xsub);
    }
}
