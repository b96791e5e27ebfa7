package io.zmq4j.conformance;

import static io.zmq4j.SocketType.CHANNEL;
import static io.zmq4j.SocketType.CLIENT;
import static io.zmq4j.SocketType.DEALER;
import static io.zmq4j.SocketType.DISH;
import static io.zmq4j.SocketType.GATHER;
import static io.zmq4j.SocketType.PAIR;
import static io.zmq4j.SocketType.PEER;
import static io.zmq4j.SocketType.PUB;
import static io.zmq4j.SocketType.PULL;
import static io.zmq4j.SocketType.PUSH;
import static io.zmq4j.SocketType.RADIO;
import static io.zmq4j.SocketType.REQ;
import static io.zmq4j.SocketType.ROUTER;
import static io.zmq4j.SocketType.SCATTER;
import static io.zmq4j.SocketType.SERVER;
import static io.zmq4j.SocketType.SUB;
import static io.zmq4j.SocketType.XPUB;
import static io.zmq4j.SocketType.XSUB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketType;
import io.zmq4j.UnroutableException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a socket does that cannot send, type by type: it waits, it drops, or it says that it cannot. This is what libzmq's
 * manual calls the mute state and the action in it.
 *
 * <table>
 *   <caption>Tested elsewhere</caption>
 *   <tr><th>type<th>test
 *   <tr><td>REP, with and without its client<td>{@code Rfc28RequestReplyTest}
 *   <tr><td>STREAM<td>{@code StreamSocketTest}
 *   <tr><td>SUB, PULL, GATHER and DISH, which send nothing<td>the RFC of each
 * </table>
 */
@ExtendWith({LeakGate.class, NoSurprises.class})
class MuteStateTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private static SocketConfigBuilder mandatory(SocketConfigBuilder options) {
        return options.routerMandatory(true);
    }

    private static SocketConfigBuilder noDrop(SocketConfigBuilder options) {
        return options.xpubNoDrop(true);
    }

    // -- without a peer --

    @OverTransports
    void shouldWaitWhenThereIsNobodyToTakeTurns(Transport transport) {
        for (SocketType type : List.of(REQ, DEALER, PUSH, PAIR, CLIENT, SCATTER, CHANNEL)) {
            ZmqSocket socket = sockets.bound(type, transport);
            assertThat(socket.trySend(Msg.of("m"))).as("%s", type).isFalse();
            assertThat(socket.stats().sendQueue()).as("%s", type).isZero();
        }
    }

    @OverTransports
    void shouldSendToNobodyWhenItSendsToAll(Transport transport) {
        for (SocketType type : List.of(PUB, XPUB, XSUB, RADIO)) {
            ZmqSocket socket = sockets.bound(type, transport, MuteStateTest::noDrop);
            assertThat(socket.trySend(Msg.of("m"))).as("%s", type).isTrue();
            assertThat(socket.stats().droppedTotal()).as("%s", type).isZero();
        }
    }

    @OverTransports
    void shouldDropWhenARouterHasNoSuchPeer(Transport transport) {
        ZmqSocket router = sockets.bound(ROUTER, transport);
        assertThat(router.trySend(Msg.of("nobody", "m"))).isTrue();
        assertThat(router.stats().dropped()).containsEntry(DropReason.UNROUTABLE, 1L);
    }

    @OverTransports
    void shouldSayThatThereIsNoSuchPeer(Transport transport) {
        ZmqSocket router = sockets.bound(ROUTER, transport, MuteStateTest::mandatory);
        assertThatThrownBy(() -> router.trySend(Msg.of("nobody", "m"))).isInstanceOf(UnroutableException.class);
        for (SocketType type : List.of(SERVER, PEER)) {
            ZmqSocket socket = sockets.bound(type, transport);
            assertThatThrownBy(() -> socket.trySend(Msg.of("m").withRoutingId(7)))
                    .isInstanceOf(UnroutableException.class);
        }
    }

    // -- with a peer that is full --

    @OverTransports
    void shouldWaitWhenEveryPeerIsFull(Transport transport) {
        assertWaits(DEALER, DEALER, transport, options -> options);
        assertWaits(PUSH, PULL, transport, options -> options);
        assertWaits(PAIR, PAIR, transport, options -> options);
        assertWaits(CLIENT, SERVER, transport, options -> options);
        assertWaits(SCATTER, GATHER, transport, options -> options);
        assertWaits(CHANNEL, CHANNEL, transport, options -> options);
    }

    @OverTransports
    void shouldWaitWhenAReqCannotAsk(Transport transport) {
        ZmqSocket req = sockets.socket(REQ, options -> options.sendHwm(1).reqRelaxed(true));
        req.connect(Queues.unused(sockets, transport));
        assertThat(req.trySend(Msg.of("fills the queue"))).isTrue();
        assertThat(req.trySend(Msg.of("has no room"))).isFalse();
    }

    @OverTransports
    void shouldWaitWhenThePeerOfTheMessageIsFull(Transport transport) {
        assertWaits(SERVER, CLIENT, transport, options -> options);
        assertWaits(PEER, PEER, transport, options -> options);
        assertWaits(ROUTER, DEALER, transport, MuteStateTest::mandatory);
    }

    @OverTransports
    void shouldWaitWhenNothingMayBeDropped(Transport transport) {
        assertWaits(PUB, SUB, transport, MuteStateTest::noDrop);
        assertWaits(XPUB, XSUB, transport, MuteStateTest::noDrop);
        assertWaits(RADIO, DISH, transport, MuteStateTest::noDrop);
    }

    private void assertWaits(
            SocketType type, SocketType peerType, Transport transport, UnaryOperator<SocketConfigBuilder> options) {
        ZmqSocket socket = sockets.bound(type, transport, narrow -> options.apply(Link.narrow(narrow)));
        Link link = Link.toNew(sockets, peerType, socket, "full", Link::narrow);
        int taken = link.fill();
        assertThat(socket.stats().droppedTotal()).as("dropped by %s", type).isZero();
        link.assertReceivesFilling(taken);
        link.send("there is room again");
        assertThat(link.receive()).isEqualTo("there is room again");
    }

    @OverTransports
    void shouldDropWhenAPeerIsFull(Transport transport) {
        Flow.assertDropsWhenFull(sockets, PUB, SUB, transport);
        Flow.assertDropsWhenFull(sockets, XPUB, SUB, transport);
        Flow.assertDropsWhenFull(sockets, XSUB, XPUB, transport);
        Flow.assertDropsWhenFull(sockets, RADIO, DISH, transport);
        Flow.assertDropsWhenFull(sockets, ROUTER, DEALER, transport);
    }
}
