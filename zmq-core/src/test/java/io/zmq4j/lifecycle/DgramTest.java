package io.zmq4j.lifecycle;

import static io.zmq4j.SocketType.DGRAM;
import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.DropReason;
import io.zmq4j.EndpointException;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.Networks;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawDatagrams;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain datagrams in both directions. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class DgramTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @AutoClose
    private final RawDatagrams raw = new RawDatagrams();

    private ZmqSocket bound(String endpoint) {
        ZmqSocket dgram = sockets.socket(DGRAM);
        dgram.bind(endpoint);
        return dgram;
    }

    private static Msg to(String address, String body) {
        return Msg.of(address, body);
    }

    @Test
    void shouldSendAndReceiveNothingButTheBody() {
        ZmqSocket dgram = bound("udp://127.0.0.1:*");
        raw.send(endpointOf(dgram), new byte[] {(byte) 0xff, 0, 1});
        Msg in = dgram.receive();
        assertThat(in.string(0)).isEqualTo(raw.address());
        assertThat(in.bytes(1)).containsExactly(0xff, 0, 1);
        assertThat(in.metadata().get(Metadata.PEER_ADDRESS)).isEqualTo("127.0.0.1");
        dgram.send(Msg.of(in.bytes(0), new byte[] {2, 0, (byte) 0x80}));
        assertThat(raw.receive()).containsExactly(2, 0, 0x80);
    }

    @Test
    void shouldSendAndReceiveEmptyDatagrams() {
        ZmqSocket dgram = bound("udp://127.0.0.1:*");
        raw.send(endpointOf(dgram), new byte[0]);
        assertReceives(dgram, raw.address(), "");
        dgram.send(to(raw.address(), ""));
        assertThat(raw.receive()).isEmpty();
    }

    @Test
    void shouldSendAndReceiveTheLargestDatagram() {
        ZmqSocket dgram = bound("udp://127.0.0.1:*");
        byte[] largest = new byte[65_507];
        largest[65_506] = 1;
        dgram.send(Msg.of(Wire.ascii(raw.address()), largest));
        assertThat(raw.receive()).isEqualTo(largest);
        raw.reply(largest);
        assertThat(dgram.receive().bytes(1)).isEqualTo(largest);
    }

    @Test
    void shouldAcceptTheZeroByteThatLibzmqPutsBehindAnAddress() {
        ZmqSocket dgram = bound("udp://127.0.0.1:*");
        dgram.send(to(raw.address() + '\0', "m"));
        assertThat(raw.receive()).isEqualTo(Wire.ascii("m"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost:5555", "127.0.0.1:0", "nonsense"})
    void shouldRefuseWhatIsNoAddress(String address) {
        ZmqSocket dgram = bound("udp://127.0.0.1:*");
        assertThatThrownBy(() -> dgram.send(to(address, "m")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the address is '" + address + "', allowed: ip:port");
        assertThatThrownBy(() -> dgram.send(Msg.of("one frame"))).isInstanceOf(IllegalArgumentException.class);
        assertThat(dgram.stats().messagesSent()).isZero();
    }

    @Test
    void shouldTalkToOneThatConnects() {
        ZmqSocket server = bound("udp://127.0.0.1:*");
        ZmqSocket client = sockets.socket(DGRAM);
        client.connect(endpointOf(server));
        for (int i = 0; i < 100; i++) {
            client.send(to("", "request " + i));
            Msg request = server.receive();
            assertThat(request.string(1)).isEqualTo("request " + i);
            server.send(Msg.of(request.bytes(0), Wire.ascii("reply " + i)));
            assertReceives(client, endpointOf(server).substring("udp://".length()), "reply " + i);
        }
        client.send(to(raw.address(), "to another one"));
        assertThat(raw.receive()).isEqualTo(Wire.ascii("to another one"));
        raw.reply(Wire.ascii("from another one"));
        assertReceives(client, raw.address(), "from another one");
    }

    @Test
    void shouldUseIpv6() {
        Networks.assumeIpv6();
        ZmqSocket dgram = bound("udp://[::1]:*");
        try (RawDatagrams six = new RawDatagrams("::1")) {
            six.send(endpointOf(dgram), Wire.ascii("in"));
            assertReceives(dgram, six.address(), "in");
            dgram.send(to("[::1]:" + six.port(), "out"));
            assertThat(six.receive()).isEqualTo(Wire.ascii("out"));
        }
    }

    @Test
    void shouldUseBothKindsOfAddressesWhenBoundToAll() {
        Networks.assumeIpv6();
        ZmqSocket dgram = bound("udp://*:*");
        try (RawDatagrams six = new RawDatagrams("::1")) {
            six.send(endpointOf(dgram), Wire.ascii("six"));
            assertReceives(dgram, six.address(), "six");
            dgram.send(to(six.address(), "six"));
            assertThat(six.receive()).isEqualTo(Wire.ascii("six"));
        }
        raw.send(endpointOf(dgram), Wire.ascii("four"));
        assertReceives(dgram, raw.address(), "four");
        dgram.send(to(raw.address(), "four"));
        assertThat(raw.receive()).isEqualTo(Wire.ascii("four"));
    }

    @Test
    void shouldCountAndTellWhatTheSystemRefusesAndGoOn() {
        ZmqSocket dgram = bound("udp://127.0.0.1:*");
        try (SocketMonitor monitor = dgram.monitor()) {
            dgram.send(to("[::1]:5555", "an IPv4 socket cannot reach it"));
            SocketEvent event = monitor.next(Waiting.SOON);
            while (!(event instanceof SocketEvent.DatagramsDropped told)) {
                assertThat(event).isNotNull();
                event = monitor.next(Waiting.SOON);
            }
            assertThat(told.endpoint()).isEqualTo(endpointOf(dgram));
            assertThat(told.reason()).contains("bytes were not sent to [0:0:0:0:0:0:0:1]:5555");
            assertThat(told.dropped()).isEqualTo(1);
        }
        assertThat(dgram.stats().dropped()).containsEntry(DropReason.NO_PEER, 1L);
        dgram.send(to(raw.address(), "m"));
        assertThat(raw.receive()).isEqualTo(Wire.ascii("m"));
    }

    @Test
    void shouldHaveOneEndpointAtATime() {
        ZmqSocket dgram = bound("udp://127.0.0.1:*");
        String first = endpointOf(dgram);
        assertThatThrownBy(() -> dgram.bind("udp://127.0.0.1:*"))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("a DGRAM socket has one endpoint")
                .hasMessageContaining(first);
        assertThatThrownBy(() -> dgram.connect(raw.endpoint()))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("a DGRAM socket has one endpoint");
        dgram.unbind(first);
        dgram.connect(raw.endpoint());
        dgram.send(to("", "m"));
        assertThat(raw.receive()).isEqualTo(Wire.ascii("m"));
        dgram.disconnect(raw.endpoint());
        assertThat(dgram.bind(first)).isEqualTo(first);
        raw.send(first, Wire.ascii("in"));
        assertReceives(dgram, raw.address(), "in");
    }

    @Test
    void shouldWaitForAnEndpointToSend() {
        ZmqSocket dgram = sockets.socket(DGRAM);
        assertThat(dgram.trySend(to(raw.address(), "m"))).isFalse();
        dgram.bind("udp://127.0.0.1:*");
        assertThat(dgram.trySend(to(raw.address(), "m"))).isTrue();
        assertThat(raw.receive()).isEqualTo(Wire.ascii("m"));
    }
}
