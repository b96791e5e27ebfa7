package io.zmq4j.hostile;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.awaitPeers;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A peer that claims the routing id of another one. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class DuplicateIdentityTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private static RawPeer claim(ZmqSocket router, String id) {
        RawPeer peer = RawPeer.connect(TestSockets.endpointOf(router));
        peer.send(Wire.greeting());
        assertThat(peer.read(Wire.GREETING)).hasSize(Wire.GREETING);
        return peer.send(Wire.command(
                "READY",
                Wire.property("Socket-Type", Wire.ascii("DEALER")),
                Wire.property("Identity", Wire.ascii(id))));
    }

    @Test
    void shouldCloseTheNewcomerAndServeTheFirst() {
        ZmqSocket router = sockets.bound(SocketType.ROUTER, Transport.TCP);
        ZmqSocket first = sockets.connected(SocketType.DEALER, router, options -> options.routingId("id"));
        first.send(Msg.of("hello"));
        assertReceives(router, "id", "hello");
        for (int i = 0; i < 20; i++) {
            try (RawPeer newcomer = claim(router, "id")) {
                newcomer.trySend(Wire.message("forged"));
                // the ROUTER finds out when it is called
                Waiting.until("the newcomer is closed", () -> {
                    assertThat(router.tryReceive()).isNull();
                    return newcomer.isClosedWithin(Waiting.MOMENT);
                });
            }
        }
        awaitPeers(router, 1);
        router.send(Msg.of("id", "for the first"));
        assertReceives(first, "for the first");
        first.send(Msg.of("still there"));
        assertReceives(router, "id", "still there");
    }

    @Test
    void shouldGiveTheIdToTheNewcomerWhenHandoverIsOn() {
        ZmqSocket router = sockets.bound(SocketType.ROUTER, Transport.TCP, options -> options.routerHandover(true));
        try (RawPeer first = claim(router, "id");
                RawPeer second = claimAfter(router, first)) {
            Waiting.until("the first is closed", () -> first.isClosedWithin(Waiting.MOMENT));
            assertThat(second.readFrame().isCommand("READY")).isTrue();
            router.send(Msg.of("id", "for the second"));
            assertThat(second.readTraffic().body()).isEqualTo(Wire.ascii("for the second"));
        }
    }

    /** Claims the id when its first holder is known. */
    private static RawPeer claimAfter(ZmqSocket router, RawPeer first) {
        first.send(Wire.message("hello"));
        assertReceives(router, "id", "hello");
        RawPeer second = claim(router, "id").send(Wire.message("mine now"));
        assertReceives(router, "id", "mine now");
        return second;
    }
}
