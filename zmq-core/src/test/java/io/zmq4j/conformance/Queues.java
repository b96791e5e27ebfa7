package io.zmq4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** The life of the queues that a socket keeps for its peers. */
final class Queues {

    private static final int FEW = 5;

    private Queues() {}

    /** An endpoint that nobody is bound to. */
    static String unused(TestSockets sockets, Transport transport) {
        try (ZmqSocket placeholder = sockets.socket(SocketType.PULL)) {
            return placeholder.bind(transport.endpoint());
        }
    }

    /** Asserts that either direction between two sockets goes on while the other one is full. */
    static void assertIndependent(TestSockets sockets, SocketType near, SocketType far, Transport transport) {
        ZmqSocket socket = sockets.bound(near, transport, Link::narrow);
        Link link = Link.toNew(sockets, far, socket, "far", Link::narrow);
        link.exchangeAddresses();
        int there = link.fill();
        for (int i = 0; i < FEW; i++) {
            link.answer("back " + i);
            assertThat(link.receiveAnswer()).isEqualTo("back " + i);
        }
        link.assertReceivesFilling(there);
        int back = link.fillBack();
        for (int i = 0; i < FEW; i++) {
            link.send("there " + i);
            assertThat(link.receive()).isEqualTo("there " + i);
        }
        link.assertReceivesFillingBack(back);
    }

    /** Asserts that of two peers of a receiver, one that has filled its queue leaves room for the other one's messages. */
    static void assertOneForEachPeer(TestSockets sockets, SocketType from, SocketType to, Transport transport) {
        ZmqSocket receiver = sockets.bound(to, transport, Link::narrow);
        Link flooding = Link.fromNew(sockets, from, receiver, "flooding", Link::narrow);
        Link quiet = Link.fromNew(sockets, from, receiver, "quiet", Link::narrow);
        int queued = flooding.fill();
        // inside the process everything is there at once
        long full = transport == Transport.INPROC ? receiver.stats().receiveQueue() : 2;
        Waiting.until("its queue is full", () -> receiver.stats().receiveQueue() == full);
        quiet.send("of the quiet one");
        Waiting.until("its message is there, too", () -> receiver.stats().receiveQueue() == full + 1);
        Msg first = receiver.receive();
        Msg second = receiver.receive();
        assertThat(new long[] {first.byteCount(), second.byteCount()}).contains("of the quiet one".length());
        for (int i = 1; i < queued; i++) {
            receiver.receive();
        }
        flooding.send("the last one");
        assertThat(flooding.receive()).isEqualTo("the last one");
    }

    /** Asserts that what is sent before there is anything to connect to is delivered when there is. */
    static void assertBeforeConnected(TestSockets sockets, SocketType from, SocketType to, Transport transport) {
        assertBeforeConnected(sockets, from, to, transport, options -> options);
    }

    static void assertBeforeConnected(
            TestSockets sockets,
            SocketType from,
            SocketType to,
            Transport transport,
            UnaryOperator<SocketConfigBuilder> options) {
        String endpoint = unused(sockets, transport);
        ZmqSocket sender = sockets.socket(from, options);
        UnaryOperator<Msg> address = msg -> msg;
        if (from == SocketType.PEER) {
            int id = sender.connectPeer(endpoint);
            address = msg -> msg.withRoutingId(id);
        } else if (from == SocketType.ROUTER) {
            byte[] id = "later".getBytes(StandardCharsets.UTF_8);
            sender.connect(endpoint, id);
            address = msg -> msg.prepend(id);
        } else {
            sender.connect(endpoint);
        }
        for (int i = 0; i < FEW; i++) {
            assertThat(sender.trySend(address.apply(Msg.of("early" + i)))).isTrue();
        }
        ZmqSocket receiver = sockets.socket(to, options);
        receiver.bind(endpoint);
        for (int i = 0; i < FEW; i++) {
            Msg msg = receiver.receive();
            assertThat(msg.string(msg.size() - 1)).isEqualTo("early" + i);
        }
        assertThat(sender.stats().droppedTotal()).isZero();
    }

    /** Asserts that what waits for a peer that had connected is gone with that peer, whoever comes next under its name. */
    static void assertDiscardedWithThePeer(TestSockets sockets, SocketType near, SocketType far, Transport transport) {
        ZmqSocket socket = sockets.bound(near, transport, Link::narrow);
        Link link = Link.toNew(sockets, far, socket, "far", Link::narrow);
        assertThat(link.fill()).isGreaterThanOrEqualTo(2);
        link.receiver().close();
        TestSockets.awaitPeers(socket, 0);
        Link next = Link.toNew(sockets, far, socket, "far", Link::narrow);
        next.send("new");
        assertThat(next.receive()).isEqualTo("new");
    }

    /**
     * Asserts that a receiver which has connected still has what had arrived when the connection has gone; the queue is
     * there whether or not the connection is.
     */
    static void assertKeptWithoutTheConnection(
            TestSockets sockets, SocketType from, SocketType to, Transport transport) {
        ZmqSocket sender = sockets.bound(from, transport);
        assertDelivered(Link.toNew(sockets, to, sender, "far", options -> options));
    }

    /** Asserts that a receiver to which a peer had connected still has what had arrived when that peer has left. */
    static void assertKeptWithoutThePeer(TestSockets sockets, SocketType from, SocketType to, Transport transport) {
        ZmqSocket receiver = sockets.bound(to, transport);
        assertDelivered(Link.fromNew(sockets, from, receiver, "far", options -> options));
    }

    private static void assertDelivered(Link link) {
        for (int i = 0; i < FEW; i++) {
            link.send("m" + i);
        }
        Waiting.until("all are there", () -> link.receiver().stats().receiveQueue() == FEW);
        link.sender().close();
        TestSockets.awaitPeers(link.receiver(), 0);
        for (int i = 0; i < FEW; i++) {
            assertThat(link.receive()).isEqualTo("m" + i);
        }
    }
}
