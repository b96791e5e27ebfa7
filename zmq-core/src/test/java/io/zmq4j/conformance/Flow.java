package io.zmq4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What several patterns share: turns, back-pressure, queues of connections that are not there yet. */
final class Flow {

    /** Large enough that a thousand of them do not fit in the buffers of the kernel. */
    private static final int LARGE = 100_000;

    private static final int TOO_MANY = 1_000;

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
        Msg msg = receiver.receive();
        return Integer.parseInt(msg.string(msg.size() - 1).substring(1));
    }

    /** Asserts that a receiver with three busy peers takes one message of each in turn. */
    static void assertFairQueue(TestSockets sockets, SocketType from, SocketType to, Transport transport) {
        ZmqSocket receiver = sockets.bound(to, transport);
        for (int i = 0; i < 3; i++) {
            ZmqSocket sender = sockets.connected(from, receiver);
            for (int j = 0; j < 10; j++) {
                sender.send(Msg.of("peer" + i));
            }
        }
        Waiting.until("30 messages wait", () -> receiver.stats().receiveQueue() == 30);
        for (int turn = 0; turn < 10; turn++) {
            List<String> inTurn = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Msg msg = receiver.receive();
                inTurn.add(msg.string(msg.size() - 1));
            }
            assertThat(inTurn).as("turn %d", turn).containsExactlyInAnyOrder("peer0", "peer1", "peer2");
        }
    }

    /** Asserts that sending without a peer waits, and takes nothing. */
    static void assertBlocksWithoutPeer(TestSockets sockets, SocketType type, Transport transport) {
        ZmqSocket sender = sockets.bound(type, transport);
        long start = System.nanoTime();
        assertThat(sender.send(Msg.of("nobody is there"), Duration.ofMillis(50)))
                .isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        assertThat(sender.trySend(Msg.of("nobody is there"))).isFalse();
    }

    /** Asserts that a sender is stopped by a peer that does not receive, and that all it sent before arrives. */
    static void assertNothingDiscardedWhenFull(
            TestSockets sockets, SocketType from, SocketType to, Transport transport) {
        ZmqSocket receiver = sockets.bound(to, transport, options -> options.receiveHwm(2));
        ZmqSocket sender = sockets.connected(from, receiver, options -> options.sendHwm(2));
        TestSockets.awaitPeers(receiver, 1);
        int sent = 0;
        while (sent < TOO_MANY && sender.send(numbered(sent), Duration.ofMillis(200))) {
            sent++;
        }
        assertThat(sent).isBetween(2, TOO_MANY - 1);
        for (int i = 0; i < sent; i++) {
            Msg msg = receiver.receive();
            assertThat(msg.buffer(msg.size() - 1).getInt()).isEqualTo(i);
        }
        TestSockets.assertSilent(receiver);
        assertThat(sender.stats().droppedTotal()).isZero();
    }

    private static Msg numbered(int number) {
        byte[] bytes = new byte[LARGE];
        ByteBuffer.wrap(bytes).putInt(number);
        return Msg.of(bytes);
    }

    /** Asserts that what is sent before there is anything to connect to is delivered when there is. */
    static void assertQueuesBeforeConnected(TestSockets sockets, SocketType from, SocketType to, Transport transport) {
        String endpoint = unused(sockets, transport);
        ZmqSocket sender = sockets.socket(from);
        sender.connect(endpoint);
        for (int i = 0; i < 5; i++) {
            assertThat(sender.trySend(Msg.of("early" + i))).isTrue();
        }
        ZmqSocket receiver = sockets.socket(to);
        receiver.bind(endpoint);
        for (int i = 0; i < 5; i++) {
            Msg msg = receiver.receive();
            assertThat(msg.string(msg.size() - 1)).isEqualTo("early" + i);
        }
    }

    /** An endpoint that nobody is bound to. */
    static String unused(TestSockets sockets, Transport transport) {
        try (ZmqSocket placeholder = sockets.socket(SocketType.PULL)) {
            return placeholder.bind(transport.endpoint());
        }
    }
}
