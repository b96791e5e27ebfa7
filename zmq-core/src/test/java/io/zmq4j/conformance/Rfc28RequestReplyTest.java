package io.zmq4j.conformance;

import static io.zmq4j.SocketType.DEALER;
import static io.zmq4j.SocketType.REP;
import static io.zmq4j.SocketType.REQ;
import static io.zmq4j.SocketType.ROUTER;
import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.awaitPeers;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.WrongStateException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * REQ and REP; for DEALER and ROUTER see {@link Rfc28DealerRouterTest}.
 *
 * <table>
 *   <caption>Otherwise than it is written</caption>
 *   <tr><th>sentence<th>here
 *   <tr><td>REQ SHALL accept an incoming message only from the last peer that it sent a request to.
 *       <td>If that peer has left, a reply of any other one is taken, as in libzmq; see {@code ReqRepTest}.
 * </table>
 */
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

    @Test
    @Rfc(
            number = 28,
            says = "The request and reply messages SHALL have this format on the wire: A delimiter, "
                    + "consisting of an empty frame, added by the REQ socket. One or more data frames, "
                    + "comprising the message visible to the application.")
    void shouldPutADelimiterBeforeTheDataOnTheWire() {
        ZmqSocket req = sockets.bound(REQ, Transport.TCP);
        try (RawPeer rep = RawPeer.ready(endpointOf(req), REP)) {
            awaitPeers(req, 1);
            req.send(Msg.of("da", "ta"));
            assertThat(rep.read(10)).isEqualTo(Wire.message("", "da", "ta"));
            rep.send(Wire.message("", "re", "ply"));
            assertReceives(req, "re", "ply");
        }
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
    @Rfc(number = 28, says = "REQ SHALL NOT discard messages that it cannot send to a connected peer.")
    void shouldKeepARequestWhenItsServiceIsNotThereYet(Transport transport) {
        String endpoint = Queues.unused(sockets, transport);
        ZmqSocket req = sockets.socket(REQ);
        assertThat(req.trySend(Msg.of("not taken, so not asked"))).isFalse();
        req.connect(endpoint);
        req.send(Msg.of("request"));
        ZmqSocket rep = sockets.socket(REP);
        rep.bind(endpoint);
        assertReceives(rep, "request");
        rep.send(Msg.of("reply"));
        assertReceives(req, "reply");
        assertThat(req.stats().droppedTotal()).isZero();
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "REQ SHALL accept an incoming message only from the last peer that it sent a request to. "
                    + "SHALL discard silently any messages received from other peers.")
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
    @Rfc(number = 28, says = "REP SHALL not filter or modify outgoing or incoming messages in any way.")
    void shouldChangeNothingWhenAServiceReplies(Transport transport) {
        ZmqSocket rep = sockets.bound(REP, transport);
        ZmqSocket req = sockets.connected(REQ, rep);
        for (Msg msg :
                new Msg[] {Msg.of(""), Msg.of("", ""), Msg.of("\u0000", "", "x".repeat(300)), Msg.of(new byte[70_000])
                }) {
            req.send(msg);
            Msg request = rep.receive();
            assertThat(request).isEqualTo(msg);
            rep.send(request);
            assertThat(req.receive()).isEqualTo(msg);
        }
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "REP SHALL remove and store the address envelope, including the delimiter. SHALL pass the "
                    + "remaining data frames to its calling application. SHALL prepend the address envelope and "
                    + "delimiter.")
    void shouldKeepTheEnvelopeForTheReplyWhenARequestHasOne(Transport transport) {
        ZmqSocket rep = sockets.bound(REP, transport);
        ZmqSocket dealer = sockets.connected(DEALER, rep);
        dealer.send(Msg.of("hop1", "hop2", "", "data", "", "more"));
        assertReceives(rep, "data", "", "more");
        rep.send(Msg.of("re", "ply"));
        assertReceives(dealer, "hop1", "hop2", "", "re", "ply");
    }

    @Test
    @Rfc(
            number = 28,
            says = "REP: The request and reply messages SHALL have this format on the wire: An address "
                    + "envelope consisting of zero or more frames, each containing one identity. A delimiter, "
                    + "consisting of an empty frame. One or more data frames, comprising the message visible to "
                    + "the application.")
    void shouldPutTheEnvelopeBeforeTheReplyOnTheWire() {
        ZmqSocket rep = sockets.bound(REP, Transport.TCP);
        try (RawPeer dealer = RawPeer.ready(endpointOf(rep), DEALER)) {
            for (String[] envelope : new String[][] {{}, {"hop"}, {"hop", "another hop"}}) {
                dealer.send(Wire.message(withEnvelope(envelope, "data")));
                assertReceives(rep, "data");
                rep.send(Msg.of("reply"));
                byte[] reply = Wire.message(withEnvelope(envelope, "reply"));
                assertThat(dealer.read(reply.length)).isEqualTo(reply);
            }
        }
    }

    private static String[] withEnvelope(String[] envelope, String data) {
        List<String> frames = new ArrayList<>(List.of(envelope));
        frames.add("");
        frames.add(data);
        return frames.toArray(String[]::new);
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
    @Rfc(
            number = 28,
            says = "REP SHALL receive incoming messages from its peers using a fair-queuing strategy. SHALL "
                    + "wait for a single reply message from its calling application.")
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
            assertThatThrownBy(rep::tryReceive).isInstanceOf(WrongStateException.class);
            rep.send(Msg.of("done"));
        }
        assertThat(order.subList(0, 3)).containsExactlyInAnyOrder("client0", "client1", "client2");
        for (int turn = 1; turn < 4; turn++) {
            assertThat(order.subList(3 * turn, 3 * turn + 3)).isEqualTo(order.subList(0, 3));
        }
    }

    @OverTransports
    @Rfc(number = 28, says = "REP SHALL deliver this message back to the originating peer.")
    void shouldReplyToTheClientThatHasAsked(Transport transport) {
        ZmqSocket rep = sockets.bound(REP, transport);
        ZmqSocket[] clients = {sockets.connected(REQ, rep), sockets.connected(REQ, rep), sockets.connected(REQ, rep)};
        for (int i = 0; i < clients.length; i++) {
            clients[i].send(Msg.of("request of " + i));
        }
        for (int i = 0; i < clients.length; i++) {
            rep.send(Msg.of("reply to the " + rep.receive().string(0)));
        }
        for (int i = 0; i < clients.length; i++) {
            assertReceives(clients[i], "reply to the request of " + i);
        }
    }

    @OverTransports
    @Rfc(
            number = 28,
            says = "REP SHALL silently discard the reply, or return an error, if the originating peer is no "
                    + "longer connected. SHALL not block on sending.")
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
    @Rfc(number = 28, says = "REP SHALL not block on sending.")
    void shouldDropAReplyWhenItsClientTakesNone(Transport transport) {
        ZmqSocket rep = sockets.bound(REP, transport, Link::narrow);
        ZmqSocket dealer = sockets.connected(DEALER, rep, Link::narrow);
        int replies = 0;
        while (rep.stats().droppedTotal() == 0) {
            dealer.send(Msg.of("", "request"));
            assertReceives(rep, "request");
            assertThat(rep.trySend(Msg.of(new byte[100_000])))
                    .as("reply %d", replies)
                    .isTrue();
            replies++;
        }
        assertThat(rep.stats().dropped()).containsEntry(DropReason.HWM, 1L);
        for (int i = 1; i < replies; i++) {
            assertThat(dealer.receive().length(1)).isEqualTo(100_000);
        }
    }
}
