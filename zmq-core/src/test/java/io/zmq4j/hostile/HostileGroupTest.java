package io.zmq4j.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.DropReason;
import io.zmq4j.SocketType;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a hostile peer says of groups. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class HostileGroupTest {

    @Test
    void shouldDropAndCountWhatIsNoMessageOfAGroup() {
        try (Victim dish = new Victim(SocketType.DISH);
                RawPeer radio = RawPeer.ready(dish.endpoint(), SocketType.RADIO)) {
            radio.send(
                    Wire.message("honest"),
                    Wire.message("honest", "sneaky", "third"),
                    Wire.message("another group", "sneaky"),
                    Wire.message("hones", "sneaky"),
                    Wire.message("honest1", "sneaky"),
                    Wire.message("", "sneaky"),
                    Wire.message("g".repeat(1_000), "sneaky"));
            // the first is none of them, so all of them were judged when the third is counted
            radio.send(Wire.message("last"));
            Waiting.until("all are dropped", () -> {
                assertThat(dish.listener().tryReceive()).isNull();
                return dish.listener().stats().dropped().get(DropReason.MALFORMED) == 3;
            });
            dish.assertWell();
        }
    }

    @Test
    void shouldCloseWhenAGroupIsTooLong() {
        for (String command : new String[] {"JOIN", "LEAVE"}) {
            try (Victim radio = new Victim(SocketType.RADIO);
                    RawPeer dish = RawPeer.ready(radio.endpoint(), SocketType.DISH)) {
                dish.trySend(Wire.command(command, new byte[256]));
                assertThat(dish.isClosedWithin(Waiting.SOON)).as(command).isTrue();
                radio.assertWell();
                radio.assertOnlyHonestPeer();
            }
        }
    }

    @Test
    void shouldStayWellWhenADishJoinsAndLeavesWithoutEnd() {
        byte[] flood = Wire.join(
                Wire.command("LEAVE", Wire.ascii("never joined")),
                Wire.command("JOIN", Wire.ascii("twice")),
                Wire.command("JOIN", Wire.ascii("twice")),
                Wire.command("LEAVE", Wire.ascii("twice")),
                Wire.command("JOIN"),
                Wire.command("JOIN", Wire.hex("00FF80")),
                Wire.message("sneaky", "upstream"));
        try (Victim radio = new Victim(SocketType.RADIO);
                RawPeer dish = RawPeer.ready(radio.endpoint(), SocketType.DISH)) {
            for (int i = 0; i < 1_000; i++) {
                dish.send(flood);
                if (i % 100 == 0) {
                    radio.assertWell();
                }
            }
            Waiting.until(
                    "what it sent is counted",
                    () -> radio.listener().stats().dropped().get(DropReason.MALFORMED) == 1_000);
            radio.assertWell();
            assertThat(dish.hasInput())
                    .as("messages of a group that it has not joined")
                    .isFalse();
        }
    }
}
