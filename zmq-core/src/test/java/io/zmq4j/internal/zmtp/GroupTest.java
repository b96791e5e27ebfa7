package io.zmq4j.internal.zmtp;

import static io.zmq4j.internal.zmtp.Wire.bytes;
import static io.zmq4j.internal.zmtp.Wire.command;
import static io.zmq4j.internal.zmtp.Wire.fill;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JOIN, LEAVE and the messages of RADIO, against bytes written by hand (RFC 37, "The RADIO-DISH pattern"). */
class GroupTest {

    private static final byte[] GROUP = bytes("A");

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldSendJoinAndLeaveAsCommandsToAnyPeer(int peerMinor) {
        Side dish = Side.ready(Side.settings(SocketType.DISH), "RADIO", peerMinor);
        dish.connection.sendSubscription(true, GROUP);
        dish.connection.sendSubscription(false, GROUP);
        assertThat(dish.drain()).isEqualTo(bytes(4, 6, 4, "JOINA", 4, 7, 5, "LEAVEA"));
    }

    @Test
    void shouldSendTheLongestAndTheEmptyGroup() {
        Side dish = Side.ready(SocketType.DISH, "RADIO");
        dish.connection.sendSubscription(true, fill(255, 'g'));
        dish.connection.sendSubscription(true, new byte[0]);
        assertThat(dish.drain())
                .isEqualTo(bytes(6, 0, 0, 0, 0, 0, 0, 1, 4, 4, "JOIN", fill(255, 'g'), 4, 5, 4, "JOIN"));
    }

    @Test
    void shouldHearJoinAndLeaveOnARadio() {
        Side radio = Side.ready(SocketType.RADIO, "DISH")
                .feed(bytes(4, 6, 4, "JOINA", 4, 7, 5, "LEAVEA", 4, 5, 4, "JOIN"), command("JOIN", fill(255, 'g')));
        assertThat(radio.events)
                .containsExactly("subscribe A", "cancel A", "subscribe ", "subscribe " + "g".repeat(255));
    }

    @Test
    void shouldRefuseAGroupOfMoreThan255Bytes() {
        Side radio = Side.ready(SocketType.RADIO, "DISH");
        assertThatThrownBy(() -> radio.feed(command("JOIN", fill(256, 'g'))))
                .isInstanceOfSatisfying(
                        Side.Refused.class, e -> assertThat(e.code).isEqualTo(ProtocolException.MALFORMED_COMMAND))
                .hasMessageContaining("group of 256 bytes, allowed: up to 255");
        assertThat(radio.events).isEmpty();
    }

    @Test
    void shouldTakeNoSubscriptionForAGroup() {
        Side radio = Side.ready(SocketType.RADIO, "DISH").feed(command("SUBSCRIBE", "A"), Wire.message("\u0001A"));
        assertThat(radio.events).containsExactly("message [\u0001A]");
    }

    @Test
    void shouldSendAMessageAsGroupAndBody() {
        Side radio = Side.ready(SocketType.RADIO, "DISH");
        radio.connection.send(Msg.of("body").prepend(bytes("group")));
        assertThat(radio.drain()).isEqualTo(bytes(1, 5, "group", 0, 4, "body"));
    }
}
