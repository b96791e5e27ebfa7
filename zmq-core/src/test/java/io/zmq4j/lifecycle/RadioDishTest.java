package io.zmq4j.lifecycle;

import static io.zmq4j.SocketType.DISH;
import static io.zmq4j.SocketType.RADIO;
import static io.zmq4j.testing.TestSockets.assertSilent;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Groups over the life of connections. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class RadioDishTest {

    private static final int GROUPS = 1_000;

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private static Msg of(String group, String text) {
        return Msg.of(text).withGroup(group);
    }

    /** Sends to this group until it is heard. */
    private static void awaitHeard(ZmqSocket radio, ZmqSocket dish, String group) {
        Waiting.until("a message of " + group, () -> {
            radio.send(of(group, "probe"));
            return dish.receive(Duration.ofMillis(20)) != null;
        });
    }

    @OverTransports
    void shouldLoseNoGroupWhenThereAreMoreThanTheMarkAllows(Transport transport) {
        ZmqSocket radio = sockets.bound(RADIO, transport, options -> options.receiveHwm(1));
        ZmqSocket dish = sockets.socket(DISH, options -> options.sendHwm(1).receiveHwm(0));
        dish.connect(endpointOf(radio));
        for (int i = 0; i < GROUPS; i++) {
            dish.join("group " + i);
        }
        awaitHeard(radio, dish, "group " + (GROUPS - 1));
        assertHearsAll(radio, dish);
    }

    private static void assertHearsAll(ZmqSocket radio, ZmqSocket dish) {
        Set<String> heard = new HashSet<>();
        for (int i = 0; i < GROUPS; i++) {
            Msg msg = of("group " + i, "m" + i);
            radio.send(msg);
            Msg received = dish.receive();
            while (received.string(0).equals("probe")) {
                received = dish.receive();
            }
            assertThat(received).isEqualTo(msg);
            heard.add(received.group());
        }
        assertThat(heard).hasSize(GROUPS);
    }

    @Test
    void shouldJoinAllGroupsAgainWhenTheRadioWasRestarted() {
        ZmqSocket dish = sockets.socket(DISH, options -> options.sendHwm(1).receiveHwm(0));
        for (int i = 0; i < GROUPS; i++) {
            dish.join("group " + i);
        }
        dish.join("left");
        ZmqSocket radio = sockets.bound(RADIO, Transport.TCP);
        String endpoint = endpointOf(radio);
        dish.connect(endpoint);
        awaitHeard(radio, dish, "group " + (GROUPS - 1));
        dish.leave("left");
        for (int round = 0; round < 3; round++) {
            radio.close();
            radio = sockets.socket(RADIO);
            radio.bind(endpoint);
            awaitHeard(radio, dish, "group " + (GROUPS - 1));
            radio.send(of("left", "unheard"));
            assertHearsAll(radio, dish);
        }
    }

    @OverTransports
    void shouldWaitForAFullDishWhenNothingMayBeDropped(Transport transport) {
        ZmqSocket radio =
                sockets.bound(RADIO, transport, options -> options.sendHwm(2).xpubNoDrop(true));
        ZmqSocket dish = sockets.socket(DISH, options -> options.receiveHwm(2));
        dish.join("g");
        dish.connect(endpointOf(radio));
        awaitHeard(radio, dish, "g");
        Msg large = Msg.of(new byte[100_000]).withGroup("g");
        int sent = 0;
        while (sent < 1_000 && radio.send(large, Duration.ofMillis(200))) {
            sent++;
        }
        assertThat(sent).isBetween(2, 999);
        assertThat(radio.trySend(of("another group", "nobody is full"))).isTrue();
        Msg received = dish.receive();
        for (int i = 0; i < sent; i++) {
            while (received.string(0).equals("probe")) {
                received = dish.receive();
            }
            assertThat(received).isEqualTo(large);
            received = i + 1 < sent ? dish.receive() : received;
        }
        assertSilent(dish);
        assertThat(radio.stats().dropped()).containsEntry(DropReason.HWM, 0L);
    }

    @Test
    void shouldNotLingerAsADishHasNothingToDeliver() {
        Duration linger = Duration.ofMinutes(5);
        TestSockets own = new TestSockets();
        ZmqSocket dish = own.socket(DISH, options -> options.linger(linger));
        dish.connect(unused());
        dish.join("g");
        long start = System.nanoTime();
        own.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Waiting.SOON);
    }

    /** An endpoint that nobody is bound to. */
    private String unused() {
        try (ZmqSocket placeholder = sockets.bound(RADIO, Transport.TCP)) {
            return endpointOf(placeholder);
        }
    }
}
