package io.zmq4j.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketType;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ExtendWith;

/** A connection that ends at every byte of a handshake and of a message of three frames. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class CutTest {

    private static final byte[] MESSAGE = Wire.join(
            Wire.frame(Wire.MORE, new byte[0]),
            Wire.frame(Wire.MORE, Wire.ascii("sneaky")),
            Wire.longFrame(0, 5, Wire.ascii("frame")));

    @Listeners
    void shouldDeliverNothingAndStayWellWhenAPeerFinishesAtAnyByte(SocketType type) {
        try (Victim victim = new Victim(type)) {
            byte[] session = session(victim);
            for (int offset = 0; offset < session.length; offset++) {
                try (RawPeer peer = RawPeer.connect(victim.endpoint())) {
                    peer.send(Arrays.copyOf(session, offset)).finish();
                    assertThat(peer.isClosedWithin(Waiting.SOON))
                            .as("closed after %d of %d bytes and FIN", offset, session.length)
                            .isTrue();
                }
            }
            victim.assertWell();
            victim.assertOnlyHonestPeer();
        }
    }

    @Listeners
    void shouldDeliverNothingAndStayWellWhenAPeerResetsAtAnyByte(SocketType type) {
        try (Victim victim = new Victim(type)) {
            byte[] session = session(victim);
            for (int offset = 0; offset < session.length; offset++) {
                RawPeer.connect(victim.endpoint())
                        .send(Arrays.copyOf(session, offset))
                        .reset();
            }
            victim.assertWell();
            victim.assertOnlyHonestPeer();
        }
    }

    private static byte[] session(Victim victim) {
        return Wire.join(Wire.greeting(), Wire.ready(victim.attackerType().name()), MESSAGE);
    }
}
