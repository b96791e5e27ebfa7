package io.zmq4j.conformance;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What happens, or does not happen, to a message on its way, whatever the pattern. */
final class Messages {

    private static final int THREADS = 4;
    private static final int OF_EACH = 100;

    private Messages() {}

    /** Asserts that messages of one frame arrive as they were sent, whatever is in them. */
    static void assertUnchanged(TestSockets sockets, SocketType from, SocketType to, Transport transport) {
        Link link = Link.toNew(sockets, to, sockets.bound(from, transport), "far", options -> options);
        Random random = new Random(1);
        // the first byte is none of those that make a subscription of the message of an XSUB
        for (int size : new int[] {0, 1, 2, 255, 256, 70_000}) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            if (size > 0) {
                bytes[0] = (byte) 0xFF;
            }
            assertArrives(link, List.of(bytes));
        }
    }

    /** As {@link #assertUnchanged}, of several frames as well. */
    static void assertUnchangedInFrames(TestSockets sockets, SocketType from, SocketType to, Transport transport) {
        assertUnchanged(sockets, from, to, transport);
        Link link = Link.toNew(sockets, to, sockets.bound(from, transport), "far", options -> options);
        byte[] empty = {};
        byte[] text = {0x7F, 0, (byte) 0x80, 1};
        assertArrives(link, List.of(empty, empty));
        assertArrives(link, List.of(text, empty, text));
        assertArrives(link, List.of(empty, text, new byte[300], empty));
    }

    private static void assertArrives(Link link, List<byte[]> frames) {
        link.sender().send(link.addressed(Msg.of(frames)));
        List<byte[]> received = link.receiver().receive().frames();
        int own = received.size() - frames.size();
        assertThat(own).as("frames that say where it comes from").isBetween(0, 1);
        for (int i = 0; i < frames.size(); i++) {
            assertThat(received.get(own + i)).isEqualTo(frames.get(i));
        }
    }

    /** Asserts that a sender refuses a message of two frames, and is none the worse for it. */
    static void assertRefusesMultipart(TestSockets sockets, SocketType from, SocketType to, Transport transport) {
        Link link = Link.toNew(sockets, to, sockets.bound(from, transport), "far", options -> options);
        Msg two = link.addressed(Msg.of("a", "b"));
        assertThatThrownBy(() -> link.sender().send(two)).isInstanceOf(IllegalArgumentException.class);
        link.send("whole");
        assertThat(link.receive()).isEqualTo("whole");
    }

    /** Asserts that a receiver drops each message of several frames, and receives those of one frame. */
    static void assertDiscardsMultipart(TestSockets sockets, SocketType type, SocketType peerType) {
        ZmqSocket receiver = sockets.bound(type, Transport.TCP);
        try (RawPeer peer = RawPeer.ready(endpointOf(receiver), peerType)) {
            peer.send(Wire.message("a", "b"), Wire.message("whole"), Wire.message("", "", ""), Wire.message("next"));
            assertReceives(receiver, "whole");
            assertReceives(receiver, "next");
        }
        assertThat(receiver.stats().dropped()).containsEntry(DropReason.MALFORMED, 2L);
    }

    /** Asserts that a receiver numbers its peers itself, whatever they call themselves. */
    static void assertIgnoresIdentity(TestSockets sockets, SocketType type, SocketType peerType) {
        ZmqSocket receiver = sockets.bound(type, Transport.TCP);
        Set<Integer> ids = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            try (RawPeer peer = RawPeer.connect(endpointOf(receiver))) {
                peer.send(
                        Wire.greeting(),
                        Wire.command(
                                "READY",
                                Wire.property("Socket-Type", Wire.ascii(peerType.name())),
                                Wire.property("Identity", Wire.ascii("same"))),
                        Wire.message("m"));
                ids.add(receiver.receive().routingId());
            }
        }
        assertThat(ids).hasSize(2).doesNotContain(0);
    }

    /** Asserts that each message arrives once when several threads send and several receive. */
    static void assertThreadSafe(TestSockets sockets, SocketType from, SocketType to, Transport transport)
            throws InterruptedException {
        ZmqSocket sender = sockets.bound(from, transport, options -> options.sendHwm(0));
        Link link = Link.toNew(sockets, to, sender, "far", options -> options.receiveHwm(0));
        Set<String> received = ConcurrentHashMap.newKeySet();
        AtomicInteger count = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(2 * THREADS);
        for (int i = 0; i < THREADS; i++) {
            String name = "thread " + i + " message ";
            threads.execute(() -> {
                for (int j = 0; j < OF_EACH; j++) {
                    link.send(name + j);
                }
            });
            threads.execute(() -> {
                for (int j = 0; j < OF_EACH; j++) {
                    received.add(link.receive());
                    count.incrementAndGet();
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(Waiting.SOON.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(count).hasValue(THREADS * OF_EACH);
        assertThat(received).hasSize(THREADS * OF_EACH);
    }
}
