package io.zmq4j.conformance;

import static io.zmq4j.SocketType.DEALER;
import static io.zmq4j.SocketType.PULL;
import static io.zmq4j.SocketType.PUSH;
import static io.zmq4j.SocketType.ROUTER;
import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.awaitPeers;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.DropReason;
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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rules of libzmq that cut across the types and stand in no RFC.
 *
 * <table>
 *   <caption>Tested elsewhere</caption>
 *   <tr><th>rule<th>test
 *   <tr><td>What waits for a peer that had connected is gone with it<td>{@code Queues.assertDiscardedWithThePeer}, of each type
 *   <tr><td>A message that a peer has not ended is not received<td>{@code CutTest}, {@code HostileTrafficTest}
 *   <tr><td>A message that a connection broke within is not gone on with<td>{@code Rfc37SemanticsTest}
 *   <tr><td>Marks inside the process add up; 0 is none; they may change<td>{@code HighWaterMarkTest}, {@code QueueOptionsTest}
 *   <tr><td>IMMEDIATE<td>{@code QueueOptionsTest}
 *   <tr><td>CONFLATE<td>{@code ConflateTest}, {@code QueueOptionsTest}
 *   <tr><td>A second connect to the same endpoint<td>{@code PatternOptionsTest}
 *   <tr><td>A routing id that is handed over<td>{@code PatternOptionsTest}, {@code DuplicateIdentityTest}
 *   <tr><td>Linger<td>{@code LingerTest}
 *   <tr><td>A hiccup: subscriptions are sent again<td>{@code ReconnectTest}, {@code ManySubscriptionsTest}
 *   <tr><td>Intervals of reconnecting<td>{@code ReconnectTest}, {@code ReconnectStopTest}
 *   <tr><td>Heartbeats<td>{@code HeartbeatTest}
 * </table>
 */
@ExtendWith({LeakGate.class, NoSurprises.class})
class QueueRulesTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @OverTransports
    void shouldTakeOneMessageOfEachPeerInTurnHoweverManyItHasSent(Transport transport) {
        ZmqSocket pull = sockets.bound(PULL, transport);
        int[] counts = {20, 2, 5};
        for (int i = 0; i < counts.length; i++) {
            ZmqSocket push = sockets.connected(PUSH, pull);
            for (int j = 0; j < counts[i]; j++) {
                push.send(Msg.of("" + i));
            }
        }
        Waiting.until("all are there", () -> pull.stats().receiveQueue() == 27);
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 27; i++) {
            order.add(pull.receive().string(0));
        }
        // all of them as long as all have something, then those that have, then the last one
        assertThat(order.subList(0, 3)).containsExactlyInAnyOrder("0", "1", "2");
        assertThat(order.subList(3, 6)).isEqualTo(order.subList(0, 3));
        for (int round = 0; round < 3; round++) {
            assertThat(order.subList(6 + 2 * round, 8 + 2 * round)).containsExactlyInAnyOrder("0", "2");
        }
        assertThat(order.subList(12, 27)).containsOnly("0");
    }

    @OverTransports
    void shouldGiveAPeerItsTurnAgainWhenItHasRoom(Transport transport) {
        ZmqSocket push = sockets.bound(PUSH, transport, Link::narrow);
        Link stuck = Link.toNew(sockets, PULL, push, "stuck", Link::narrow);
        int filling = stuck.fill();
        Link other = Link.toNew(sockets, PULL, push, "other", options -> options);
        Waiting.until("a message for the other", () -> {
            push.send(Msg.of("for either"));
            return other.receiver().tryReceive() != null;
        });
        stuck.assertReceivesFilling(filling);
        Waiting.until("a message for the one that was full", () -> {
            push.send(Msg.of("for either"));
            return stuck.receiver().tryReceive() != null;
        });
    }

    @OverTransports
    void shouldQueueAsManyAsTheMarkSaysForAPeerThatIsNotThereYet(Transport transport) {
        String endpoint = Queues.unused(sockets, transport);
        ZmqSocket push = sockets.socket(PUSH, options -> options.sendHwm(5));
        push.connect(endpoint);
        for (int i = 0; i < 5; i++) {
            // a message counts once, whatever its frames
            assertThat(push.trySend(Msg.of("m" + i, "", ""))).isTrue();
        }
        assertThat(push.trySend(Msg.of("no room"))).isFalse();
        assertThat(push.stats().sendQueue()).isEqualTo(5);
        ZmqSocket pull = sockets.socket(PULL);
        pull.bind(endpoint);
        for (int i = 0; i < 5; i++) {
            assertReceives(pull, "m" + i, "", "");
        }
        assertThat(push.send(Msg.of("room again"), Waiting.SOON)).isTrue();
    }

    @Test
    void shouldReadAsManyAsTheMarkSaysOfEachConnection() {
        ZmqSocket pull = sockets.bound(PULL, Transport.TCP, options -> options.receiveHwm(5));
        try (RawPeer one = RawPeer.ready(endpointOf(pull), PUSH);
                RawPeer two = RawPeer.ready(endpointOf(pull), PUSH)) {
            for (int i = 0; i < 10; i++) {
                one.send(Wire.message("m", "" + i));
                two.send(Wire.message("m", "" + i));
            }
            Waiting.until("both queues are full", () -> pull.stats().receiveQueue() == 10);
            Waiting.staysTrue("no more is read", () -> pull.stats().receiveQueue() == 10);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "IPC"})
    void shouldKeepWhatWaitsWhenAConnectionThatItHasMadeIsLost(Transport transport) {
        ZmqSocket first = sockets.bound(PULL, transport);
        String endpoint = endpointOf(first);
        ZmqSocket push = sockets.connected(PUSH, first);
        push.send(Msg.of("before"));
        assertReceives(first, "before");
        first.close();
        awaitPeers(push, 0);
        for (int i = 0; i < 10; i++) {
            assertThat(push.trySend(Msg.of("while it is away", "" + i))).isTrue();
        }
        ZmqSocket second = sockets.socket(PULL);
        second.bind(endpoint);
        for (int i = 0; i < 10; i++) {
            assertReceives(second, "while it is away", "" + i);
        }
        assertThat(push.stats().droppedTotal()).isZero();
    }

    @OverTransports
    void shouldServeTheFirstOfTwoPeersWithTheSameRoutingId(Transport transport) {
        ZmqSocket router = sockets.bound(ROUTER, transport);
        Link first = Link.toNew(sockets, DEALER, router, "same", options -> options);
        ZmqSocket second = sockets.connected(DEALER, router, options -> options.routingId("same"));
        second.trySend(Msg.of("of the second"));
        for (int i = 0; i < 10; i++) {
            first.send("to the first " + i);
            assertThat(first.receive()).isEqualTo("to the first " + i);
            first.answer("answer " + i);
            assertReceives(router, "same", "answer " + i);
        }
        assertThat(second.tryReceive()).isNull();
        assertThat(router.stats().dropped().get(DropReason.UNROUTABLE)).isZero();
    }

    @OverTransports
    void shouldGiveAPeerWithoutARoutingIdOneThatBeginsWithZero(Transport transport) {
        ZmqSocket router = sockets.bound(ROUTER, transport);
        for (int i = 0; i < 3; i++) {
            sockets.connected(DEALER, router).send(Msg.of("hello"));
            assertThat(router.receive().bytes(0)).hasSize(5).startsWith(0);
        }
    }

    @OverTransports
    void shouldSendAMessageWholeThoughItsReceiverLeaves(Transport transport) {
        ZmqSocket push = sockets.bound(PUSH, transport, Link::narrow);
        for (int round = 0; round < 5; round++) {
            Link link = Link.toNew(sockets, PULL, push, "pull", Link::narrow);
            int queued = 0;
            while (push.trySend(Msg.of(("round " + round).getBytes(), new byte[50_000], "end".getBytes()))) {
                queued++;
            }
            assertThat(queued).isPositive();
            Msg msg = link.receiver().receive();
            assertThat(msg.size()).isEqualTo(3);
            assertThat(msg.string(0)).isEqualTo("round " + round);
            assertThat(msg.string(2)).isEqualTo("end");
            link.receiver().close();
            awaitPeers(push, 0);
        }
    }
}
