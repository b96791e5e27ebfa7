package io.zmq4j.lifecycle;

import static io.zmq4j.SocketType.DGRAM;
import static io.zmq4j.SocketType.DISH;
import static io.zmq4j.SocketType.RADIO;
import static io.zmq4j.testing.TestSockets.assertSilent;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.Networks;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Waiting;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Multicast groups, mostly over the loopback interface. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class MulticastTest {

    private static final String GROUP = "239.255.77.1";
    private static final String WILDCARD = "udp://127.0.0.1;" + GROUP + ":*";

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @BeforeEach
    void requireMulticast() {
        Networks.assumeLoopbackMulticast(GROUP);
    }

    private static Msg of(String text) {
        return Msg.of(text).withGroup("g");
    }

    private ZmqSocket dish(String endpoint) {
        ZmqSocket dish = sockets.socket(DISH);
        dish.join("g");
        dish.bind(endpoint);
        return dish;
    }

    @Test
    void shouldReachEveryDishThatIsBoundToTheGroup() {
        ZmqSocket one = dish(WILDCARD);
        String endpoint = endpointOf(one);
        assertThat(endpoint).matches("udp://127\\.0\\.0\\.1;239\\.255\\.77\\.1:[1-9][0-9]*");
        ZmqSocket two = dish(endpoint);
        ZmqSocket radio = sockets.socket(RADIO);
        radio.connect(endpoint);
        for (int i = 0; i < 10; i++) {
            radio.send(of("m" + i));
            assertThat(one.receive(Waiting.SOON)).isEqualTo(of("m" + i));
            assertThat(two.receive(Waiting.SOON)).isEqualTo(of("m" + i));
        }
        two.unbind(endpoint);
        radio.send(of("last"));
        assertThat(one.receive(Waiting.SOON)).isEqualTo(of("last"));
        assertSilent(two);
    }

    @Test
    void shouldNotReceiveWhatGoesToAnotherGroup() {
        ZmqSocket dish = dish(WILDCARD);
        ZmqSocket radio = sockets.socket(RADIO);
        radio.connect(endpointOf(dish).replace(GROUP, "239.255.77.2"));
        radio.send(of("to another group"));
        assertSilent(dish);
    }

    @Test
    void shouldTakeTheNameOfAnInterface() {
        ZmqSocket dish = dish("udp://lo;" + GROUP + ":*");
        assertThat(endpointOf(dish)).startsWith("udp://lo;" + GROUP + ":");
        ZmqSocket radio = sockets.socket(RADIO);
        radio.connect(endpointOf(dish));
        radio.send(of("m"));
        assertThat(dish.receive(Waiting.SOON)).isEqualTo(of("m"));
    }

    @Test
    void shouldFindAnInterfaceWhenNoneIsNamed() {
        Networks.assumeOutwardMulticast(GROUP);
        ZmqSocket dish = dish("udp://" + GROUP + ":*");
        assertThat(endpointOf(dish)).matches("udp://239\\.255\\.77\\.1:[1-9][0-9]*");
        ZmqSocket radio = sockets.socket(RADIO);
        radio.connect(endpointOf(dish));
        radio.send(of("m"));
        assertThat(dish.receive(Waiting.SOON)).isEqualTo(of("m"));
    }

    /** The loopback interface brings everything back, whatever the option says. */
    @Test
    void shouldNotReachItsOwnMachineWhenTheLoopIsOff() {
        ZmqSocket dish = dish("udp://" + Networks.assumeOutwardMulticast(GROUP) + ";" + GROUP + ":*");
        ZmqSocket silent = sockets.socket(RADIO, options -> options.multicastLoop(false));
        silent.connect(endpointOf(dish));
        silent.send(of("for others only"));
        assertSilent(dish);
        ZmqSocket radio = sockets.socket(RADIO);
        radio.connect(endpointOf(dish));
        radio.send(of("for all"));
        assertThat(dish.receive(Waiting.SOON)).isEqualTo(of("for all"));
    }

    @Test
    void shouldLetADgramTalkToAGroup() {
        ZmqSocket member = sockets.socket(DGRAM);
        member.bind(WILDCARD);
        ZmqSocket other = sockets.socket(DGRAM);
        other.connect(endpointOf(member));
        other.send(Msg.of("", "to the group"));
        Msg received = member.receive();
        assertThat(received.string(1)).isEqualTo("to the group");
        member.send(Msg.of(received.bytes(0), "to one of it".getBytes()));
        assertThat(other.receive().string(1)).isEqualTo("to one of it");
    }
}
