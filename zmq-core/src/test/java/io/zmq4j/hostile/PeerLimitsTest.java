package io.zmq4j.hostile;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.PeerLimit;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketStats;
import io.zmq4j.SocketType;
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
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What each peer may take up: who goes beyond it loses its connection, the event says why, and the limit is counted. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class PeerLimitsTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private static <T extends SocketEvent> T await(SocketMonitor monitor, Class<T> kind) {
        SocketEvent event = monitor.next(Waiting.SOON);
        while (!kind.isInstance(event)) {
            assertThat(event).as("an event %s", kind.getSimpleName()).isNotNull();
            event = monitor.next(Waiting.SOON);
        }
        return kind.cast(event);
    }

    private static void assertLimited(ZmqSocket socket, PeerLimit limit, long times) {
        assertThat(socket.stats().limited()).containsEntry(limit, times).hasSize(PeerLimit.values().length);
        assertThat(socket.stats().limited().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(times);
    }

    /** One that does not come again. */
    private ZmqSocket once(SocketType type, ZmqSocket to) {
        return sockets.connected(type, to, options -> options.reconnectInterval(Duration.ZERO));
    }

    private static void awaitSubscribers(ZmqSocket publisher, String topic, int count) {
        Waiting.until(count + " subscribers of " + topic, () -> publisher.subscribers(topic) == count);
    }

    // -- subscriptions --

    @OverTransports
    void shouldDisconnectWhoSubscribesToTooManyTopics(Transport transport) {
        ZmqSocket pub = sockets.bound(SocketType.PUB, transport, options -> options.maxSubscriptions(3));
        ZmqSocket honest = once(SocketType.SUB, pub);
        honest.subscribe("c");
        awaitSubscribers(pub, "c", 1);
        SocketMonitor monitor = pub.monitor();
        ZmqSocket greedy = once(SocketType.SUB, pub);
        for (String topic : new String[] {"a", "b", "c"}) {
            greedy.subscribe(topic);
        }
        awaitSubscribers(pub, "c", 2);
        long greedyId = pub.stats().peers().stream()
                .mapToLong(SocketStats.Peer::id)
                .max()
                .orElseThrow();
        assertLimited(pub, PeerLimit.SUBSCRIPTIONS, 0);
        greedy.subscribe("d");
        awaitSubscribers(pub, "c", 1);
        SocketEvent.Disconnected event = await(monitor, SocketEvent.Disconnected.class);
        assertThat(event.reason()).isEqualTo("maxSubscriptions is 3, and the peer wants one more");
        assertThat(event.peerId()).isEqualTo(greedyId);
        assertLimited(pub, PeerLimit.SUBSCRIPTIONS, 1);
        assertThat(pub.stats().lastError()).contains("maxSubscriptions is 3");
        Waiting.until("its connection has ended", () -> pub.stats().readyPeers() == 1);
        pub.send(Msg.of("c1"));
        assertReceives(honest, "c1");
        assertThat(greedy.tryReceive()).isNull();
    }

    @OverTransports
    void shouldDisconnectWhoJoinsGroupsOfTooManyBytes(Transport transport) {
        ZmqSocket radio = sockets.bound(SocketType.RADIO, transport, options -> options.maxSubscriptionBytes(10));
        SocketMonitor monitor = radio.monitor();
        ZmqSocket greedy = once(SocketType.DISH, radio);
        greedy.join("12345");
        greedy.join("67890");
        Waiting.until("it hears of its group", () -> {
            radio.send(Msg.of("m").withGroup("67890"));
            return greedy.tryReceive() != null;
        });
        assertLimited(radio, PeerLimit.SUBSCRIPTION_BYTES, 0);
        greedy.join("x");
        Waiting.until("it is counted", () -> radio.stats().limited().get(PeerLimit.SUBSCRIPTION_BYTES) == 1);
        assertThat(await(monitor, SocketEvent.Disconnected.class).reason())
                .isEqualTo("maxSubscriptionBytes is 10, and the peer wants 11");
        assertLimited(radio, PeerLimit.SUBSCRIPTION_BYTES, 1);
        ZmqSocket modest = once(SocketType.DISH, radio);
        modest.join("x");
        Waiting.until("another one is served", () -> {
            radio.send(Msg.of("m").withGroup("x"));
            return modest.tryReceive() != null;
        });
    }

    @Test
    void shouldLetASubscriberThatComesAgainHaveItsShareAgain() {
        ZmqSocket pub = sockets.bound(SocketType.PUB, Transport.TCP, options -> options.maxSubscriptions(2));
        ZmqSocket sub = sockets.connected(SocketType.SUB, pub);
        sub.subscribe("a");
        sub.subscribe("b");
        sub.subscribe("c");
        Waiting.until("it is sent away twice", () -> pub.stats().limited().get(PeerLimit.SUBSCRIPTIONS) >= 2);
        sub.unsubscribe("c");
        awaitSubscribers(pub, "b", 1);
        pub.send(Msg.of("b"));
        assertReceives(sub, "b");
    }

    @Test
    void shouldTakeAnotherLimitAtOnceAndNoneForNoLimit() {
        ZmqSocket pub = sockets.bound(SocketType.PUB, Transport.TCP, options -> options.maxSubscriptions(1));
        ZmqSocket sub = once(SocketType.SUB, pub);
        sub.subscribe("a");
        awaitSubscribers(pub, "a", 1);
        pub.reconfigure(options ->
                options.toBuilder().maxSubscriptions(0).maxSubscriptionBytes(0).build());
        for (int i = 0; i < 100; i++) {
            sub.subscribe("topic " + i);
        }
        Waiting.until("all topics are known", () -> pub.topicsCount() == 101);
        pub.reconfigure(options -> options.toBuilder().maxSubscriptions(50).build());
        sub.subscribe("one more");
        Waiting.until("it is sent away", () -> pub.topicsCount() == 0);
        assertLimited(pub, PeerLimit.SUBSCRIPTIONS, 1);
    }

    @OverTransports
    void shouldDropNoticesThatAnXPubDoesNotTakeAndKeepTheSubscriber(Transport transport) {
        ZmqSocket xpub = sockets.bound(SocketType.XPUB, transport, options -> options.maxSubscriptionNotices(2));
        ZmqSocket sub = once(SocketType.SUB, xpub);
        for (String topic : new String[] {"a", "b", "c"}) {
            sub.subscribe(topic);
        }
        Waiting.until("one is lost", () -> xpub.stats().limited().get(PeerLimit.SUBSCRIPTION_NOTICES) == 1);
        assertLimited(xpub, PeerLimit.SUBSCRIPTION_NOTICES, 1);
        assertThat(xpub.stats().dropped()).containsEntry(DropReason.HWM, 1L);
        assertThat(xpub.stats().lastError())
                .isEqualTo("maxSubscriptionNotices is 2, and so many wait for the application");
        assertReceives(xpub, "\1a");
        assertReceives(xpub, "\1b");
        assertThat(xpub.tryReceive()).isNull();
        xpub.send(Msg.of("c"));
        assertReceives(sub, "c");
    }

    // -- what the protocol counts --

    private ZmqSocket pull(UnaryOperator<SocketConfigBuilder> options) {
        return sockets.bound(SocketType.PULL, Transport.TCP, options);
    }

    @Test
    void shouldRefuseAHandshakeThatIsTooLarge() {
        ZmqSocket pull = pull(options -> options.maxHandshakeSize(1024));
        SocketMonitor monitor = pull.monitor();
        byte[] type = Wire.property("Socket-Type", Wire.ascii("PUSH"));
        byte[] large = Wire.command("READY", type, Wire.property("X-Much", new byte[1024]));
        int size = Wire.commandBody("READY", type, Wire.property("X-Much", new byte[1024])).length;
        try (RawPeer peer = RawPeer.connect(TestSockets.endpointOf(pull))) {
            peer.send(Wire.greeting()).trySend(large);
            assertThat(await(monitor, SocketEvent.HandshakeFailed.class).reason())
                    .isEqualTo("command of " + size + " bytes, allowed: up to 1024");
            assertThat(peer.isClosedWithin(Waiting.SOON)).isTrue();
        }
        assertLimited(pull, PeerLimit.HANDSHAKE_SIZE, 1);
        byte[] small = Wire.command("READY", type, Wire.property("X-Much", new byte[900]));
        try (RawPeer peer = RawPeer.connect(TestSockets.endpointOf(pull))) {
            peer.send(Wire.greeting(), small, Wire.frame(0, new byte[200]));
            assertThat(pull.receive().bytes(0)).hasSize(200);
            peer.send(Wire.frame(0, new byte[5_000])); // of messages there is another limit
            assertThat(pull.receive().bytes(0)).hasSize(5_000);
        }
        assertLimited(pull, PeerLimit.HANDSHAKE_SIZE, 1);
    }

    @Test
    void shouldCountWhoIsNotReadyInTime() {
        ZmqSocket pull = pull(options -> options.handshakeTimeout(Waiting.MOMENT));
        SocketMonitor monitor = pull.monitor();
        try (RawPeer peer = RawPeer.connect(TestSockets.endpointOf(pull))) {
            assertThat(await(monitor, SocketEvent.HandshakeFailed.class).reason())
                    .isEqualTo("no completed handshake after " + Waiting.MOMENT.toMillis() + " ms");
            assertThat(peer.isClosedWithin(Waiting.SOON)).isTrue();
        }
        assertLimited(pull, PeerLimit.HANDSHAKE_TIME, 1);
    }

    @Test
    void shouldCountWhoSendsALargeMessage() {
        ZmqSocket pull = pull(options -> options.maxMessageSize(100));
        SocketMonitor monitor = pull.monitor();
        try (RawPeer peer = RawPeer.ready(TestSockets.endpointOf(pull), SocketType.PUSH)) {
            peer.send(Wire.message("x".repeat(100)));
            assertReceives(pull, "x".repeat(100));
            peer.send(Wire.message("x".repeat(60), "x".repeat(41)));
            assertThat(await(monitor, SocketEvent.Disconnected.class).reason())
                    .isEqualTo("frame of 41 bytes, allowed: up to 40");
        }
        assertLimited(pull, PeerLimit.MESSAGE_SIZE, 1);
    }

    @Test
    void shouldCountWhoSendsManyFrames() {
        ZmqSocket pull = pull(options -> options.maxFrames(2));
        SocketMonitor monitor = pull.monitor();
        try (RawPeer peer = RawPeer.ready(TestSockets.endpointOf(pull), SocketType.PUSH)) {
            peer.send(Wire.message("1", "2"));
            assertReceives(pull, "1", "2");
            peer.send(Wire.message("1", "2", "3"));
            assertThat(await(monitor, SocketEvent.Disconnected.class).reason())
                    .isEqualTo("message of more than 2 frames");
        }
        assertLimited(pull, PeerLimit.FRAMES, 1);
    }

    @Test
    void shouldCountConnectionsThatFindNoPlace() {
        ZmqSocket pull = pull(options -> options.maxConnections(1));
        sockets.connected(SocketType.PUSH, pull);
        TestSockets.awaitPeers(pull, 1);
        try (RawPeer peer = RawPeer.connect(TestSockets.endpointOf(pull))) {
            assertThat(peer.isClosedWithin(Waiting.SOON)).isTrue();
        }
        assertLimited(pull, PeerLimit.CONNECTIONS, 1);
    }
}
