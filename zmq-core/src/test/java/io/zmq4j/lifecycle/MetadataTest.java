package io.zmq4j.lifecycle;

import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a received message and a peer tell of who is at the other end. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class MetadataTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @OverTransports
    void shouldTellOfThePeer(Transport transport) {
        ZmqSocket router = sockets.bound(SocketType.ROUTER, transport);
        ZmqSocket dealer = sockets.connected(
                SocketType.DEALER, router, options -> options.routingId("me").metadata(Map.of("X-Team", "blue")));
        dealer.send(Msg.of("one"));
        dealer.send(Msg.of("two"));
        TestSockets.awaitPeers(router, 1);
        Metadata peer = router.peers().get(0).metadata();
        assertThat(peer.get(Metadata.SOCKET_TYPE)).isEqualTo("DEALER");
        assertThat(peer.get(Metadata.ROUTING_ID)).isEqualTo("me");
        assertThat(peer.get("x-team")).isEqualTo("blue");
        assertThat(peer.get(Metadata.USER_ID)).isNull();
        assertThat(peer.get(Metadata.PEER_ADDRESS)).isEqualTo(address(transport, router));

        Metadata first = router.receive().metadata();
        assertThat(router.receive().metadata()).isSameAs(first);
        if (transport == Transport.INPROC) {
            // the receiver gets the object that was sent
            assertThat(first).isSameAs(Metadata.EMPTY);
        } else {
            assertThat(first).isEqualTo(peer);
        }
    }

    /** The name of the peer; over ipc, where it has none, that of the binding. */
    private static String address(Transport transport, ZmqSocket bound) {
        return switch (transport) {
            case INPROC -> endpointOf(bound);
            case TCP, WS -> "127.0.0.1";
            case IPC -> endpointOf(bound).substring("ipc://".length());
        };
    }

    @OverTransports
    void shouldTellOfWhomItHasConnectedTo(Transport transport) {
        ZmqSocket rep =
                sockets.bound(SocketType.REP, transport, options -> options.metadata(Map.of("X-Role", "server")));
        ZmqSocket req = sockets.connected(SocketType.REQ, rep);
        req.send(Msg.of("request"));
        rep.send(rep.receive());
        Msg reply = req.receive();
        assertThat(req.awaitPeers(1, Waiting.SOON)).isTrue();
        Metadata peer = req.peers().get(0).metadata();
        assertThat(peer.get(Metadata.SOCKET_TYPE)).isEqualTo("REP");
        assertThat(peer.get("X-Role")).isEqualTo("server");
        assertThat(peer.get(Metadata.PEER_ADDRESS)).isEqualTo(address(transport, rep));
        if (transport != Transport.INPROC) {
            assertThat(reply.metadata()).isEqualTo(peer);
        }
    }
}
