package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.EndpointException;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.ProtocolError;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketEvent.HandshakeFailure;
import io.zmq4j.SocketMonitor;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith({LeakGate.class, NoSurprises.class})
class MonitorTest {

    private static final int MECHANISM_MISMATCH = 0x11000002;
    private static final int CAPACITY = 4096;

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private static <T extends SocketEvent> T next(SocketMonitor monitor, Class<T> type) {
        SocketEvent event = monitor.next(Waiting.SOON);
        assertThat(event).isInstanceOf(type);
        return type.cast(event);
    }

    @Test
    void shouldTellTheLifeOfAnAcceptedConnectionInOrder() {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        SocketMonitor monitor = pull.monitor();
        String endpoint = pull.bind(Transport.TCP.endpoint());
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        push.send(Msg.of("hello"));
        TestSockets.assertReceives(pull, "hello");
        push.close();
        assertThat(next(monitor, SocketEvent.Listening.class).endpoint()).isEqualTo(endpoint);
        SocketEvent.Accepted accepted = next(monitor, SocketEvent.Accepted.class);
        SocketEvent.HandshakeSucceeded ready = next(monitor, SocketEvent.HandshakeSucceeded.class);
        assertThat(ready.peerAddress()).isEqualTo(accepted.peerAddress());
        assertThat(ready.peer().get(Metadata.SOCKET_TYPE)).isEqualTo("PUSH");
        SocketEvent.Disconnected gone = next(monitor, SocketEvent.Disconnected.class);
        assertThat(gone.peerAddress()).isEqualTo(accepted.peerAddress());
        assertThat(gone.reason()).isNotBlank();
        pull.unbind(endpoint);
        assertThat(next(monitor, SocketEvent.Closed.class).endpoint()).isEqualTo(endpoint);
        assertThat(monitor.dropped()).isZero();
    }

    @Test
    void shouldTellTheLifeOfAConnectionThatIsMadeAgain() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        String endpoint = TestSockets.endpointOf(pull);
        pull.close();
        ZmqSocket push = sockets.socket(SocketType.PUSH);
        SocketMonitor monitor = push.monitor();
        push.connect(endpoint);
        assertThat(next(monitor, SocketEvent.ConnectDelayed.class).peerAddress())
                .isEqualTo(endpoint);
        SocketEvent.ConnectFailed failed = next(monitor, SocketEvent.ConnectFailed.class);
        assertThat(failed.reason()).isNotBlank();
        SocketEvent.ConnectRetried retried = next(monitor, SocketEvent.ConnectRetried.class);
        assertThat(retried.endpoint()).isEqualTo(endpoint);
        assertThat(retried.peerId()).isEqualTo(failed.peerId());
        ZmqSocket again = sockets.socket(SocketType.PULL);
        again.bind(endpoint);
        SocketEvent event = monitor.next(Waiting.SOON);
        while (event instanceof SocketEvent.ConnectFailed
                || event instanceof SocketEvent.ConnectRetried
                || event instanceof SocketEvent.ConnectDelayed) {
            event = monitor.next(Waiting.SOON);
        }
        assertThat(event).isInstanceOf(SocketEvent.Connected.class);
        assertThat(next(monitor, SocketEvent.HandshakeSucceeded.class).peerId()).isEqualTo(failed.peerId());
        assertThat(push.stats().connects()).isEqualTo(1);
        assertThat(push.stats().reconnects()).isPositive();
    }

    @Test
    void shouldTellWhyAHandshakeFailed() {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        try (SocketMonitor monitor = pull.monitor();
                RawPeer peer = RawPeer.connect(pull.bind(Transport.TCP.endpoint()))) {
            peer.send(Wire.greeting(3, 1, Wire.ascii("CURVE")));
            assertThat(peer.isClosedWithin(Waiting.SOON)).isTrue();
            next(monitor, SocketEvent.Listening.class);
            next(monitor, SocketEvent.Accepted.class);
            SocketEvent.HandshakeFailed failed = next(monitor, SocketEvent.HandshakeFailed.class);
            assertThat(failed.code()).isEqualTo(MECHANISM_MISMATCH);
            assertThat(failed.reason()).contains("CURVE");
            assertThat(failed.kind()).isEqualTo(HandshakeFailure.PROTOCOL);
            assertThat(ProtocolError.of(failed.code())).isEqualTo(ProtocolError.MECHANISM_MISMATCH);
            assertThat(pull.stats().handshakeFailures()).isEqualTo(1);
            assertThat(pull.stats().lastError()).isNotNull();
            assertThat(pull.stats().lastErrorAt()).isBetween(Instant.now().minus(Waiting.SOON), Instant.now());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400,             400, AUTHENTICATION",
        "300,             300, AUTHENTICATION",
        "500,             500, AUTHENTICATION",
        "200,       268435456, PROTOCOL",
        "no entry,  268435456, PROTOCOL"
    })
    void shouldTellThatThePeerRefusedTheHandshake(String reason, int code, HandshakeFailure kind) {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        SocketMonitor monitor = pull.monitor(Set.of(SocketEvent.HandshakeFailed.class));
        byte[] text = Wire.ascii(reason);
        try (RawPeer peer = RawPeer.connect(pull.bind(Transport.TCP.endpoint()))) {
            peer.send(Wire.greeting(), Wire.command("ERROR", new byte[] {(byte) text.length}, text));
            SocketEvent.HandshakeFailed failed = next(monitor, SocketEvent.HandshakeFailed.class);
            assertThat(failed.code()).isEqualTo(code);
            assertThat(failed.kind()).isEqualTo(kind);
            assertThat(failed.reason()).contains(reason);
        }
    }

    @Test
    void shouldTellNoDetailWhenThePeerLeavesBeforeItIsReady() {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        SocketMonitor monitor = pull.monitor(Set.of(SocketEvent.HandshakeFailed.class));
        RawPeer.connect(pull.bind(Transport.TCP.endpoint()))
                .send(Wire.greeting())
                .close();
        SocketEvent.HandshakeFailed failed = next(monitor, SocketEvent.HandshakeFailed.class);
        assertThat(failed.code()).isZero();
        assertThat(failed.kind()).isEqualTo(HandshakeFailure.NO_DETAIL);
    }

    @Test
    void shouldTellHowAReadyPeerBrokeTheProtocol() {
        ZmqSocket router = sockets.socket(SocketType.ROUTER);
        SocketMonitor monitor = router.monitor(Set.of(SocketEvent.Disconnected.class));
        try (RawPeer peer = RawPeer.connect(router.bind(Transport.TCP.endpoint()))) {
            peer.send(
                    Wire.greeting(),
                    Wire.command(
                            "READY",
                            Wire.property("Socket-Type", Wire.ascii("DEALER")),
                            Wire.property("Identity", Wire.ascii("me"))),
                    Wire.command("READY"));
            SocketEvent.Disconnected gone = next(monitor, SocketEvent.Disconnected.class);
            assertThat(ProtocolError.of(gone.code())).isEqualTo(ProtocolError.UNEXPECTED_COMMAND);
            assertThat(gone.routingId()).isEqualTo(Wire.ascii("me"));
        }
    }

    @Test
    void shouldKeepOnlyWhatIsAskedFor() {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        SocketMonitor monitor = pull.monitor(Set.of(SocketEvent.Closed.class));
        String endpoint = pull.bind(Transport.TCP.endpoint());
        pull.unbind(endpoint);
        next(monitor, SocketEvent.Closed.class);
        monitor.close();
        assertThat(monitor.poll()).isNull();
    }

    @Test
    void shouldEndWithAnEventThatSaysSo() {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        SocketMonitor closedByItself = pull.monitor();
        SocketMonitor closedWithItsSocket = pull.monitor();
        closedByItself.close();
        closedByItself.close();
        pull.close();
        for (SocketMonitor monitor : List.of(closedByItself, closedWithItsSocket)) {
            next(monitor, SocketEvent.MonitorStopped.class);
            assertThat(monitor.next(Waiting.SOON)).isNull();
            assertThat(monitor.isClosed()).isTrue();
        }
    }

    @Test
    void shouldTellAListenerInOrderOnAThreadOfItsOwn() {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        List<SocketEvent> events = new CopyOnWriteArrayList<>();
        Set<String> threads = ConcurrentHashMap.newKeySet();
        pull.monitor(event -> {
            events.add(event);
            threads.add(Thread.currentThread().getName());
        });
        for (int i = 0; i < 100; i++) {
            pull.unbind(pull.bind("inproc://" + i));
        }
        pull.close();
        Waiting.until("all events", () -> events.size() == 201);
        for (int i = 0; i < 100; i++) {
            assertThat(events.get(2 * i)).isEqualTo(new SocketEvent.Listening("inproc://" + i));
            assertThat(events.get(2 * i + 1)).isEqualTo(new SocketEvent.Closed("inproc://" + i));
        }
        assertThat(events.get(200)).isInstanceOf(SocketEvent.MonitorStopped.class);
        assertThat(threads).hasSize(1).allMatch(name -> name.endsWith("-monitor"));
    }

    @OverTransports
    void shouldTellThatAPeerIsSlowAndThatItHasCaughtUp(Transport transport) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport, options -> options.receiveHwm(10));
        ZmqSocket push = sockets.connected(
                SocketType.PUSH, pull, options -> options.sendHwm(10).sendBuffer(8 * 1024));
        assertThat(push.awaitPeers(1, Waiting.SOON)).isTrue();
        SocketMonitor monitor = push.monitor(Set.of(SocketEvent.PeerSlow.class, SocketEvent.PeerDrained.class));
        Msg large = Msg.of(new byte[100_000]);
        long start = System.nanoTime();
        AtomicInteger sent = new AtomicInteger();
        List<SocketEvent> events = new ArrayList<>();
        Waiting.until("it is full, and told so", () -> {
            // the kernel may find some more room after a while
            while (push.send(large, Waiting.MOMENT)) {
                sent.incrementAndGet();
            }
            return isLast(SocketEvent.PeerSlow.class, monitor, events);
        });
        SocketEvent.PeerSlow slow = (SocketEvent.PeerSlow) events.get(0);
        assertThat(slow.peerId()).isEqualTo(push.peers().get(0).id());
        assertThat(slow.queued()).isBetween(5L, 20L);
        for (int i = 0; i < sent.get(); i++) {
            assertThat(pull.receive().byteCount()).isEqualTo(100_000);
        }
        assertThat(pull.tryReceive()).isNull();
        Waiting.until("it has caught up", () -> isLast(SocketEvent.PeerDrained.class, monitor, events));
        // over tcp the kernel takes much at first, so that the queue fills more than once
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i))
                    .isInstanceOf(i % 2 == 0 ? SocketEvent.PeerSlow.class : SocketEvent.PeerDrained.class);
        }
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        assertThat(events.size() / 2).as("one a second").isLessThanOrEqualTo((int) seconds + 1);
    }

    /** Takes all events; whether the last one so far is of this type. */
    private static boolean isLast(Class<? extends SocketEvent> type, SocketMonitor monitor, List<SocketEvent> events) {
        SocketEvent event = monitor.poll();
        while (event != null) {
            events.add(event);
            event = monitor.poll();
        }
        return !events.isEmpty() && type.isInstance(events.get(events.size() - 1));
    }

    @Test
    void shouldTellThatAPublisherDropsForASlowSubscriber() {
        ZmqSocket pub = sockets.bound(SocketType.PUB, Transport.INPROC, options -> options.sendHwm(5));
        ZmqSocket sub = sockets.connected(SocketType.SUB, pub, options -> options.receiveHwm(5));
        sub.subscribe("");
        assertThat(pub.awaitSubscribers("", 1, Waiting.SOON)).isTrue();
        SocketMonitor monitor = pub.monitor();
        for (int i = 0; i < 100; i++) {
            pub.send(Msg.of("m"));
        }
        assertThat(next(monitor, SocketEvent.PeerSlow.class).queued()).isEqualTo(10);
        sub.close();
        pub.send(Msg.of("m"));
        next(monitor, SocketEvent.PeerDrained.class);
        assertThat(monitor.poll()).isNull();
    }

    @Test
    void shouldTellThatAnEndpointCouldNotBeBound() {
        String taken = TestSockets.endpointOf(sockets.bound(SocketType.PULL, Transport.TCP));
        ZmqSocket second = sockets.socket(SocketType.PULL);
        SocketMonitor monitor = second.monitor();
        Assertions.assertThatThrownBy(() -> second.bind(taken)).isInstanceOf(EndpointException.class);
        assertThat(next(monitor, SocketEvent.BindFailed.class).endpoint()).isEqualTo(taken);
    }

    @Test
    void shouldCountLostEventsWhenNobodyTakesThem() {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        SocketMonitor monitor = pull.monitor();
        // each round is two events: listening and closed
        int rounds = CAPACITY / 2 + 10;
        String endpoint = Transport.INPROC.endpoint();
        for (int i = 0; i < rounds; i++) {
            pull.bind(endpoint);
            pull.unbind(endpoint);
        }
        assertThat(monitor.dropped()).isEqualTo(20);
        for (int i = 0; i < CAPACITY; i++) {
            assertThat(monitor.poll()).isNotNull();
        }
        assertThat(monitor.poll()).isNull();
    }

    @Test
    void shouldEndWhenTheSocketIsClosed() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        SocketMonitor monitor = pull.monitor();
        Crew crew = new Crew();
        crew.once("watcher", () -> {
            SocketEvent event = monitor.next(Waiting.SOON);
            while (event != null) {
                event = monitor.next(Waiting.SOON);
            }
            assertThat(monitor.isClosed()).isTrue();
        });
        pull.close();
        crew.assertDone();
    }
}
