package io.zmq4j.conformance;

import static io.zmq4j.SocketType.DEALER;
import static io.zmq4j.SocketType.REP;
import static io.zmq4j.SocketType.REQ;
import static io.zmq4j.SocketType.ROUTER;
import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.assertSilent;
import static io.zmq4j.testing.TestSockets.awaitPeers;
import static io.zmq4j.testing.TestSockets.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.UnroutableException;
import io.zmq4j.WrongStateException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakGate.class, NoSurprises.class})
class Rfc28RequestReplyTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @OverTransports
    @Rfc(number = 28, says = "REQ SHALL prefix the outgoing message with an empty delimiter frame.")
    void shouldPrefixTheRequestWithADelimiter(Transport transport) {
        ZmqSocket router = sockets.bound(ROUTER, transport);
        ZmqSocket req = sockets.connected(REQ, router, options -> options.routingId("client"));
        req.send(Msg.of("a", "b"));
        assertReceives(router, "client", "", "a", "b");
        router.send(Msg.of("client", "", "c", "d"));
        assertReceives(req, "c", "d");
    }

    @OverTransports
    @Rfc(number = 28, says = "REQ SHALL route outgoing messages to connected peers using a round-robin strategy.")
    void shouldRouteRequestsInTurnWhenThereAreSeveralServices(Transport transport) {
        ZmqSocket req = sockets.bound(REQ, transport);
        List<ZmqSocket> reps = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            reps.add(sockets.connected(REP, req));
        }
        awaitPeers(req, 3);
        List<Integer> servedBy = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            req.send(Msg.of("request"));
            int service = firstThatReceives(reps);
            servedBy.add(service);
            reps.get(service).send(Msg.of("reply"));
            assertReceives(req, "reply");
        }
        assertThat(servedBy.subList(0, 3)).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(servedBy.subList(3, 6)).isEqualTo(servedBy.subList(0, 3));
        assertThat(servedBy.subList(6, 9)).isEqualTo(servedBy.subList(0, 3));
    }

    private static int firstThatReceives(List<ZmqSocket> receivers) {
        int[] found = {-1};
        Waiting.until("one of them receives", () -> {
            for (int i = 0; i < receivers.size(); i++) {
                if (receivers.get(i).tryReceive() != null) {
                    found[0] = i;
                    return true;
                }
            }
            return false;
        });
        return found[0];
    }

    @OverTransports
    @Rfc(number = 28, says = "REQ SHALL block on sending, or return a suitable error, when it has no connected peers.")
    void shouldBlockTheRequestWhenThereIsNoService(Transport transport) {
        Flow.assertBlocksWithoutPeer(sockets, REQ, transport);
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "REQ SHALL accept an incoming message only from the last peer that it sent a request to."
                    + " SHALL discard silently any messages received from other peers.")
    void shouldDiscardRepliesWhenTheyComeFromAnotherPeer(Transport transport) {
        ZmqSocket req = sockets.bound(REQ, transport, options -> options.routingId("client"));
        List<ZmqSocket> routers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            routers.add(sockets.connected(ROUTER, req, options -> options.routerMandatory(true)));
        }
        awaitPeers(req, 2);
        routers.forEach(router -> awaitPeers(router, 1));
        req.send(Msg.of("request"));
        int asked = firstThatReceives(routers);
        routers.get(1 - asked).send(Msg.of("client", "", "forged"));
        Waiting.until(
                "the forged reply is there",
                () -> req.stats().receiveQueue() > 0 || req.stats().droppedTotal() > 0);
        assertThat(req.tryReceive()).isNull();
        routers.get(asked).send(Msg.of("client", "", "real"));
        assertReceives(req, "real");
    }

    @OverTransports
    @Rfc(number = 28, says = "REQ SHALL send and then receive exactly one message at a time.")
    void shouldRefuseCallsOutOfOrderWhenTheSocketIsReq(Transport transport) {
        ZmqSocket rep = sockets.bound(REP, transport);
        ZmqSocket req = sockets.connected(REQ, rep);
        assertThatThrownBy(() -> req.receive(Duration.ZERO)).isInstanceOf(WrongStateException.class);
        req.send(Msg.of("one"));
        assertThatThrownBy(() -> req.send(Msg.of("two"))).isInstanceOf(WrongStateException.class);
        assertReceives(rep, "one");
        rep.send(Msg.of("reply"));
        assertReceives(req, "reply");
        req.send(Msg.of("two"));
        assertReceives(rep, "two");
    }

    @OverTransports
    @Rfc(number = 28, says = "REP SHALL receive and then send exactly one message at a time.")
    void shouldRefuseCallsOutOfOrderWhenTheSocketIsRep(Transport transport) {
        ZmqSocket rep = sockets.bound(REP, transport);
        ZmqSocket req = sockets.connected(REQ, rep);
        assertThatThrownBy(() -> rep.send(Msg.of("too early"))).isInstanceOf(WrongStateException.class);
        req.send(Msg.of("request"));
        assertReceives(rep, "request");
        assertThatThrownBy(() -> rep.receive(Duration.ZERO)).isInstanceOf(WrongStateException.class);
        rep.send(Msg.of("reply"));
        assertReceives(req, "reply");
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "REP SHALL remove and store the address envelope, including the delimiter. SHALL pass the remaining"
                    + " data frames to its calling application. SHALL prepend the address envelope and delimiter.")
    void shouldKeepTheEnvelopeForTheReplyWhenARequestHasOne(Transport transport) {
        ZmqSocket rep = sockets.bound(REP, transport);
        ZmqSocket dealer = sockets.connected(DEALER, rep);
        dealer.send(Msg.of("hop1", "hop2", "", "data", "", "more"));
        assertReceives(rep, "data", "", "more");
        rep.send(Msg.of("re", "ply"));
        assertReceives(dealer, "hop1", "hop2", "", "re", "ply");
    }

    @OverTransports
    @Rfc(number = 28, says = "The request and reply messages SHALL have this format on the wire")
    void shouldDiscardARequestWhenItHasNoDelimiter(Transport transport) {
        ZmqSocket rep = sockets.bound(REP, transport);
        ZmqSocket dealer = sockets.connected(DEALER, rep);
        dealer.send(Msg.of("no", "delimiter"));
        dealer.send(Msg.of("", "good"));
        assertReceives(rep, "good");
    }

    @OverTransports
    @Rfc(number = 28, says = "REP SHALL receive incoming messages from its peers using a fair-queuing strategy.")
    void shouldServeClientsInTurnWhenTheSocketIsRep(Transport transport) {
        ZmqSocket rep = sockets.bound(REP, transport);
        for (int i = 0; i < 3; i++) {
            ZmqSocket dealer = sockets.connected(DEALER, rep);
            for (int j = 0; j < 4; j++) {
                dealer.send(Msg.of("", "client" + i));
            }
        }
        Waiting.until("all requests wait", () -> rep.stats().receiveQueue() == 12);
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            order.add(rep.receive().string(0));
            rep.send(Msg.of("done"));
        }
        for (int turn = 0; turn < 4; turn++) {
            assertThat(order.subList(3 * turn, 3 * turn + 3))
                    .containsExactlyInAnyOrder("client0", "client1", "client2");
        }
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "REP SHALL silently discard the reply, or return an error, if the originating peer is no longer"
                    + " connected. SHALL not block on sending.")
    void shouldDiscardTheReplyWhenTheClientHasLeft(Transport transport) {
        ZmqSocket rep = sockets.bound(REP, transport);
        ZmqSocket gone = sockets.connected(REQ, rep);
        gone.send(Msg.of("request"));
        assertReceives(rep, "request");
        gone.close();
        awaitPeers(rep, 0);
        assertThat(rep.trySend(Msg.of("reply"))).isTrue();
        assertThat(rep.stats().dropped()).containsEntry(DropReason.NO_PEER, 1L);
        ZmqSocket next = sockets.connected(REQ, rep);
        next.send(Msg.of("next"));
        assertReceives(rep, "next");
    }

    @OverTransports
    @Rfc(number = 28, says = "DEALER SHALL route outgoing messages to available peers using a round-robin strategy.")
    void shouldRouteInTurnWhenTheSocketIsDealer(Transport transport) {
        Flow.assertRoundRobin(sockets, DEALER, DEALER, transport);
    }

    @OverTransports
    @Rfc(number = 28, says = "DEALER SHALL receive incoming messages from its peers using a fair-queuing strategy.")
    void shouldReceiveInTurnWhenTheSocketIsDealer(Transport transport) {
        Flow.assertFairQueue(sockets, DEALER, DEALER, transport);
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "DEALER SHALL block on sending, or return a suitable error, when it has no available peers.")
    void shouldBlockWhenADealerHasNoPeer(Transport transport) {
        Flow.assertBlocksWithoutPeer(sockets, DEALER, transport);
    }

    @OverTransports
    @Rfc(number = 28, says = "DEALER SHALL NOT discard messages that it cannot queue.")
    void shouldDiscardNothingWhenADealerIsFull(Transport transport) {
        Flow.assertNothingDiscardedWhenFull(sockets, DEALER, ROUTER, transport);
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "DEALER SHALL create a double queue when initiating an outgoing connection to a peer, and SHALL"
                    + " maintain the double queue whether or not the connection is established.")
    void shouldQueueWhenADealerIsNotConnectedYet(Transport transport) {
        Flow.assertQueuesBeforeConnected(sockets, DEALER, DEALER, transport);
    }

    @OverTransports
    @Rfc(number = 28, says = "ROUTER SHALL receive incoming messages from its peers using a fair-queuing strategy.")
    void shouldReceiveInTurnWhenTheSocketIsRouter(Transport transport) {
        Flow.assertFairQueue(sockets, DEALER, ROUTER, transport);
    }

    @OverTransports
    @Rfc(
            number = 28,
            says =
                    "ROUTER SHALL identify each double queue using a unique \"identity\" binary string. SHALL prefix each"
                            + " incoming message with a frame containing the identity of the originating double queue.")
    void shouldTellPeersApartWhenTheyHaveNoIdentity(Transport transport) {
        ZmqSocket router = sockets.bound(ROUTER, transport);
        ZmqSocket one = sockets.connected(DEALER, router);
        ZmqSocket two = sockets.connected(DEALER, router);
        one.send(Msg.of("from one"));
        Msg fromOne = router.receive();
        two.send(Msg.of("from two"));
        Msg fromTwo = router.receive();
        assertThat(fromOne.bytes(0)).isNotEqualTo(fromTwo.bytes(0)).isNotEmpty();
        assertThat(text(fromOne.dropFirst())).containsExactly("from one");
        router.send(Msg.of(fromTwo.bytes(0), "to two".getBytes()));
        router.send(Msg.of(fromOne.bytes(0), "to one".getBytes()));
        assertReceives(one, "to one");
        assertReceives(two, "to two");
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "ROUTER SHOULD allow the peer to specify its identity explicitly through the Identity metadata"
                    + " property. SHALL remove the first frame from each outgoing message and use this as the identity"
                    + " of a double queue.")
    void shouldRouteByTheIdentityThatAPeerGaveItself(Transport transport) {
        ZmqSocket router = sockets.bound(ROUTER, transport);
        byte[] longest = new byte[255];
        Arrays.fill(longest, (byte) 'i');
        for (byte[] id : List.of("x".getBytes(), "a client".getBytes(), longest)) {
            ZmqSocket dealer = sockets.connected(DEALER, router, options -> options.routingId(id));
            dealer.send(Msg.of("hello"));
            assertThat(router.receive().bytes(0)).isEqualTo(id);
            router.send(Msg.of(id, "a".getBytes(), new byte[0], "b".getBytes()));
            assertReceives(dealer, "a", "", "b");
        }
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "ROUTER SHALL either silently drop the message, or return an error, depending on configuration, if"
                    + " the queue does not exist, or is full.")
    void shouldDropOrRefuseWhenThePeerIsUnknown(Transport transport) {
        ZmqSocket dropping = sockets.bound(ROUTER, transport);
        assertThat(dropping.trySend(Msg.of("nobody", "lost"))).isTrue();
        assertThat(dropping.stats().dropped()).containsEntry(DropReason.UNROUTABLE, 1L);
        ZmqSocket refusing = sockets.bound(ROUTER, transport, options -> options.routerMandatory(true));
        assertThatThrownBy(() -> refusing.trySend(Msg.of("nobody", "refused"))).isInstanceOf(UnroutableException.class);
    }

    @OverTransports
    @Rfc(number = 28, says = "ROUTER SHALL NOT block on sending.")
    void shouldDropAndNotBlockWhenThePeerIsFull(Transport transport) {
        ZmqSocket router = sockets.bound(ROUTER, transport, options -> options.sendHwm(2));
        ZmqSocket dealer = sockets.connected(
                DEALER, router, options -> options.receiveHwm(2).routingId("slow"));
        dealer.send(Msg.of("hello"));
        assertReceives(router, "slow", "hello");
        for (int i = 0; i < 500; i++) {
            assertThat(router.trySend(Msg.of("slow".getBytes(), new byte[100_000])))
                    .isTrue();
        }
        long dropped = router.stats().dropped().getOrDefault(DropReason.HWM, 0L);
        assertThat(dropped).isPositive();
        for (int i = 0; i < 500 - dropped; i++) {
            assertThat(dealer.receive().length(0)).isEqualTo(100_000);
        }
        assertSilent(dealer);
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "If this peer disconnects, the ROUTER socket SHALL destroy its double queue and SHALL discard any"
                    + " messages it contains.")
    void shouldForgetAPeerWhenItLeaves(Transport transport) {
        ZmqSocket router = sockets.bound(ROUTER, transport, options -> options.routerMandatory(true));
        ZmqSocket first = sockets.connected(DEALER, router, options -> options.routingId("id"));
        first.send(Msg.of("hello"));
        assertReceives(router, "id", "hello");
        first.close();
        awaitPeers(router, 0);
        assertThatThrownBy(() -> router.trySend(Msg.of("id", "gone"))).isInstanceOf(UnroutableException.class);
        ZmqSocket second = sockets.connected(DEALER, router, options -> options.routingId("id"));
        second.send(Msg.of("again"));
        assertReceives(router, "id", "again");
        router.send(Msg.of("id", "welcome"));
        assertReceives(second, "welcome");
    }

    @OverTransports
    @Rfc(number = 28, says = "SHALL not filter or modify outgoing or incoming messages in any way.")
    void shouldChangeNothingWhenDealersTalk(Transport transport) {
        ZmqSocket one = sockets.bound(DEALER, transport);
        ZmqSocket two = sockets.connected(DEALER, one);
        for (int frames = 1; frames <= 10; frames++) {
            List<String> message = new ArrayList<>(Collections.nCopies(frames, ""));
            message.set(frames - 1, "x".repeat(frames * 100));
            two.send(Msg.of(message.toArray(String[]::new)));
            assertReceives(one, message.toArray(String[]::new));
        }
    }
}
