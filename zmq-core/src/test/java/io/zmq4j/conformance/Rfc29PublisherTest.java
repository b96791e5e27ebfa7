package io.zmq4j.conformance;

import static io.zmq4j.SocketType.PUB;
import static io.zmq4j.SocketType.SUB;
import static io.zmq4j.SocketType.XPUB;
import static io.zmq4j.SocketType.XSUB;
import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.awaitPeers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * PUB and XPUB; for SUB and XSUB see {@link Rfc29SubscriberTest}.
 *
 * <table>
 *   <caption>Otherwise than it is written</caption>
 *   <tr><th>sentence<th>here
 *   <tr><td>If this subscriber disconnects, the XPUB socket SHALL destroy its double queue and SHALL discard any messages.
 *       <td>So it is with messages for the subscriber. What that had sent is still received, as in libzmq.
 *   <tr><td>SHALL silently drop the message if the queue for a subscriber is full. SHALL NOT block on sending.
 *       <td>With {@code xpubNoDrop} the sender waits, as in libzmq; see {@code PatternOptionsTest}.
 * </table>
 */
@ExtendWith({LeakGate.class, NoSurprises.class})
class Rfc29PublisherTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @OverTransports
    @Rfc(
            number = 29,
            says = "PUB MAY be connected to any number of SUB or XSUB subscribers, and SHALL only send " + "messages.")
    void shouldRefuseToReceiveWhenTheSocketIsPub(Transport transport) {
        ZmqSocket pub = sockets.bound(PUB, transport);
        assertThatThrownBy(() -> pub.receive(Duration.ZERO)).isInstanceOf(UnsupportedOperationException.class);
    }

    @OverTransports
    @Rfc(
            number = 29,
            says = "PUB and XPUB SHALL perform a binary comparison of the subscription against the start of "
                    + "the first frame of the message.")
    void shouldDeliverOnlyWhatBeginsWithTheSubscription(Transport transport) {
        for (SocketType type : new SocketType[] {PUB, XPUB}) {
            ZmqSocket pub = sockets.bound(type, transport);
            ZmqSocket sub = sockets.connected(SUB, pub);
            byte[] topic = {0, (byte) 0xFF};
            sub.subscribe(topic);
            assertThat(pub.awaitSubscribers(topic, 1, Waiting.SOON)).isTrue();
            pub.send(Msg.of(new byte[] {0}));
            pub.send(Msg.of(new byte[] {0, 1}));
            pub.send(Msg.of(new byte[] {1}, new byte[] {0, (byte) 0xFF}));
            pub.send(Msg.of(new byte[0]));
            pub.send(Msg.of(new byte[] {0, (byte) 0xFF}));
            pub.send(Msg.of(new byte[] {0, (byte) 0xFF, 7}, new byte[] {8}));
            assertThat(sub.receive().bytes(0)).containsExactly(0, 0xFF);
            assertThat(sub.receive().bytes(0)).containsExactly(0, 0xFF, 7);
            assertThat(sub.tryReceive()).isNull();
        }
    }

    @OverTransports
    @Rfc(
            number = 37,
            says = "A subscription of \"A\" SHALL match all messages starting with \"A\". An empty "
                    + "subscription SHALL match all messages.")
    void shouldDeliverEverythingWhenTheSubscriptionIsEmpty(Transport transport) {
        ZmqSocket pub = sockets.bound(PUB, transport);
        ZmqSocket sub = sockets.connected(SUB, pub);
        sub.subscribe("");
        assertThat(pub.awaitSubscribers("", 1, Waiting.SOON)).isTrue();
        pub.send(Msg.of(""));
        pub.send(Msg.of("anything", ""));
        assertReceives(sub, "");
        assertReceives(sub, "anything", "");
    }

    @OverTransports
    @Rfc(
            number = 37,
            says = "Subscriptions SHALL be additive and SHALL NOT be idempotent. Subscribing to \"A\" and "
                    + "\"A\" counts as two subscriptions, and would require two CANCEL commands to undo.")
    void shouldCountSubscriptions(Transport transport) {
        ZmqSocket xpub = sockets.bound(XPUB, transport);
        ZmqSocket sub = sockets.connected(SUB, xpub);
        sub.subscribe("A");
        sub.subscribe("A");
        assertReceives(xpub, "\u0001A");
        sub.unsubscribe("A");
        sub.subscribe("B");
        assertReceives(xpub, "\u0001B");
        xpub.send(Msg.of("A1"));
        assertReceives(sub, "A1");
        sub.unsubscribe("A");
        assertReceives(xpub, "\u0000A");
        xpub.send(Msg.of("A2"));
        xpub.send(Msg.of("B2"));
        assertReceives(sub, "B2");
    }

    @OverTransports
    @Rfc(
            number = 29,
            says = "PUB SHALL silently drop the message if the queue for a subscriber is full. SHALL NOT "
                    + "block on sending.")
    void shouldDropAndNotBlockWhenASubscriberIsFull(Transport transport) {
        Flow.assertDropsWhenFull(sockets, PUB, SUB, transport);
    }

    @OverTransports
    @Rfc(number = 29, says = "PUB SHALL maintain a single outgoing message queue for each connected subscriber.")
    void shouldPublishToOneThoughAnotherOneIsFull(Transport transport) {
        Flow.assertPassesOverAFullPeer(sockets, PUB, SUB, transport);
    }

    @OverTransports
    @Rfc(
            number = 29,
            says = "PUB SHALL create a queue when initiating an outgoing connection to a subscriber, and "
                    + "SHALL maintain the queue whether or not the connection is established.")
    void shouldQueueForASubscriberThatIsNotThereYet(Transport transport) {
        // nobody has subscribed yet, so only what is not subscribed to shows that there is a queue
        Queues.assertBeforeConnected(sockets, PUB, SUB, transport, options -> options.invertMatching(true));
    }

    @OverTransports
    @Rfc(
            number = 29,
            says = "PUB SHALL create a queue when a subscriber connects to it. If this subscriber "
                    + "disconnects, the PUB socket SHALL destroy its queue and SHALL discard any messages it "
                    + "contains.")
    void shouldDiscardWhatWaitsForASubscriberThatLeaves(Transport transport) {
        Queues.assertDiscardedWithThePeer(sockets, PUB, SUB, transport);
    }

    @OverTransports
    @Rfc(
            number = 29,
            says = "PUB SHALL not modify outgoing messages in any way. SUB SHALL not modify incoming "
                    + "messages in any way.")
    void shouldChangeNothingWhenAPubPublishes(Transport transport) {
        Messages.assertUnchangedInFrames(sockets, PUB, SUB, transport);
    }

    @OverTransports
    @Rfc(number = 29, says = "PUB SHALL silently discard any messages that subscribers send it.")
    void shouldDiscardWhatSubscribersSend(Transport transport) {
        ZmqSocket pub = sockets.bound(PUB, transport);
        ZmqSocket xsub = sockets.connected(XSUB, pub);
        xsub.subscribe("A");
        for (int i = 0; i < 100; i++) {
            xsub.send(Msg.of("upstream " + i));
        }
        assertThat(pub.awaitSubscribers("A", 1, Waiting.SOON)).isTrue();
        pub.send(Msg.of("A still well"));
        assertReceives(xsub, "A still well");
    }

    @OverTransports
    @Rfc(
            number = 29,
            says = "PUB SHALL receive subscribe and unsubscribe requests from subscribers depending on the "
                    + "transport protocol used. SHALL NOT deliver these commands to its calling application.")
    void shouldObeySubscriptionsAndKeepThemToItselfWhenTheSocketIsPub(Transport transport) {
        ZmqSocket pub = sockets.bound(PUB, transport);
        ZmqSocket sub = sockets.connected(SUB, pub);
        sub.subscribe("A");
        assertThat(pub.awaitSubscribers("A", 1, Waiting.SOON)).isTrue();
        assertThatThrownBy(pub::tryReceive).isInstanceOf(UnsupportedOperationException.class);
        pub.send(Msg.of("A"));
        assertReceives(sub, "A");
        sub.unsubscribe("A");
        Waiting.until("nobody wants A", () -> pub.subscribers("A") == 0);
        assertThatThrownBy(pub::tryReceive).isInstanceOf(UnsupportedOperationException.class);
    }

    // -- XPUB --

    @OverTransports
    @Rfc(number = 29, says = "XPUB SHALL deliver these messages to its calling application.")
    void shouldDeliverWhatSubscribersSendWhenTheSocketIsXpub(Transport transport) {
        ZmqSocket xpub = sockets.bound(XPUB, transport);
        ZmqSocket xsub = sockets.connected(XSUB, xpub);
        awaitPeers(xsub, 1);
        xsub.send(Msg.of("hello", "upstream"));
        assertReceives(xpub, "hello", "upstream");
    }

    @OverTransports
    @Rfc(number = 29, says = "XPUB SHALL receive incoming messages from its subscribers using a fair-queuing strategy.")
    void shouldReceiveInTurnWhenTheSocketIsXpub(Transport transport) {
        ZmqSocket xpub = sockets.bound(XPUB, transport);
        List<ZmqSocket> xsubs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            xsubs.add(sockets.connected(XSUB, xpub));
        }
        awaitPeers(xpub, 3);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 10; j++) {
                xsubs.get(i).send(Msg.of("subscriber " + i));
            }
        }
        // the first one of each is held at the head of its queue
        Waiting.until("all are there", () -> xpub.stats().receiveQueue() == 27);
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            order.add(xpub.receive().string(0));
        }
        assertThat(order.subList(0, 3)).doesNotHaveDuplicates();
        for (int turn = 1; turn < 10; turn++) {
            assertThat(order.subList(3 * turn, 3 * turn + 3)).isEqualTo(order.subList(0, 3));
        }
    }

    @OverTransports
    @Rfc(
            number = 29,
            says = "XPUB SHALL silently drop the message if the queue for a subscriber is full. SHALL NOT "
                    + "block on sending.")
    void shouldDropWhenASubscriberOfAnXpubIsFull(Transport transport) {
        Flow.assertDropsWhenFull(sockets, XPUB, XSUB, transport);
    }

    @OverTransports
    @Rfc(
            number = 29,
            says = "XPUB SHALL maintain a double queue for each connected subscriber, allowing outgoing and "
                    + "incoming messages to be queued independently.")
    void shouldReceiveThoughASubscriberOfAnXpubIsFullAndTheOtherWayRound(Transport transport) {
        Queues.assertIndependent(sockets, XPUB, XSUB, transport);
        Flow.assertPassesOverAFullPeer(sockets, XPUB, SUB, transport);
    }

    @OverTransports
    @Rfc(
            number = 29,
            says = "XPUB SHALL create a double queue when initiating an outgoing connection to a subscriber, "
                    + "and SHALL maintain the double queue whether or not the connection is established.")
    void shouldQueueForASubscriberOfAnXpubThatIsNotThereYet(Transport transport) {
        Queues.assertBeforeConnected(sockets, XPUB, SUB, transport, options -> options.invertMatching(true));
    }

    @OverTransports
    @Rfc(
            number = 29,
            says = "XPUB SHALL create a double queue when a subscriber connects to it. If this subscriber "
                    + "disconnects, the XPUB socket SHALL destroy its double queue and SHALL discard any "
                    + "messages it contains.")
    void shouldDiscardWhatWaitsForASubscriberOfAnXpubThatLeaves(Transport transport) {
        Queues.assertDiscardedWithThePeer(sockets, XPUB, SUB, transport);
    }

    @OverTransports
    @Rfc(
            number = 29,
            says = "XPUB SHALL not modify outgoing messages in any way. XSUB SHALL not modify incoming "
                    + "messages in any way.")
    void shouldChangeNothingWhenAnXpubPublishes(Transport transport) {
        Messages.assertUnchangedInFrames(sockets, XPUB, XSUB, transport);
    }

    @OverTransports
    @Rfc(
            number = 29,
            says = "XPUB SHALL deliver these commands to its calling application. MAY, depending on "
                    + "configuration, normalize commands delivered to its calling application so that multiple "
                    + "identical subscriptions result in a single command only.")
    void shouldDeliverNewSubscriptionsOnceWhenTheSocketIsXpub(Transport transport) {
        ZmqSocket xpub = sockets.bound(XPUB, transport);
        ZmqSocket one = sockets.connected(SUB, xpub);
        one.subscribe("A");
        assertReceives(xpub, "\u0001A");
        ZmqSocket two = sockets.connected(SUB, xpub);
        two.subscribe("A");
        two.subscribe("B");
        assertReceives(xpub, "\u0001B");
        one.unsubscribe("A");
        two.unsubscribe("B");
        assertReceives(xpub, "\u0000B");
        two.unsubscribe("A");
        assertReceives(xpub, "\u0000A");
    }

    @OverTransports
    @Rfc(
            number = 29,
            says = "XPUB SHALL receive subscribe and unsubscribe requests from subscribers depending on the "
                    + "transport protocol used.")
    void shouldDeliverEverySubscriptionWhenTheXpubIsVerbose(Transport transport) {
        ZmqSocket xpub = sockets.bound(XPUB, transport, options -> options.xpubVerboser(true));
        ZmqSocket one = sockets.connected(SUB, xpub);
        one.subscribe("A");
        assertReceives(xpub, "\u0001A");
        ZmqSocket two = sockets.connected(SUB, xpub);
        two.subscribe("A");
        assertReceives(xpub, "\u0001A");
        two.unsubscribe("A");
        assertReceives(xpub, "\u0000A");
        one.unsubscribe("A");
        assertReceives(xpub, "\u0000A");
    }

    @OverTransports
    @Rfc(
            number = 29,
            says = "XPUB SHALL, if the subscriber peer disconnects prematurely, generate a suitable "
                    + "unsubscribe request for the calling application.")
    void shouldUnsubscribeWhenASubscriberLeaves(Transport transport) {
        ZmqSocket xpub = sockets.bound(XPUB, transport);
        ZmqSocket sub = sockets.connected(SUB, xpub);
        sub.subscribe("A");
        assertReceives(xpub, "\u0001A");
        sub.close();
        assertReceives(xpub, "\u0000A");
    }
}
