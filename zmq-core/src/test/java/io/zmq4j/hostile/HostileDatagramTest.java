package io.zmq4j.hostile;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawDatagrams;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Datagrams that nobody of good will sends: they are counted and dropped, and the endpoint goes on. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class HostileDatagramTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @AutoClose
    private final RawDatagrams attacker = new RawDatagrams();

    private static long malformed(ZmqSocket socket) {
        return socket.stats().dropped().getOrDefault(DropReason.MALFORMED, 0L);
    }

    private ZmqSocket dish() {
        ZmqSocket dish = sockets.socket(SocketType.DISH);
        dish.join("g");
        dish.bind("udp://127.0.0.1:*");
        return dish;
    }

    private void assertHears(ZmqSocket dish) {
        attacker.send(endpointOf(dish), Wire.ascii("\1gm"));
        assertThat(dish.receive(Waiting.SOON)).isEqualTo(Msg.of("m").withGroup("g"));
    }

    /** Every length of a group with fewer bytes behind it, those included that are negative as a signed byte. */
    private static List<byte[]> truncated() {
        List<byte[]> all = new ArrayList<>();
        all.add(new byte[0]);
        for (int length = 1; length <= 255; length++) {
            for (int there : new int[] {0, length - 1}) {
                byte[] datagram = new byte[1 + there];
                datagram[0] = (byte) length;
                all.add(datagram);
            }
        }
        return all;
    }

    @Test
    void shouldDropAndCountTruncatedDatagrams() {
        ZmqSocket dish = dish();
        try (SocketMonitor monitor = dish.monitor()) {
            long sent = 0;
            for (byte[] datagram : truncated()) {
                attacker.send(endpointOf(dish), datagram);
                sent++;
                if (sent % 50 == 0) {
                    long expected = sent;
                    Waiting.until("all are counted", () -> malformed(dish) == expected);
                }
            }
            long expected = sent;
            Waiting.until("all are counted", () -> malformed(dish) == expected);
            SocketEvent event = monitor.next(Waiting.SOON);
            while (!(event instanceof SocketEvent.DatagramsDropped told)) {
                assertThat(event).isNotNull();
                event = monitor.next(Waiting.SOON);
            }
            assertThat(told.reason()).contains("a datagram of 0 bytes from " + attacker.address());
        }
        assertHears(dish);
        assertThat(dish.stats().messagesReceived()).isEqualTo(1);
    }

    @Test
    void shouldStandAnyBytes() {
        ZmqSocket dish = dish();
        ZmqSocket dgram = sockets.socket(SocketType.DGRAM, options -> options.receiveHwm(0));
        dgram.bind("udp://127.0.0.1:*");
        Random random = new Random(4711);
        for (int i = 0; i < 1_000; i++) {
            byte[] datagram = new byte[random.nextInt(600)];
            random.nextBytes(datagram);
            attacker.send(endpointOf(dish), datagram);
            attacker.send(endpointOf(dgram), datagram);
            Msg received = dgram.receive();
            assertThat(received.string(0)).isEqualTo(attacker.address());
            assertThat(received.bytes(1)).isEqualTo(datagram);
        }
        assertHears(dish);
        assertThat(malformed(dish)).isPositive();
    }

    @Test
    void shouldDropAndCountWhatIsLargerThanTheApplicationWants() {
        ZmqSocket dgram = sockets.socket(SocketType.DGRAM, options -> options.maxMessageSize(10));
        dgram.bind("udp://127.0.0.1:*");
        attacker.send(endpointOf(dgram), new byte[11]);
        attacker.send(endpointOf(dgram), new byte[10]);
        assertThat(dgram.receive().length(1)).isEqualTo(10);
        assertThat(malformed(dgram)).isEqualTo(1);
    }

    @Test
    void shouldDropAndCountAnswersToARadio() {
        ZmqSocket radio = sockets.socket(SocketType.RADIO);
        radio.connect(attacker.endpoint());
        radio.send(Msg.of("m").withGroup("g"));
        assertThat(attacker.receive()).isEqualTo(Wire.ascii("\1gm"));
        for (int i = 0; i < 20; i++) {
            attacker.reply(Wire.ascii("\1gm"));
        }
        Waiting.until("all are counted", () -> malformed(radio) == 20);
        radio.send(Msg.of("m").withGroup("g"));
        assertThat(attacker.receive()).isEqualTo(Wire.ascii("\1gm"));
    }

    @Test
    void shouldTellOfAFloodOnceASecondAtMost() {
        ZmqSocket dish = dish();
        int told = 0;
        try (SocketMonitor monitor = dish.monitor()) {
            long start = System.nanoTime();
            for (int i = 1; i <= 2_000; i++) {
                attacker.send(endpointOf(dish), new byte[0]);
                if (i % 50 == 0) {
                    long expected = i;
                    Waiting.until("all are counted", () -> malformed(dish) == expected);
                }
            }
            dish.unbind(endpointOf(dish));
            long seconds = (System.nanoTime() - start) / 1_000_000_000 + 1;
            long sum = 0;
            SocketEvent event = monitor.next(Waiting.SOON);
            while (!(event instanceof SocketEvent.Closed)) {
                assertThat(event).isNotNull();
                if (event instanceof SocketEvent.DatagramsDropped dropped) {
                    told++;
                    sum += dropped.dropped();
                }
                event = monitor.next(Waiting.SOON);
            }
            assertThat(sum).isEqualTo(2_000);
            // and once more at the end
            assertThat(told).isBetween(2, (int) seconds + 1);
        }
    }

    @Test
    void shouldServeAnotherAddressWhileOneFloods() {
        ZmqSocket dgram = sockets.socket(SocketType.DGRAM);
        dgram.bind("udp://127.0.0.1:*");
        try (RawDatagrams friend = new RawDatagrams()) {
            friend.send(endpointOf(dgram), Wire.ascii("hello"));
            assertReceives(dgram, friend.address(), "hello");
            attacker.send(endpointOf(dgram), Wire.ascii("noise"));
            friend.send(endpointOf(dgram), Wire.ascii("again"));
            assertReceives(dgram, attacker.address(), "noise");
            assertReceives(dgram, friend.address(), "again");
        }
    }
}
