package io.zmq4j.conformance;

import static io.zmq4j.SocketType.DEALER;
import static io.zmq4j.SocketType.PUB;
import static io.zmq4j.SocketType.PULL;
import static io.zmq4j.SocketType.PUSH;
import static io.zmq4j.SocketType.REP;
import static io.zmq4j.SocketType.REQ;
import static io.zmq4j.SocketType.ROUTER;
import static io.zmq4j.SocketType.SUB;
import static io.zmq4j.SocketType.XPUB;
import static io.zmq4j.SocketType.XSUB;
import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.assertSilent;
import static io.zmq4j.testing.TestSockets.awaitPeers;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.DropReason;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.RouterNotify;
import io.zmq4j.SocketType;
import io.zmq4j.WrongStateException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the options of the patterns do between real sockets. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class PatternOptionsTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private static void awaitTopics(ZmqSocket publisher, int count) {
        Waiting.until(count + " topics", () -> publisher.topicsCount() == count);
    }

    @OverTransports
    void shouldProbeEachNewPeer(Transport transport) {
        ZmqSocket router = sockets.bound(ROUTER, transport);
        ZmqSocket dealer = sockets.connected(
                DEALER, router, options -> options.probeRouter(true).routingId("d"));
        assertReceives(router, "d", "");
        assertThat(dealer.stats().messagesSent())
                .as("it has done nothing but connect")
                .isZero();
        router.send(Msg.of("d", "so it can be sent to first"));
        assertReceives(dealer, "so it can be sent to first");
        sockets.connected(REQ, router, options -> options.probeRouter(true).routingId("q"));
        assertReceives(router, "q", "");
        ZmqSocket listener = sockets.bound(DEALER, transport);
        sockets.connected(ROUTER, listener, options -> options.probeRouter(true).routingId("r"));
        assertReceives(listener, "");
    }

    @OverTransports
    void shouldNumberRequestsWhenTheyAreCorrelated(Transport transport) {
        ZmqSocket router = sockets.bound(ROUTER, transport);
        ZmqSocket req = sockets.connected(REQ, router, options -> options.reqCorrelate(true));
        for (int i = 0; i < 3; i++) {
            req.send(Msg.of("question " + i));
            Msg request = router.receive();
            assertThat(request.size()).isEqualTo(4);
            byte[] wrong = request.bytes(1).clone();
            wrong[3]++;
            router.send(Msg.of(request.bytes(0), wrong, request.bytes(2), "wrong".getBytes()));
            router.send(Msg.of(request.bytes(0), request.bytes(1), request.bytes(2), ("answer " + i).getBytes()));
            assertReceives(req, "answer " + i);
            assertThat(req.stats().dropped()).containsEntry(DropReason.LATE_REPLY, i + 1L);
        }
    }

    @OverTransports
    void shouldAskAgainWithoutAReplyWhenRelaxed(Transport transport) {
        ZmqSocket router = sockets.bound(ROUTER, transport);
        ZmqSocket req = sockets.connected(
                REQ, router, options -> options.reqRelaxed(true).reqCorrelate(true));
        req.send(Msg.of("first"));
        Msg first = router.receive();
        req.send(Msg.of("second"));
        Msg second = router.receive();
        router.send(Msg.of(first.bytes(0), first.bytes(1), first.bytes(2), "late".getBytes()));
        router.send(Msg.of(second.bytes(0), second.bytes(1), second.bytes(2), "in time".getBytes()));
        assertReceives(req, "in time");
        req.reconfigure(config -> config.toBuilder().reqRelaxed(false).build());
        req.send(Msg.of("third"));
        assertThatThrownBy(() -> req.send(Msg.of("fourth"))).isInstanceOf(WrongStateException.class);
    }

    @OverTransports
    void shouldTellOfTheComingOfPeersOrOfTheirGoing(Transport transport) {
        ZmqSocket both = sockets.bound(ROUTER, transport, options -> options.routerNotify(true));
        ZmqSocket coming = sockets.bound(ROUTER, transport, options -> options.routerNotify(RouterNotify.CONNECT));
        ZmqSocket going = sockets.bound(ROUTER, transport, options -> options.routerNotify(RouterNotify.DISCONNECT));
        for (ZmqSocket router : new ZmqSocket[] {both, coming, going}) {
            ZmqSocket dealer = sockets.connected(DEALER, router, options -> options.routingId("d"));
            dealer.send(Msg.of("hello"));
            if (router != going) {
                assertReceives(router, "d", "");
            }
            assertReceives(router, "d", "hello");
            dealer.close();
            if (router != coming) {
                assertReceives(router, "d", "");
            }
        }
        assertSilent(coming);
        assertThat(both.tryReceive()).isNull();
        assertThat(going.tryReceive()).isNull();
    }

    @OverTransports
    void shouldHandARoutingIdOverWhenThatIsSwitchedOnLater(Transport transport) {
        ZmqSocket router = sockets.bound(ROUTER, transport);
        ZmqSocket first = sockets.connected(DEALER, router, options -> options.routingId("d"));
        first.send(Msg.of("from the first"));
        assertReceives(router, "d", "from the first");
        router.reconfigure(config -> config.toBuilder().routerHandover(true).build());
        ZmqSocket second = sockets.connected(
                DEALER, router, options -> options.routingId("d").reconnectInterval(Duration.ofSeconds(30)));
        second.send(Msg.of("from the second"));
        assertReceives(router, "d", "from the second");
        router.reconfigure(config -> config.toBuilder().routerHandover(false).build());
        router.send(Msg.of("d", "to the second"));
        assertReceives(second, "to the second");
    }

    @OverTransports
    void shouldReceiveRepeatedSubscriptionsAndCancellationsAsConfigured(Transport transport) {
        ZmqSocket plain = sockets.bound(XPUB, transport);
        ZmqSocket verbose = sockets.bound(XPUB, transport, options -> options.xpubVerbose(true));
        ZmqSocket verboser = sockets.bound(XPUB, transport, options -> options.xpubVerboser(true));
        for (ZmqSocket xpub : new ZmqSocket[] {plain, verbose, verboser}) {
            ZmqSocket one = sockets.connected(XSUB, xpub);
            one.send(Msg.of("\u0001t"));
            assertReceives(xpub, "\u0001t");
            ZmqSocket two = sockets.connected(XSUB, xpub);
            two.send(Msg.of("\u0001t"));
            two.send(Msg.of("two is here"));
            if (xpub != plain) {
                assertReceives(xpub, "\u0001t");
            }
            assertReceives(xpub, "two is here");
            two.send(Msg.of("\u0000t"));
            two.send(Msg.of("two has cancelled"));
            if (xpub == verboser) {
                assertReceives(xpub, "\u0000t");
            }
            assertReceives(xpub, "two has cancelled");
            one.send(Msg.of("\u0000t"));
            assertReceives(xpub, "\u0000t");
        }
    }

    @OverTransports
    void shouldSubscribeThePeerWhoseRequestWasReadLastWhenManual(Transport transport) {
        ZmqSocket xpub = sockets.bound(XPUB, transport, options -> options.xpubManual(true));
        ZmqSocket a = sockets.connected(SUB, xpub);
        a.subscribe("");
        assertReceives(xpub, "\u0001");
        xpub.subscribe("a");
        ZmqSocket b = sockets.connected(SUB, xpub);
        b.subscribe("");
        assertReceives(xpub, "\u0001");
        xpub.subscribe("b");
        assertThat(xpub.topicsCount()).isEqualTo(2);
        for (String text : new String[] {"a", "b", "c"}) {
            xpub.send(Msg.of(text));
        }
        assertReceives(a, "a");
        assertReceives(b, "b");
        b.unsubscribe("");
        assertReceives(xpub, "\u0000");
        xpub.unsubscribe("b");
        xpub.send(Msg.of("b"));
        xpub.send(Msg.of("a"));
        assertReceives(a, "a");
        assertSilent(b);
    }

    @OverTransports
    void shouldSendTheLastValueToTheNewSubscriberAlone(Transport transport) {
        ZmqSocket xpub = sockets.bound(XPUB, transport, options -> options.xpubManualLastValue(true));
        ZmqSocket[] subs = new ZmqSocket[3];
        for (int i = 0; i < subs.length; i++) {
            subs[i] = sockets.connected(SUB, xpub);
            subs[i].subscribe("t");
            assertReceives(xpub, "\u0001t");
            xpub.subscribe("t");
            xpub.send(Msg.of("t", "last value for " + i));
        }
        xpub.send(Msg.of("t", "news"));
        for (int i = 0; i < subs.length; i++) {
            assertReceives(subs[i], "t", "last value for " + i);
            assertReceives(subs[i], "t", "news");
        }
    }

    @OverTransports
    void shouldWelcomeEachSubscriberWithWhatItMaySubscribeTo(Transport transport) {
        ZmqSocket xpub = sockets.bound(XPUB, transport, options -> options.xpubWelcome("welcome"));
        for (int i = 1; i <= 3; i++) {
            ZmqSocket sub = sockets.socket(SUB);
            sub.subscribe("welcome");
            sub.connect(endpointOf(xpub));
            int number = i;
            Waiting.until("a welcome", () -> {
                assertThat(xpub.topicsCount()).isLessThanOrEqualTo(1); // looks for new peers
                Msg msg = sub.tryReceive();
                return msg != null && msg.equals(Msg.of(number == 1 ? "welcome" : "welcome " + number));
            });
            String next = "welcome " + (i + 1);
            xpub.reconfigure(config -> config.toBuilder().xpubWelcome(next).build());
            assertThat(sub.tryReceive()).isNull();
        }
    }

    @OverTransports
    void shouldWaitForAFullSubscriberWhenNothingMayBeDropped(Transport transport) {
        ZmqSocket pub = sockets.bound(
                PUB, transport, options -> options.xpubNoDrop(true).sendHwm(2));
        ZmqSocket sub = sockets.connected(SUB, pub, options -> options.receiveHwm(2));
        sub.subscribe("");
        awaitTopics(pub, 1);
        byte[] large = new byte[1 << 20];
        int sent = 0;
        while (sent < 1_000 && pub.send(Msg.of(("" + sent).getBytes(), large), Duration.ofMillis(300))) {
            sent++;
        }
        assertThat(sent).isBetween(2, 999);
        for (int i = 0; i < sent; i++) {
            assertThat(sub.receive().string(0)).isEqualTo("" + i);
        }
        pub.send(Msg.of("there is room again"));
        assertReceives(sub, "there is room again");
        assertThat(pub.stats().droppedTotal()).isZero();
    }

    @OverTransports
    void shouldDeliverWhatWasNotSubscribedToWhenMatchingIsInverted(Transport transport) {
        ZmqSocket pub = sockets.bound(PUB, transport, options -> options.invertMatching(true));
        ZmqSocket sub = sockets.connected(SUB, pub, options -> options.invertMatching(true));
        sub.subscribe("no");
        awaitTopics(pub, 1);
        pub.send(Msg.of("no thanks"));
        pub.send(Msg.of("yes"));
        assertReceives(sub, "yes");
    }

    @OverTransports
    void shouldCountTopicsOnBothSides(Transport transport) {
        ZmqSocket pub = sockets.bound(PUB, transport);
        ZmqSocket sub = sockets.connected(SUB, pub);
        ZmqSocket xsub = sockets.connected(XSUB, pub);
        sub.subscribe("a");
        sub.subscribe("a");
        sub.subscribe("b");
        xsub.subscribe("b");
        xsub.subscribe("c");
        assertThat(sub.topicsCount()).isEqualTo(2);
        assertThat(xsub.topicsCount()).isEqualTo(2);
        awaitTopics(pub, 3);
        sub.unsubscribe("a");
        assertThat(sub.topicsCount()).isEqualTo(2);
        xsub.close();
        awaitTopics(pub, 2);
        sub.close();
        awaitTopics(pub, 0);
        ZmqSocket pull = sockets.socket(PULL);
        assertThatThrownBy(pull::topicsCount)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("XPUB");
    }

    @Test
    void shouldTellThePeerTheMetadataOfTheApplication() {
        ZmqSocket pull = sockets.bound(PULL, Transport.TCP);
        ZmqSocket push =
                sockets.connected(PUSH, pull, options -> options.metadata(Map.of("X-Tenant", "t1", "X-Zone", "z")));
        push.send(Msg.of("hello"));
        Metadata sender = pull.receive().metadata();
        assertThat(sender.get("x-tenant")).isEqualTo("t1");
        assertThat(sender.get("X-Zone")).isEqualTo("z");
    }

    @OverTransports
    void shouldConnectOnceThoughToldTwiceWhereTwoWouldOnlyDoubleTheTraffic(Transport transport) {
        assertPeersAfterTwoConnects(DEALER, ROUTER, transport, 1);
        assertPeersAfterTwoConnects(SUB, PUB, transport, 1);
        assertPeersAfterTwoConnects(PUB, SUB, transport, 1);
        assertPeersAfterTwoConnects(REQ, REP, transport, 1);
        assertPeersAfterTwoConnects(PUSH, PULL, transport, 2);
        assertPeersAfterTwoConnects(ROUTER, DEALER, transport, 2);
    }

    private void assertPeersAfterTwoConnects(SocketType type, SocketType boundType, Transport transport, int expected) {
        ZmqSocket bound = sockets.bound(boundType, transport);
        ZmqSocket connecting = sockets.connected(type, bound);
        connecting.connect(endpointOf(bound));
        awaitPeers(bound, expected);
        Waiting.staysTrue("peers of " + boundType, () -> bound.stats().readyPeers() == expected);
        connecting.disconnect(endpointOf(bound));
        awaitPeers(bound, 0);
        connecting.connect(endpointOf(bound));
        awaitPeers(bound, 1);
    }

    @Test
    void shouldDeliverAMessageOnceWhenASubscriberConnectsTwice() {
        ZmqSocket pub = sockets.bound(PUB, Transport.TCP);
        ZmqSocket sub = sockets.connected(SUB, pub);
        sub.connect(endpointOf(pub));
        sub.subscribe("");
        awaitTopics(pub, 1);
        pub.send(Msg.of("once"));
        assertReceives(sub, "once");
        assertSilent(sub);
    }
}
