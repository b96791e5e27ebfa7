package io.zmq4j.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.CurveKeys;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.CurveClientWire;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.Scale;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * CVE-2020-15166: connections that say nothing, or not enough to be peers, must not be given messages: all reach the one
 * peer that is honest. More: {@code -Dzmq4j.mutePeers=1000 -Dzmq4j.muteMessages=100000}.
 */
@Timeout(1200)
@ExtendWith({LeakGate.class, NoSurprises.class})
class MutePeersTest {

    private static final int MUTE = Scale.of("mutePeers", 1_000);
    private static final int MESSAGES = Scale.of("muteMessages", 500);
    private static final CurveKeys SERVER = CurveKeys.generate();
    private static final CurveKeys CLIENT = CurveKeys.generate();

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @ParameterizedTest
    @CsvSource({
        "PUSH, NULL", "DEALER, NULL", "REQ, NULL", "PUB, NULL", "ROUTER, NULL",
        "PUSH, CURVE", "DEALER, CURVE", "REQ, CURVE", "PUB, CURVE", "ROUTER, CURVE"
    })
    void shouldSendAllToTheHonestPeer(SocketType type, String mechanism) {
        boolean curve = mechanism.equals("CURVE");
        ZmqSocket socket = sockets.bound(type, Transport.TCP, options -> options.sendHwm(0)
                .backlog(MUTE)
                .security(curve ? Security.curveServer(SERVER) : Security.none()));
        List<RawPeer> mute = new ArrayList<>();
        try {
            for (int i = 0; i < MUTE; i++) {
                mute.add(mute(TestSockets.endpointOf(socket), i, curve));
            }
            ZmqSocket honest = sockets.connected(peerOf(type), socket, options -> options.receiveHwm(0)
                    .routingId(type == SocketType.ROUTER ? "honest" : "")
                    .security(curve ? Security.curveClient(CLIENT, SERVER.publicKey()) : Security.none()));
            if (type == SocketType.PUB) {
                honest.subscribe("");
                Waiting.until("the subscription is there", () -> socket.subscribers("1") == 1);
            }
            TestSockets.awaitPeers(socket, 1);
            exchange(socket, honest);
            assertThat(socket.stats().droppedTotal()).isZero();
        } finally {
            mute.forEach(RawPeer::close);
        }
    }

    /** Says nothing, or a greeting, or half a greeting, or with CURVE a HELLO without going on. */
    private static RawPeer mute(String endpoint, int i, boolean curve) {
        RawPeer peer = RawPeer.connect(endpoint);
        byte[] greeting = curve ? CurveClientWire.greeting() : Wire.greeting();
        switch (i % 4) {
            case 1 -> peer.send(greeting);
            case 2 -> peer.send(java.util.Arrays.copyOf(greeting, 20));
            case 3 -> {
                if (curve && i % 40 == 3) {
                    peer.send(greeting, new CurveClientWire(CLIENT, SERVER.publicKeyBytes()).hello());
                }
            }
            default -> {}
        }
        return peer;
    }

    private static void exchange(ZmqSocket socket, ZmqSocket honest) {
        for (int i = 0; i < MESSAGES; i++) {
            String text = "" + i;
            socket.send(socket.type() == SocketType.ROUTER ? Msg.of("honest", text) : Msg.of(text));
            TestSockets.assertReceives(honest, text);
            if (socket.type() == SocketType.REQ) {
                honest.send(Msg.of("reply " + i));
                TestSockets.assertReceives(socket, "reply " + i);
            }
        }
    }

    private static SocketType peerOf(SocketType type) {
        return switch (type) {
            case PUSH -> SocketType.PULL;
            case DEALER, ROUTER -> SocketType.DEALER;
            case REQ -> SocketType.REP;
            default -> SocketType.SUB;
        };
    }
}
