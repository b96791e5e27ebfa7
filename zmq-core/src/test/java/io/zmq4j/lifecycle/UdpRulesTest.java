package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.EndpointException;
import io.zmq4j.Security;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.TestSockets;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use udp, and how its endpoints are written. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class UdpRulesTest {

    private static final String ENDPOINT = "udp://127.0.0.1:5555";

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @ParameterizedTest
    @EnumSource
    void shouldRefuseUdpToTypesThatDoNotHaveIt(SocketType type) {
        ZmqSocket socket = sockets.socket(type);
        if (!Set.of(SocketType.DISH, SocketType.DGRAM).contains(type)) {
            assertThatThrownBy(() -> socket.bind(ENDPOINT))
                    .isInstanceOf(EndpointException.class)
                    .hasMessage("a " + type + " socket cannot bind to '" + ENDPOINT
                            + "', allowed over udp: RADIO connects, DISH binds, DGRAM does either");
        }
        if (!Set.of(SocketType.RADIO, SocketType.DGRAM).contains(type)) {
            assertThatThrownBy(() -> socket.connect(ENDPOINT))
                    .isInstanceOf(EndpointException.class)
                    .hasMessageContaining("a " + type + " socket cannot connect to '" + ENDPOINT + "'");
        }
        assertThat(socket.boundEndpoints()).isEmpty();
        assertThat(socket.connectedEndpoints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:5555", "ipc://some-file", "inproc://name"})
    void shouldRefuseOtherTransportsToADgram(String endpoint) {
        ZmqSocket dgram = sockets.socket(SocketType.DGRAM);
        for (boolean bind : new boolean[] {true, false}) {
            assertThatThrownBy(() -> open(dgram, endpoint, bind))
                    .isInstanceOf(EndpointException.class)
                    .hasMessage("a DGRAM socket has no endpoint '" + endpoint + "', allowed: udp");
        }
    }

    private static void open(ZmqSocket socket, String endpoint, boolean bind) {
        if (bind) {
            socket.bind(endpoint);
        } else {
            socket.connect(endpoint);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "udp://",
                "udp://127.0.0.1",
                "udp://127.0.0.1:",
                "udp://127.0.0.1:65536",
                "udp://127.0.0.1:x",
                "udp://:5555",
                "udp://::1:5555",
                "udp://;239.255.77.1:5555",
                "udp://lo;;239.255.77.1:5555",
                "udp://lo;239.255.77.1",
                "udp://127.0.0.1;127.0.0.1:5555",
                "udp://no such interface;239.255.77.1:5555",
                "udp://nosuchinterface.invalid;239.255.77.1:5555"
            })
    void shouldNameABadEndpoint(String endpoint) {
        ZmqSocket dish = sockets.socket(SocketType.DISH);
        ZmqSocket radio = sockets.socket(SocketType.RADIO);
        assertThatThrownBy(() -> dish.bind(endpoint))
                .isInstanceOfSatisfying(
                        EndpointException.class, e -> assertThat(e.endpoint()).isEqualTo(endpoint))
                .hasMessageContaining(endpoint);
        assertThatThrownBy(() -> radio.connect(endpoint))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining(endpoint);
        assertThat(dish.boundEndpoints()).isEmpty();
        assertThat(radio.connectedEndpoints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp://*:5555", "udp://127.0.0.1:*", "udp://127.0.0.1:0"})
    void shouldNeedAHostAndAPortToConnect(String endpoint) {
        ZmqSocket radio = sockets.socket(SocketType.RADIO);
        assertThatThrownBy(() -> radio.connect(endpoint))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining(endpoint)
                .hasMessageContaining("allowed");
    }

    @Test
    void shouldRefuseAnInterfaceBeforeAnAddressThatIsNoGroup() {
        ZmqSocket dish = sockets.socket(SocketType.DISH);
        assertThatThrownBy(() -> dish.bind("udp://lo;127.0.0.1:*"))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("an interface before the address 127.0.0.1, allowed: before a multicast address");
    }

    @Test
    void shouldRefuseUdpWhereSecurityIsWanted() {
        ZmqSocket dish = sockets.socket(SocketType.DISH, options -> options.security(new Security.PlainServer()));
        ZmqSocket radio = sockets.socket(SocketType.RADIO, options -> options.zapDomain("domain"));
        assertThatThrownBy(() -> dish.bind("udp://127.0.0.1:*"))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("has no security, as udp has no handshake");
        assertThatThrownBy(() -> radio.connect(ENDPOINT))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("has no security, as udp has no handshake");
    }
}
