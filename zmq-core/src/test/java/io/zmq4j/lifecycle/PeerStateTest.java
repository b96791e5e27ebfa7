package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketType;
import io.zmq4j.UnroutableException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether one peer of several has room, which the readiness of the whole socket does not tell. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class PeerStateTest {

    private static final byte[] LARGE = new byte[100_000];

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private static SocketConfigBuilder small(SocketConfigBuilder options) {
        return options.sendHwm(2).receiveHwm(2).sendBuffer(8 * 1024).receiveBuffer(8 * 1024);
    }

    /** Sends until nothing more is taken; how often that was. */
    private static int fill(ZmqSocket socket, Msg msg) {
        int sent = 0;
        while (socket.send(msg, Waiting.MOMENT)) {
            sent++;
        }
        return sent;
    }

    @OverTransports
    void shouldTellWhichPeerOfARouterHasRoom(Transport transport) {
        ZmqSocket router = sockets.bound(
                SocketType.ROUTER, transport, options -> small(options).routerMandatory(true));
        ZmqSocket slow = sockets.connected(
                SocketType.DEALER, router, options -> small(options).routingId("slow"));
        ZmqSocket idle = sockets.connected(SocketType.DEALER, router, options -> options.routingId("idle"));
        assertThat(router.awaitPeers(2, Waiting.SOON)).isTrue();
        assertThat(router.canSendTo(Wire.ascii("slow"))).isTrue();
        int sent = fill(router, Msg.of(Wire.ascii("slow"), LARGE));
        assertThat(router.canSendTo(Wire.ascii("slow"))).isFalse();
        assertThat(router.canSendTo(Wire.ascii("idle"))).isTrue();

        for (int i = 0; i < sent; i++) {
            assertThat(slow.receive().byteCount()).isEqualTo(LARGE.length);
        }
        Waiting.until("room", () -> router.canSendTo(Wire.ascii("slow")));
        router.send(Msg.of(Wire.ascii("slow"), Wire.ascii("more")));
        TestSockets.assertReceives(slow, "more");

        idle.close();
        Waiting.until("it has left", () -> router.peers().size() == 1);
        assertThatThrownBy(() -> router.canSendTo(Wire.ascii("idle")))
                .isInstanceOf(UnroutableException.class)
                .hasMessageContaining("0x69646c65");
    }

    @OverTransports
    void shouldTellWhichPeerOfAServerHasRoom(Transport transport) {
        ZmqSocket server = sockets.bound(SocketType.SERVER, transport, PeerStateTest::small);
        ZmqSocket client = sockets.connected(SocketType.CLIENT, server, PeerStateTest::small);
        client.send(Msg.of("hello"));
        int id = server.receive().routingId();
        assertThat(server.canSendTo(id)).isTrue();
        int sent = fill(server, Msg.of(LARGE).withRoutingId(id));
        assertThat(server.canSendTo(id)).isFalse();
        for (int i = 0; i < sent; i++) {
            client.receive();
        }
        Waiting.until("room", () -> server.canSendTo(id));
        assertThatThrownBy(() -> server.canSendTo(id + 1))
                .isInstanceOf(UnroutableException.class)
                .hasMessageContaining(Integer.toUnsignedString(id + 1));
    }

    @Test
    void shouldTellWhetherAConnectionOfAStreamHasRoom() {
        ZmqSocket stream = sockets.bound(SocketType.STREAM, Transport.TCP, PeerStateTest::small);
        try (RawPeer peer = RawPeer.connect(TestSockets.endpointOf(stream))) {
            byte[] id = stream.receive().bytes(0);
            assertThat(stream.canSendTo(id)).isTrue();
            int sent = fill(stream, Msg.of(id, LARGE));
            assertThat(stream.canSendTo(id)).isFalse();
            assertThat(peer.read(sent * LARGE.length)).hasSize(sent * LARGE.length);
            Waiting.until("room", () -> stream.canSendTo(id));
            assertThatThrownBy(() -> stream.canSendTo(Wire.ascii("nobody"))).isInstanceOf(UnroutableException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameTheTypesThatAddressTheirPeers(SocketType type) {
        ZmqSocket socket = sockets.socket(type);
        if (!Set.of(SocketType.ROUTER, SocketType.STREAM).contains(type)) {
            assertThatThrownBy(() -> socket.canSendTo(Wire.ascii("peer")))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("ROUTER, STREAM");
        }
        if (!Set.of(SocketType.SERVER, SocketType.PEER).contains(type)) {
            assertThatThrownBy(() -> socket.canSendTo(1))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("SERVER, PEER");
        }
    }
}
