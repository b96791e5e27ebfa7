package io.zmq4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What several patterns share: turns and back-pressure. */
final class Flow {

    /** The types that send each message to whoever has room. */
    private static final Set<SocketType> IN_TURN =
            EnumSet.of(SocketType.DEALER, SocketType.PUSH, SocketType.CLIENT, SocketType.SCATTER);

    private static final int SOME = 20;

    private Flow() {}

    /** Asserts that each of three peers, connected to a sender of this type, gets every third message. */
    static void assertRoundRobin(TestSockets sockets, SocketType from, SocketType to, Transport transport) {
        ZmqSocket sender = sockets.bound(from, transport);
        List<ZmqSocket> receivers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            receivers.add(sockets.connected(to, sender));
        }
        TestSockets.awaitPeers(sender, 3);
        for (int i = 0; i < 30; i++) {
            sender.send(Msg.of("m" + i));
        }
        List<Integer> firsts = new ArrayList<>();
        for (ZmqSocket receiver : receivers) {
            int first = number(receiver);
            firsts.add(first);
            for (int i = 1; i < 10; i++) {
                assertThat(number(receiver)).isEqualTo(first + 3 * i);
            }
        }
        assertThat(firsts).containsExactlyInAnyOrder(0, 1, 2);
    }

    private static int number(ZmqSocket receiver) {
        return Integer.parseInt(last(receiver.receive()).substring(1));
    }

    private static String last(Msg msg) {
        return msg.string(msg.size() - 1);
    }

    /** Asserts that a receiver with three busy peers takes one message of each in turn. */
    static void assertFairQueue(TestSockets sockets, SocketType from, SocketType to, Transport transport) {
        ZmqSocket receiver = sockets.bound(to, transport);
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            links.add(Link.fromNew(sockets, from, receiver, "peer" + i, options -> options));
        }
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 10; j++) {
                links.get(i).send("peer" + i);
            }
        }
        assertTurns(receiver, 3, 10);
    }

    /** Asserts that so many peers have sent so many messages each, and that their turns are the same in each round. */
    static void assertTurns(ZmqSocket receiver, int peers, int messages) {
        Waiting.until("all messages wait", () -> receiver.stats().receiveQueue() == (long) peers * messages);
        List<String> turns = new ArrayList<>();
        for (int round = 0; round < messages; round++) {
            List<String> now = new ArrayList<>();
            for (int i = 0; i < peers; i++) {
                now.add(last(receiver.receive()));
            }
            assertThat(now).as("round %d", round).doesNotHaveDuplicates();
            if (round == 0) {
                turns.addAll(now);
            }
            assertThat(now).as("round %d", round).isEqualTo(turns);
        }
    }

    /** Asserts that sending without a peer waits, and takes nothing. */
    static void assertBlocksWithoutPeer(TestSockets sockets, SocketType type, Transport transport) {
        ZmqSocket sender = sockets.bound(type, transport);
        Duration limit = Duration.ofMillis(50);
        long start = System.nanoTime();
        assertThat(sender.send(Msg.of("nobody is there"), limit)).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(limit);
        assertThat(sender.trySend(Msg.of("nobody is there"))).isFalse();
        assertThat(sender.stats().sendQueue()).isZero();
    }

    /** Asserts that a sender is stopped by a peer that does not receive, and that all it sent before arrives. */
    static void assertNothingDiscardedWhenFull(
            TestSockets sockets, SocketType from, SocketType to, Transport transport) {
        ZmqSocket receiver = sockets.bound(to, transport, Link::narrow);
        Link link = Link.fromNew(sockets, from, receiver, "full", Link::narrow);
        int sent = link.fill();
        assertThat(sent).isGreaterThanOrEqualTo(4);
        link.assertReceivesFilling(sent);
        link.send("there is room again");
        assertThat(link.receive()).isEqualTo("there is room again");
        assertThat(link.sender().stats().droppedTotal()).isZero();
    }

    /** Asserts that a sender drops, but does not wait, when a peer does not receive, and that the peer gets the others. */
    static void assertDropsWhenFull(TestSockets sockets, SocketType from, SocketType to, Transport transport) {
        ZmqSocket receiver = sockets.bound(to, transport, Link::narrow);
        Link link = Link.fromNew(sockets, from, receiver, "full", Link::narrow);
        long before = link.sender().stats().droppedTotal();
        int taken = link.fill(Duration.ZERO);
        assertThat(taken).isGreaterThanOrEqualTo(2);
        assertThat(link.sender().stats().droppedTotal() - before).isEqualTo(1);
        link.assertReceivesFilling(taken);
        link.send("there is room again");
        assertThat(link.receive()).isEqualTo("there is room again");
    }

    /** Asserts that a peer that is full keeps nothing from another one. */
    static void assertPassesOverAFullPeer(TestSockets sockets, SocketType from, SocketType to, Transport transport) {
        ZmqSocket sender = sockets.bound(from, transport, Link::narrow);
        Link stuck = Link.toNew(sockets, to, sender, "stuck", Link::narrow);
        int queued = stuck.fill();
        Link working = Link.toNew(sockets, to, sender, "working", options -> options);
        if (IN_TURN.contains(from)) {
            assertAllAreSent(stuck, queued, working);
            return;
        }
        for (int i = 0; i < SOME; i++) {
            working.send("for the other " + i);
            assertThat(working.receive()).isEqualTo("for the other " + i);
        }
        stuck.assertReceivesFilling(queued);
    }

    /** Some may be for the one that is stuck, where the kernel has found room for them after all. */
    private static void assertAllAreSent(Link stuck, int queued, Link working) {
        for (int i = 0; i < SOME; i++) {
            working.send("m" + i);
        }
        List<String> received = new ArrayList<>();
        received.add(working.receive());
        stuck.assertReceivesFilling(queued);
        Waiting.until("the others", () -> {
            for (Link link : new Link[] {stuck, working}) {
                Msg msg = link.receiver().tryReceive();
                if (msg != null) {
                    received.add(last(msg));
                }
            }
            return received.size() == SOME;
        });
        assertThat(received).doesNotHaveDuplicates();
    }
}
