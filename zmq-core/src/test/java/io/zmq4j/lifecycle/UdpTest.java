package io.zmq4j.lifecycle;

import static io.zmq4j.SocketType.DISH;
import static io.zmq4j.SocketType.RADIO;
import static io.zmq4j.testing.TestSockets.assertSilent;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.DropReason;
import io.zmq4j.EndpointException;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketStats;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.Networks;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawDatagrams;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RADIO and DISH over udp. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class UdpTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @AutoClose
    private final RawDatagrams raw = new RawDatagrams();

    private static Msg of(String group, String text) {
        return Msg.of(text).withGroup(group);
    }

    private ZmqSocket radio(String endpoint) {
        ZmqSocket radio = sockets.socket(RADIO);
        radio.connect(endpoint);
        return radio;
    }

    private ZmqSocket dish(String endpoint, String... groups) {
        ZmqSocket dish = sockets.socket(DISH);
        for (String group : groups) {
            dish.join(group);
        }
        dish.bind(endpoint);
        return dish;
    }

    private static void assertReceives(ZmqSocket dish, String group, String text) {
        assertThat(dish.receive(Waiting.SOON)).isEqualTo(of(group, text));
    }

    private static <T extends SocketEvent> T await(SocketMonitor monitor, Class<T> type) {
        SocketEvent event = monitor.next(Waiting.SOON);
        while (!type.isInstance(event)) {
            assertThat(event).as("%s", type.getSimpleName()).isNotNull();
            event = monitor.next(Waiting.SOON);
        }
        return type.cast(event);
    }

    // -- on the wire --

    @Test
    void shouldSendEveryMessageAsADatagramFromTheFirstOneOn() {
        ZmqSocket radio = radio(raw.endpoint());
        radio.send(of("ab", "body"));
        radio.send(of("", ""));
        radio.send(of("g".repeat(255), "b"));
        assertThat(raw.receive()).isEqualTo(Wire.ascii("\2abbody"));
        assertThat(raw.receive()).containsExactly(0);
        assertThat(raw.receive()).hasSize(257).startsWith(255, 'g').endsWith('g', 'b');
    }

    @Test
    void shouldReceiveTheDatagramsOfJoinedGroups() {
        ZmqSocket dish = dish("udp://127.0.0.1:*", "ab", "");
        String endpoint = endpointOf(dish);
        raw.send(endpoint, Wire.ascii("\1aother"));
        raw.send(endpoint, Wire.ascii("\2abbody"));
        raw.send(endpoint, new byte[] {0});
        Msg first = dish.receive();
        assertThat(first).isEqualTo(of("ab", "body"));
        assertThat(first.metadata().get(Metadata.PEER_ADDRESS)).isEqualTo("127.0.0.1");
        assertReceives(dish, "", "");
        assertSilent(dish);
        assertThat(dish.stats().droppedTotal()).isZero();
    }

    @Test
    void shouldSendAndReceiveTheLargestDatagram() {
        ZmqSocket dish = dish("udp://127.0.0.1:*", "g");
        ZmqSocket radio = radio(endpointOf(dish));
        Msg largest = Msg.of(new byte[65_505]).withGroup("g");
        radio.send(largest);
        assertThat(dish.receive(Waiting.SOON)).isEqualTo(largest);
        assertThatThrownBy(() -> radio.send(Msg.of(new byte[65_506]).withGroup("g")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65508 bytes with its group, allowed: up to 65507");
        assertSilent(dish);
    }

    // -- endpoints --

    @ParameterizedTest
    @ValueSource(strings = {"udp://127.0.0.1:*", "udp://127.0.0.1:0", "udp://localhost:*", "udp://lo:*"})
    void shouldTellTheRealPortOfAWildcard(String endpoint) {
        ZmqSocket dish = sockets.socket(DISH, options -> options.ipv6(false));
        dish.join("g");
        String real = dish.bind(endpoint);
        assertThat(real).matches("udp://127\\.0\\.0\\.1:[1-9][0-9]*");
        assertThat(dish.boundEndpoints()).containsExactly(real);
        radio(real).send(of("g", "m"));
        assertReceives(dish, "g", "m");
    }

    @Test
    void shouldReceiveAtEveryInterfaceWhenBoundToAll() {
        ZmqSocket dish = sockets.socket(DISH);
        dish.join("g");
        String real = dish.bind("udp://*:*");
        assertThat(real).matches("udp://0\\.0\\.0\\.0:[1-9][0-9]*");
        String port = real.substring(real.lastIndexOf(':'));
        radio("udp://127.0.0.1" + port).send(of("g", "four"));
        assertReceives(dish, "g", "four");
        Networks.assumeIpv6();
        radio("udp://[::1]" + port).send(of("g", "six"));
        assertReceives(dish, "g", "six");
    }

    @Test
    void shouldUseIpv6() {
        Networks.assumeIpv6();
        ZmqSocket dish = dish("udp://[::1]:*", "g");
        assertThat(endpointOf(dish)).matches("udp://\\[0:0:0:0:0:0:0:1]:[1-9][0-9]*");
        radio(endpointOf(dish)).send(of("g", "m"));
        Msg msg = dish.receive();
        assertThat(msg).isEqualTo(of("g", "m"));
        assertThat(msg.metadata().get(Metadata.PEER_ADDRESS)).isEqualTo("0:0:0:0:0:0:0:1");
    }

    @Test
    void shouldResolveNamesWhenItConnects() {
        ZmqSocket dish = dish("udp://127.0.0.1:*", "g");
        radio(endpointOf(dish).replace("127.0.0.1", "localhost")).send(of("g", "m"));
        assertReceives(dish, "g", "m");
        ZmqSocket radio = sockets.socket(RADIO);
        assertThatThrownBy(() -> radio.connect("udp://name.invalid:5555"))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("cannot connect to udp://name.invalid:5555");
        assertThat(radio.connectedEndpoints()).isEmpty();
    }

    @Test
    void shouldRefuseAPortThatIsTakenAndFreeItsOwn() {
        ZmqSocket first = dish("udp://127.0.0.1:*", "g");
        String endpoint = endpointOf(first);
        ZmqSocket second = sockets.socket(DISH);
        second.join("g");
        try (SocketMonitor monitor = second.monitor()) {
            assertThatThrownBy(() -> second.bind(endpoint))
                    .isInstanceOf(EndpointException.class)
                    .hasMessageContaining("cannot bind to " + endpoint)
                    .hasMessageContaining("in use");
            assertThat(await(monitor, SocketEvent.BindFailed.class).endpoint()).isEqualTo(endpoint);
        }
        first.unbind(endpoint);
        assertThat(second.bind(endpoint)).isEqualTo(endpoint);
        second.close();
        ZmqSocket third = dish(endpoint, "g");
        radio(endpoint).send(of("g", "m"));
        assertReceives(third, "g", "m");
    }

    @Test
    void shouldSendToAllThatItIsConnectedToWhateverTheTransport() {
        ZmqSocket one = dish("udp://127.0.0.1:*", "g");
        ZmqSocket two = dish("udp://127.0.0.1:*", "g");
        ZmqSocket radio = sockets.bound(RADIO, Transport.TCP);
        ZmqSocket overTcp = sockets.connected(DISH, radio);
        overTcp.join("g");
        radio.connect(endpointOf(one));
        radio.connect(endpointOf(two));
        Waiting.until("the join over tcp", () -> {
            radio.send(of("g", "probe"));
            return overTcp.receive(Duration.ofMillis(20)) != null;
        });
        radio.disconnect(endpointOf(one));
        radio.send(of("g", "last"));
        for (ZmqSocket dish : new ZmqSocket[] {two, overTcp}) {
            Msg msg = dish.receive();
            while (msg.string(0).equals("probe")) {
                msg = dish.receive();
            }
            assertThat(msg).isEqualTo(of("g", "last"));
        }
        assertThat(one.receive().string(0)).isEqualTo("probe");
        assertThat(radio.connectedEndpoints()).containsExactly(endpointOf(two));
    }

    @Test
    void shouldReceiveAtSeveralEndpoints() {
        ZmqSocket dish = dish("udp://127.0.0.1:*", "g");
        String second = dish.bind("udp://127.0.0.1:*");
        for (String endpoint : dish.boundEndpoints()) {
            raw.send(endpoint, Wire.ascii("\1gm"));
            assertReceives(dish, "g", "m");
        }
        dish.unbind(second);
        raw.send(endpointOf(dish), Wire.ascii("\1gm"));
        assertReceives(dish, "g", "m");
    }

    // -- groups --

    @Test
    void shouldJoinAtOnceAndLeaveAtOnce() {
        ZmqSocket dish = dish("udp://127.0.0.1:*");
        ZmqSocket radio = radio(endpointOf(dish));
        for (int i = 0; i < 300; i++) {
            String group = "group " + i;
            dish.join(group);
            radio.send(of(group, "m" + i));
            assertReceives(dish, group, "m" + i);
            dish.leave(group);
            radio.send(of(group, "unheard"));
        }
        assertSilent(dish);
    }

    @Test
    void shouldJoinAndLeaveWhileTrafficRuns() throws InterruptedException {
        ZmqSocket dish = dish("udp://127.0.0.1:*", "always");
        ZmqSocket radio = radio(endpointOf(dish));
        AtomicBoolean running = new AtomicBoolean(true);
        Thread sender = new Thread(() -> {
            while (running.get()) {
                radio.send(of("always", "m"));
                radio.send(of("sometimes", "m"));
            }
        });
        sender.start();
        try {
            for (int round = 0; round < 20; round++) {
                dish.join("sometimes");
                Waiting.until(
                        "a message of the group", () -> dish.receive().group().equals("sometimes"));
                dish.leave("sometimes");
                for (int i = 0; i < 100; i++) {
                    assertThat(dish.receive().group()).isEqualTo("always");
                }
            }
        } finally {
            running.set(false);
            sender.join();
        }
    }

    @Test
    void shouldNotLetGroupsThatAreNotJoinedFillTheQueue() {
        ZmqSocket dish = sockets.socket(DISH, options -> options.receiveHwm(1));
        dish.join("g");
        String endpoint = dish.bind("udp://127.0.0.1:*");
        for (int i = 0; i < 100; i++) {
            raw.send(endpoint, Wire.ascii("\1xm"));
        }
        raw.send(endpoint, Wire.ascii("\1gm"));
        assertReceives(dish, "g", "m");
        assertThat(dish.stats().droppedTotal()).isZero();
    }

    // -- losses --

    @Test
    void shouldDropAndCountWhenTheApplicationIsSlowAndGoOn() {
        ZmqSocket dish = sockets.socket(DISH, options -> options.receiveHwm(2));
        dish.join("g");
        String endpoint = dish.bind("udp://127.0.0.1:*");
        try (SocketMonitor monitor = dish.monitor()) {
            for (int i = 0; i < 50; i++) {
                raw.send(endpoint, Wire.ascii("\1gm" + i));
            }
            SocketEvent.DatagramsDropped told = await(monitor, SocketEvent.DatagramsDropped.class);
            assertThat(told.endpoint()).isEqualTo(endpoint);
            assertThat(told.reason()).contains("queue is full");
            assertThat(told.dropped()).isPositive();
        }
        Waiting.until("all others are dropped", () -> dish.stats().dropped().get(DropReason.HWM) == 48);
        assertReceives(dish, "g", "m0");
        assertReceives(dish, "g", "m1");
        raw.send(endpoint, Wire.ascii("\1gagain"));
        assertReceives(dish, "g", "again");
    }

    @Test
    void shouldCountAndTellThatNobodyListensAndGoOn() {
        String endpoint;
        try (RawDatagrams closed = new RawDatagrams()) {
            endpoint = closed.endpoint();
        }
        ZmqSocket radio = sockets.socket(RADIO);
        try (SocketMonitor monitor = radio.monitor()) {
            radio.connect(endpoint);
            Waiting.until("an unreachable port is noticed", () -> {
                radio.send(of("g", "lost"));
                return radio.stats().dropped().get(DropReason.NO_PEER) > 0;
            });
            SocketEvent.DatagramsDropped told = await(monitor, SocketEvent.DatagramsDropped.class);
            assertThat(told.endpoint()).isEqualTo(endpoint);
            assertThat(told.reason()).contains("nobody listens");
            assertThat(told.peerId()).isEqualTo(radio.stats().peers().get(0).id());
        }
        assertThat(radio.stats().lastError()).contains(endpoint, "nobody listens");
        ZmqSocket dish = dish(endpoint, "g");
        Waiting.until("what is sent now arrives", () -> {
            radio.send(of("g", "heard"));
            return dish.receive(Duration.ofMillis(20)) != null;
        });
        assertThat(radio.stats().disconnects()).isZero();
    }

    // -- what is told --

    @Test
    void shouldTellTheLifeOfBothSides() {
        ZmqSocket dish = sockets.socket(DISH);
        SocketMonitor dishEvents = dish.monitor();
        String endpoint = dish.bind("udp://127.0.0.1:*");
        assertThat(await(dishEvents, SocketEvent.Listening.class).endpoint()).isEqualTo(endpoint);
        ZmqSocket radio = sockets.socket(RADIO);
        SocketMonitor radioEvents = radio.monitor();
        radio.connect(endpoint);
        SocketEvent.Connected connected = await(radioEvents, SocketEvent.Connected.class);
        assertThat(connected.endpoint()).isEqualTo(endpoint);
        assertThat(connected.peerAddress()).isEqualTo(endpoint);
        assertThat(await(radioEvents, SocketEvent.HandshakeSucceeded.class).peerId())
                .isEqualTo(connected.peerId());
        radio.disconnect(endpoint);
        assertThat(await(radioEvents, SocketEvent.Disconnected.class).peerId()).isEqualTo(connected.peerId());
        dish.unbind(endpoint);
        assertThat(await(dishEvents, SocketEvent.Closed.class).endpoint()).isEqualTo(endpoint);
        assertThat(radio.stats().readyPeers()).isZero();
    }

    @Test
    void shouldCountWhatIsSentAndReceived() {
        ZmqSocket dish = dish("udp://127.0.0.1:*", "g");
        ZmqSocket radio = radio(endpointOf(dish));
        assertThat(radio.awaitPeers(1, Waiting.SOON)).isTrue();
        for (int i = 0; i < 3; i++) {
            radio.send(of("g", "body"));
            assertReceives(dish, "g", "body");
        }
        SocketStats sent = radio.stats();
        assertThat(sent.messagesSent()).isEqualTo(3);
        assertThat(sent.readyPeers()).isEqualTo(1);
        SocketStats.Peer peer = sent.peers().get(0);
        assertThat(peer.address()).isEqualTo(endpointOf(dish));
        assertThat(peer.traffic().messagesSent()).isEqualTo(3);
        assertThat(peer.traffic().bytesSent()).isEqualTo(3 * 6);
        assertThat(dish.stats().messagesReceived()).isEqualTo(3);
        assertThat(dish.stats().bytesReceived()).isEqualTo(3 * 4);
        assertThat(dish.stats().peers()).as("who sends datagrams is no peer").isEmpty();
    }

    // -- the end --

    @Test
    void shouldSendWhatWasSentBeforeTheClose() {
        TestSockets own = new TestSockets();
        ZmqSocket radio = own.socket(RADIO, options -> options.linger(SocketConfig.FOREVER));
        radio.connect(raw.endpoint());
        for (int i = 0; i < 100; i++) {
            radio.send(of("g", "m" + i));
        }
        long start = System.nanoTime();
        own.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Waiting.SOON);
        for (int i = 0; i < 100; i++) {
            assertThat(raw.receive()).isEqualTo(Wire.ascii("\1gm" + i));
        }
    }

    @Test
    void shouldCloseAtOnceWhileDatagramsPourIn() throws InterruptedException {
        AtomicBoolean running = new AtomicBoolean(true);
        ZmqSocket dish = dish("udp://127.0.0.1:*", "g");
        String endpoint = endpointOf(dish);
        Thread sender = new Thread(() -> {
            while (running.get()) {
                raw.send(endpoint, Wire.ascii("\1gm"));
            }
        });
        sender.start();
        try {
            assertReceives(dish, "g", "m");
            long start = System.nanoTime();
            dish.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            dish(endpoint, "g").close();
        } finally {
            running.set(false);
            sender.join();
        }
    }
}
