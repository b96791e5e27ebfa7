package io.zmq4j.hostile;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.awaitPeers;
import static io.zmq4j.testing.TestSockets.endpointOf;
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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attacks on sockets that have only one peer. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class HostilePairTest {

    @ParameterizedTest
    @EnumSource(names = {"PAIR", "CHANNEL"})
    void shouldTakeAnotherPeerWhenTheFirstBreaksTheProtocol(SocketType type) {
        try (TestSockets sockets = new TestSockets()) {
            ZmqSocket listener = sockets.bound(type, Transport.TCP);
            for (HostileInput input : HostileInput.badTraffic(type.name())) {
                try (RawPeer attacker = RawPeer.ready(endpointOf(listener), type)) {
                    attacker.trySend(input.bytes());
                    assertThat(attacker.isClosedWithin(Waiting.SOON))
                            .as("closed after %s", input)
                            .isTrue();
                }
                awaitPeers(listener, 0);
            }
            ZmqSocket honest = sockets.connected(type, listener);
            honest.send(Msg.of("honest"));
            assertReceives(listener, "honest");
            listener.send(Msg.of("answer"));
            assertReceives(honest, "answer");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PAIR", "CHANNEL"})
    void shouldStayWithTheFirstPeerWhenOthersCome(SocketType type) {
        try (Victim victim = new Victim(type)) {
            for (int i = 0; i < 20; i++) {
                try (RawPeer second = RawPeer.connect(victim.endpoint())) {
                    second.trySend(Wire.greeting(), Wire.ready(type.name()), Wire.message("sneaky"));
                    victim.assertWell();
                    Waiting.until("the second peer is closed", () -> {
                        assertThat(victim.listener().tryReceive()).isNull();
                        return second.isClosedWithin(Waiting.MOMENT);
                    });
                }
            }
            victim.assertWell();
            victim.assertOnlyHonestPeer();
        }
    }
}
