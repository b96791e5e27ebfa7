package io.zmq4j.interop;

import static io.zmq4j.SocketType.DEALER;
import static io.zmq4j.SocketType.REP;
import static io.zmq4j.SocketType.REQ;
import static io.zmq4j.SocketType.ROUTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketType;
import io.zmq4j.testing.LibZmqOption;
import io.zmq4j.testing.LibZmqSocket;
import io.zmq4j.testing.OurSocket;
import io.zmq4j.testing.PeerSocket;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names of peers, and the options of REQ and ROUTER. */
class RoutingInteropTest extends LibZmqScenarios {

    private static final Setting PROBE = Setting.on(SocketConfigBuilder::probeRouter, LibZmqOption.PROBE_ROUTER);
    private static final Setting HANDOVER =
            Setting.on(SocketConfigBuilder::routerHandover, LibZmqOption.ROUTER_HANDOVER);
    private static final Setting CORRELATE = Setting.on(SocketConfigBuilder::reqCorrelate, LibZmqOption.REQ_CORRELATE);
    private static final Setting RELAXED = Setting.on(SocketConfigBuilder::reqRelaxed, LibZmqOption.REQ_RELAXED);

    /** It stays away once its connection is lost. */
    private static final Setting NO_RECONNECT = new Setting(
            options -> options.reconnectInterval(Duration.ofSeconds(30)).reconnectMaxInterval(Duration.ofSeconds(30)),
            socket -> socket.set(LibZmqOption.RECONNECT_IVL, -1));

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#all")
    void shouldNameAPeerThatHasNoName(Way way) {
        for (SocketType type : new SocketType[] {DEALER, REQ}) {
            PeerSocket router = first(way, ROUTER);
            PeerSocket peer = second(way, type);
            way.join(router, peer);
            send(peer, "question");
            List<byte[]> request = receive(router);
            assertThat(request.get(0))
                    .as("names that start with 0 are the ROUTER's own")
                    .hasSize(5)
                    .startsWith(0);
            assertThat(router.send(request, Waiting.SOON)).isTrue();
            assertReceives(peer, "question");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#all")
    void shouldTakeNamesOfAllBytesAndSizes(Way way) {
        byte[] longest = new byte[255];
        IntStream.range(0, longest.length).forEach(i -> longest[i] = (byte) (255 - i));
        for (byte[] name : new byte[][] {longest, {1}, {(byte) 0xFF, 0, 0}}) {
            PeerSocket router = first(way, ROUTER);
            PeerSocket dealer =
                    second(way, DEALER, Setting.of(SocketConfigBuilder::routingId, LibZmqOption.ROUTING_ID, name));
            way.join(router, dealer);
            send(dealer, "hello");
            List<byte[]> hello = receive(router);
            assertThat(hello).containsExactly(name, bytes("hello"));
            assertThat(router.send(hello, Waiting.SOON)).isTrue();
            assertReceives(dealer, "hello");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#all")
    void shouldBeSentToFirstWhenItProbes(Way way) {
        for (SocketType type : new SocketType[] {DEALER, ROUTER}) {
            PeerSocket router = first(way, ROUTER, routingId("first"));
            PeerSocket probing = second(way, type, PROBE, routingId("second"));
            way.join(router, probing);
            assertProbed(probing, router, "second", "");
            send(router, "second", "hello");
            assertThat(texts(receive(probing))).endsWith("hello");
        }
        PeerSocket dealer = first(way, DEALER);
        PeerSocket probing = second(way, ROUTER, PROBE);
        way.join(dealer, probing);
        assertProbed(probing, dealer, "");
    }

    private static void assertProbed(PeerSocket probing, PeerSocket probed, String... probe) {
        Waiting.until("a probe", () -> {
            // a bound libzmq looks for new peers when it is called
            assertThat(probing.receive(Duration.ofMillis(1))).isNull();
            return texts(probed.receive(Duration.ofMillis(20))).equals(List.of(probe));
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#toFirst")
    void shouldHearOfAProbingReq(Way way) {
        PeerSocket router = first(way, ROUTER);
        way.join(router, second(way, REQ, PROBE, routingId("req")));
        assertReceives(router, "req", "");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#toFirst")
    void shouldGiveTheNameToTheNewcomerOnHandover(Way way) {
        PeerSocket router = first(way, ROUTER, HANDOVER);
        PeerSocket old = second(way, DEALER, routingId("d"), NO_RECONNECT);
        PeerSocket newcomer = second(way, DEALER, routingId("d"));
        String endpoint = router.bind(way.transport().endpoint());
        old.connect(endpoint);
        send(old, "from the old one");
        assertReceives(router, "d", "from the old one");
        newcomer.connect(endpoint);
        send(newcomer, "from the newcomer");
        assertReceives(router, "d", "from the newcomer");
        send(router, "d", "for the newcomer");
        assertReceives(newcomer, "for the newcomer");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#toFirst")
    void shouldServeTheFirstOfTwoWithOneName(Way way) {
        PeerSocket router = first(way, ROUTER);
        PeerSocket old = second(way, DEALER, routingId("d"));
        PeerSocket newcomer = second(way, DEALER, routingId("d"));
        String endpoint = router.bind(way.transport().endpoint());
        old.connect(endpoint);
        send(old, "from the old one");
        assertReceives(router, "d", "from the old one");
        newcomer.connect(endpoint);
        PeerSocket ours = way.oursIsFirst() ? router : newcomer;
        int connects = way.oursIsFirst() ? 2 : 1;
        Waiting.until("the newcomer was there", () -> {
            assertThat(router.receive(Duration.ofMillis(1))).isNull();
            return ((OurSocket) ours).socket().stats().connects() >= connects;
        });
        newcomer.send(message("from the newcomer"), Duration.ZERO);
        for (int i = 0; i < 10; i++) {
            send(router, "d", "for the old one " + i);
            assertReceives(old, "for the old one " + i);
            send(old, "still there " + i);
            assertReceives(router, "d", "still there " + i);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#toFirst")
    void shouldRefuseOrDropWhatIsForNobody(Way way) {
        PeerSocket router = first(way, ROUTER);
        PeerSocket dealer = second(way, DEALER, routingId("d"));
        way.join(router, dealer);
        assertThat(router.send(message("nobody", "hello"), Duration.ZERO)).isFalse();
        Waiting.until("the peer is known", () -> router.send(message("d", "hello"), Waiting.SOON));
        assertReceives(dealer, "hello");
        dealer.close();
        Waiting.until("the peer is gone", () -> !router.send(message("d", "too late"), Duration.ofMillis(1)));

        PeerSocket careless =
                first(way, ROUTER, Setting.off(SocketConfigBuilder::routerMandatory, LibZmqOption.ROUTER_MANDATORY));
        PeerSocket next = second(way, DEALER);
        way.join(careless, next);
        send(next, "hello");
        List<byte[]> hello = receive(careless);
        send(careless, "nobody", "dropped");
        assertThat(careless.send(hello, Waiting.SOON)).isTrue();
        assertReceives(next, "hello");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#toSecond")
    void shouldNameThePeerThatItConnectsTo(Way way) {
        for (SocketType type : new SocketType[] {DEALER, ROUTER}) {
            PeerSocket router = first(way, ROUTER, routingId("first"));
            PeerSocket bound = second(way, type, routingId("other"));
            String endpoint = bound.bind(way.transport().endpoint());
            if (router instanceof OurSocket ours) {
                ours.socket().connect(endpoint, bytes("worker"));
            } else if (router instanceof LibZmqSocket theirs) {
                theirs.set(LibZmqOption.CONNECT_ROUTING_ID, bytes("worker"));
                theirs.connect(endpoint);
            }
            // at once, as the name does not have to be learned
            assertThat(router.send(message("worker", "early"), Duration.ZERO)).isTrue();
            assertThat(texts(receive(bound))).endsWith("early");
            assertThat(bound.send(
                            message(type == ROUTER ? new String[] {"first", "reply"} : new String[] {"reply"}),
                            Waiting.SOON))
                    .isTrue();
            assertReceives(router, "worker", "reply");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#all")
    void shouldTakeOnlyTheReplyToItsRequestWhenCorrelated(Way way) {
        PeerSocket req = first(way, REQ, CORRELATE);
        PeerSocket router = second(way, ROUTER);
        way.join(req, router);
        for (int i = 0; i < 3; i++) {
            send(req, "question " + i);
            List<byte[]> request = receive(router);
            assertThat(request).hasSize(4);
            assertThat(request.get(1)).as("the number of the request").hasSize(4);
            assertThat(request.get(2)).isEmpty();
            byte[] number = request.get(1).clone();
            number[0]++;
            reply(router, request.get(0), number, "forged");
            reply(router, request.get(0), request.get(1), "answer " + i);
            assertReceives(req, "answer " + i);
        }
        PeerSocket correlated = first(way, REQ, CORRELATE);
        PeerSocket rep = second(way, REP);
        way.join(correlated, rep);
        send(correlated, "question");
        assertReceives(rep, "question");
        send(rep, "answer");
        assertReceives(correlated, "answer");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#all")
    void shouldAskAgainAndIgnoreLateRepliesWhenRelaxed(Way way) {
        PeerSocket req = first(way, REQ, CORRELATE, RELAXED);
        PeerSocket router = second(way, ROUTER);
        way.join(req, router);
        send(req, "first");
        List<byte[]> first = receive(router);
        send(req, "second");
        List<byte[]> second = receive(router);
        assertThat(texts(second)).endsWith("second");
        // libzmq ends the connection of the request that it gives up, so there may be nobody to reply to
        router.send(List.of(first.get(0), first.get(1), new byte[0], bytes("late")), Duration.ZERO);
        reply(router, second.get(0), second.get(1), "in time");
        assertReceives(req, "in time");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#all")
    void shouldReturnTheEnvelopeWithTheReply(Way way) {
        PeerSocket dealer = first(way, DEALER);
        PeerSocket rep = second(way, REP);
        way.join(dealer, rep);
        send(dealer, "hop 1", "hop 2", "", "question", "", "more");
        assertReceives(rep, "question", "", "more");
        send(rep, "answer", "");
        assertReceives(dealer, "hop 1", "hop 2", "", "answer", "");
        // without an end of the envelope it is no request
        send(dealer, "no", "request");
        send(dealer, "", "request");
        assertReceives(rep, "request");
    }

    private static void reply(PeerSocket router, byte[] id, byte[] number, String text) {
        assertThat(router.send(List.of(id, number, new byte[0], bytes(text)), Waiting.SOON))
                .isTrue();
    }
}
