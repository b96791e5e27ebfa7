package io.zmq4j.conformance;

import static io.zmq4j.SocketType.PUB;
import static io.zmq4j.SocketType.SUB;
import static io.zmq4j.SocketType.XPUB;
import static io.zmq4j.SocketType.XSUB;
import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.assertSilent;
import static io.zmq4j.testing.TestSockets.awaitPeers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakGate.class, NoSurprises.class})
class Rfc29PublishSubscribeTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    /** Publishes until the subscriber has received this, which shows that the subscription is known. */
    private static void awaitSubscription(ZmqSocket publisher, ZmqSocket subscriber, String topic) {
        Waiting.until("the subscription of " + topic + " is known", () -> {
            publisher.send(Msg.of(topic + " probe"));
            return subscriber.receive(Duration.ofMillis(20)) != null;
        });
        publisher.send(Msg.of(topic + " last"));
        Waiting.until(
                "the probes are through", () -> subscriber.receive().string(0).equals(topic + " last"));
    }

    @OverTransports
    @Rfc(
            number = 29,
            says = "PUB MAY be connected to any number of SUB or XSUB subscribers, and SHALL only send messages.")
    void shouldRefuseToReceiveWhenTheSocketIsPub(Transport transport) {
        ZmqSocket pub = sockets.bound(PUB, transport);
        assertThatThrownBy(() -> pub.receive(Duration.ZERO)).isInstanceOf(UnsupportedOperationException.class);
    }

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
            says =
                    "PUB SHALL perform a binary comparison of the subscription against the start of the first frame of the"
                            + " message.")
    void shouldDeliverOnlyWhatBeginsWithTheSubscription(Transport transport) {
        ZmqSocket xpub = sockets.bound(XPUB, transport);
        ZmqSocket sub = sockets.connected(SUB, xpub);
        sub.subscribe(new byte[] {0, (byte) 0xFF});
        assertThat(xpub.receive().bytes(0)).containsExactly(1, 0, 0xFF);
        xpub.send(Msg.of(new byte[] {0}));
        xpub.send(Msg.of(new byte[] {0, 1}));
        xpub.send(Msg.of(new byte[] {1}, new byte[] {0, (byte) 0xFF}));
        xpub.send(Msg.of(new byte[0]));
        xpub.send(Msg.of(new byte[] {0, (byte) 0xFF}));
        xpub.send(Msg.of(new byte[] {0, (byte) 0xFF, 7}, new byte[] {8}));
        assertThat(sub.receive().bytes(0)).containsExactly(0, 0xFF);
        assertThat(sub.receive().bytes(0)).containsExactly(0, 0xFF, 7);
        assertSilent(sub);
    }

    @OverTransports
    @Rfc(
            number = 37,
            says =
                    "A subscription of \"A\" SHALL match all messages starting with \"A\". An empty subscription SHALL match all messages.")
    void shouldDeliverEverythingWhenTheSubscriptionIsEmpty(Transport transport) {
        ZmqSocket pub = sockets.bound(PUB, transport);
        ZmqSocket sub = sockets.connected(SUB, pub);
        sub.subscribe("");
        awaitSubscription(pub, sub, "");
        pub.send(Msg.of(""));
        pub.send(Msg.of("anything", ""));
        assertReceives(sub, "");
        assertReceives(sub, "anything", "");
    }

    @OverTransports
    @Rfc(
            number = 37,
            says =
                    "Subscribing to \"A\" and \"A\" counts as two subscriptions, and would require two CANCEL commands to"
                            + " undo.")
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
            says =
                    "PUB SHALL silently drop the message if the queue for a subscriber is full. SHALL NOT block on sending.")
    void shouldDropAndNotBlockWhenASubscriberIsFull(Transport transport) {
        ZmqSocket pub = sockets.bound(PUB, transport, options -> options.sendHwm(10));
        ZmqSocket sub = sockets.connected(SUB, pub, options -> options.receiveHwm(10));
        sub.subscribe("");
        awaitSubscription(pub, sub, "");
        long before = pub.stats().droppedTotal();
        for (int i = 0; i < 500; i++) {
            assertThat(pub.trySend(Msg.of(new byte[100_000]))).isTrue();
        }
        long dropped = pub.stats().dropped().getOrDefault(DropReason.HWM, 0L) - before;
        assertThat(dropped).isPositive();
        for (int i = 0; i < 500 - dropped; i++) {
            assertThat(sub.receive().length(0)).isEqualTo(100_000);
        }
        assertSilent(sub);
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
        awaitSubscription(pub, xsub, "A");
        pub.send(Msg.of("A still well"));
        assertReceives(xsub, "A still well");
    }

    @OverTransports
    @Rfc(
            number = 29,
            says =
                    "XPUB SHALL receive incoming messages from its subscribers using a fair-queuing strategy. SHALL deliver these messages to its calling application.")
    void shouldDeliverWhatSubscribersSendWhenTheSocketIsXpub(Transport transport) {
        ZmqSocket xpub = sockets.bound(XPUB, transport);
        ZmqSocket xsub = sockets.connected(XSUB, xpub);
        awaitPeers(xsub, 1);
        xsub.send(Msg.of("hello", "upstream"));
        assertReceives(xpub, "hello", "upstream");
    }

    @OverTransports
    @Rfc(
            number = 29,
            says = "XPUB SHALL deliver these commands to its calling application. MAY, depending on configuration,"
                    + " normalize commands delivered to its calling application so that multiple identical subscriptions"
                    + " result in a single command only.")
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
            says =
                    "XPUB SHALL receive subscribe and unsubscribe requests from subscribers depending on the transport protocol used.")
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
            says =
                    "XPUB SHALL, if the subscriber peer disconnects prematurely, generate a suitable unsubscribe request for"
                            + " the calling application.")
    void shouldUnsubscribeWhenASubscriberLeaves(Transport transport) {
        ZmqSocket xpub = sockets.bound(XPUB, transport);
        ZmqSocket sub = sockets.connected(SUB, xpub);
        sub.subscribe("A");
        assertReceives(xpub, "\u0001A");
        sub.close();
        assertReceives(xpub, "\u0000A");
    }

    @OverTransports
    @Rfc(number = 29, says = "SUB SHALL receive incoming messages from its publishers using a fair-queuing strategy.")
    void shouldReceiveInTurnWhenThereAreSeveralPublishers(Transport transport) {
        ZmqSocket sub = sockets.bound(SUB, transport);
        sub.subscribe("");
        ZmqSocket[] pubs = new ZmqSocket[3];
        for (int i = 0; i < pubs.length; i++) {
            ZmqSocket xpub = sockets.connected(XPUB, sub);
            // a bound subscriber tells a new publisher what it wants when it is called next
            Waiting.until("the subscription is known", () -> sub.tryReceive() == null && xpub.tryReceive() != null);
            pubs[i] = xpub;
        }
        for (int i = 0; i < pubs.length; i++) {
            for (int j = 0; j < 5; j++) {
                pubs[i].send(Msg.of("publisher" + i));
            }
        }
        Waiting.until("all are there", () -> sub.stats().receiveQueue() == 15);
        for (int turn = 0; turn < 5; turn++) {
            assertThat(new String[] {
                        sub.receive().string(0),
                        sub.receive().string(0),
                        sub.receive().string(0)
                    })
                    .containsExactlyInAnyOrder("publisher0", "publisher1", "publisher2");
        }
    }

    @OverTransports
    @Rfc(
            number = 29,
            says =
                    "SUB SHALL create a queue when initiating an outgoing connection to a publisher, and SHALL maintain the"
                            + " queue whether or not the connection is established.")
    void shouldSubscribeWhenThePublisherComesLater(Transport transport) {
        String endpoint = Flow.unused(sockets, transport);
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
