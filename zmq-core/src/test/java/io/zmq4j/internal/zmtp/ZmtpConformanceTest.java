package io.zmq4j.internal.zmtp;

import static io.zmq4j.internal.zmtp.Wire.bytes;
import static io.zmq4j.internal.zmtp.Wire.command;
import static io.zmq4j.internal.zmtp.Wire.fill;
import static io.zmq4j.internal.zmtp.Wire.frame;
import static io.zmq4j.internal.zmtp.Wire.greeting;
import static io.zmq4j.internal.zmtp.Wire.int64;
import static io.zmq4j.internal.zmtp.Wire.message;
import static io.zmq4j.internal.zmtp.Wire.property;
import static io.zmq4j.internal.zmtp.Wire.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.internal.zmtp.ZmtpConnection.Phase;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Sentences of RFC 37 (ZMTP 3.1), each with the bytes that show it. */
@DisplayName("37/ZMTP")
class ZmtpConformanceTest {

    private final Side pull = Side.ready(SocketType.PULL, "PUSH");

    private static void assertClosed(Side side, Object... input) {
        assertThatThrownBy(() -> side.feed(input)).isInstanceOf(Side.Refused.class);
    }

    // -- Version Negotiation --

    @Test
    @DisplayName("the peer SHALL send its entire greeting (64 octets) and SHALL expect a matching 64 octet greeting")
    void shouldExchangeGreetingsOf64Octets() {
        Side side = new Side(SocketType.PULL);

        assertThat(side.drain()).hasSize(64);
        assertThat(side.feed(Arrays.copyOf(greeting(1), 63)).connection.phase()).isEqualTo(Phase.GREETING);
        assertThat(side.feed(0).connection.phase()).isEqualTo(Phase.HANDSHAKE);
    }

    @Test
    @DisplayName("A peer SHALL NOT assign any significance to the padding field and MUST NOT validate this")
    void shouldIgnoreThePadding() {
        for (int padding = 0; padding <= 0xFF; padding++) {
            byte[] greeting = greeting(1);
            Arrays.fill(greeting, 1, 9, (byte) padding);

            assertThat(new Side(SocketType.PULL).feed(greeting).connection.phase())
                    .isEqualTo(Phase.HANDSHAKE);
        }
    }

    @Test
    @DisplayName("A peer MUST accept higher protocol versions as valid")
    void shouldAcceptHigherVersions() {
        for (int major = 3; major <= 0xFF; major++) {
            Side side = new Side(SocketType.PULL).feed(greeting(major, 2, "NULL"), ready("PUSH"), message("a"));

            assertThat(side.messages).containsExactly(Msg.of("a"));
        }
    }

    @Test
    @DisplayName("If a peer cannot downgrade its protocol to match its peer, it MUST close the connection")
    void shouldCloseForLowerVersions() {
        for (int major = 0; major < 3; major++) {
            assertClosed(new Side(SocketType.PULL), greeting(major, 0, "NULL"));
        }
    }

    // -- Authentication and Confidentiality --

    @Test
    @DisplayName("If the mechanism that the peer received does not exactly match the mechanism it sent, "
            + "it MUST close the connection")
    void shouldCloseForAnotherMechanism() {
        assertClosed(new Side(SocketType.PULL), greeting(3, 1, "NULLS"));
        assertClosed(new Side(SocketType.PULL), greeting(3, 1, "NUL"));
    }

    @Test
    @DisplayName("A peer that reads a full greeting, including mechanism, MUST also send a full greeting")
    void shouldSendAFullGreetingBeforeTheHandshake() {
        Side side = new Side(SocketType.PULL).feed(greeting(1));

        assertThat(side.drain()).hasSize(64 + ready("PULL").length).endsWith(ready("PULL"));
    }

    @Test
    @DisplayName("The peer SHALL treat an incoming ERROR command as fatal, and act by closing the connection")
    void shouldTreatErrorAsFatal() {
        assertClosed(new Side(SocketType.PULL).feed(greeting(1)), command("ERROR", 3, "400"));
    }

    // -- Framing --

    @Test
    @DisplayName("an empty frame has a size of zero")
    void shouldSendAndTakeEmptyFrames() {
        pull.connection.send(Msg.of(new byte[0]));

        assertThat(pull.drain()).isEqualTo(bytes(0, 0));
        assertThat(pull.feed(0, 0).messages).containsExactly(Msg.of(""));
    }

    @Test
    @DisplayName("A short frame has a body of 0 to 255 octets. A long frame has a body of 0 to 2^63-1 octets")
    void shouldTakeShortAndLongFramesOfTheSameSize() {
        for (int size = 0; size <= 255; size++) {
            byte[] body = fill(size, 'x');
            Side side = Side.ready(SocketType.PULL, "PUSH").feed(0, size, body, 2, int64(size), body);

            assertThat(side.messages).containsExactly(Msg.of(body), Msg.of(body));
        }
    }

    @Test
    @DisplayName("Bits 7-3 are reserved for future use and MUST be zero")
    void shouldRefuseEveryFlagButTheThreeDefined() {
        for (int flags = 8; flags <= 0xFF; flags++) {
            assertClosed(Side.ready(SocketType.PULL, "PUSH"), flags, 0);
        }
    }

    @Test
    @DisplayName("Bit 0 (MORE): This bit SHALL be zero on command frames")
    void shouldRefuseMoreOnCommands() {
        assertClosed(pull, frame(5, 4, "PONG"));
    }

    @Test
    @DisplayName("an implementation SHALL always send and deliver messages atomically, "
            + "that is, all the frames of a message, or none of them")
    void shouldDeliverAMessageWithItsLastFrameOnly() {
        assertThat(pull.feed(frame(1, "a"), frame(1, "b")).messages).isEmpty();
        assertThat(pull.feed(frame(0, "c")).messages).containsExactly(Msg.of("a", "b", "c"));
    }

    // -- NULL --

    @Test
    @DisplayName("A peer MAY start to send messages immediately after completing its handshake, "
            + "that is, having both sent and received a READY command")
    void shouldSendOnceReadyWentBothWays() {
        Side side = new Side(SocketType.PUSH).feed(greeting(1));
        assertThat(side.connection.idle()).isFalse();
        side.feed(ready("PULL"));
        assertThat(side.connection.idle()).isTrue();
        side.connection.send(Msg.of("a"));

        assertThat(side.drain()).endsWith(bytes(ready("PUSH"), message("a")));
    }

    @Test
    @DisplayName("The name SHALL be 1 to 255 characters. Zero-sized names are not valid")
    void shouldTakeNamesOf1To255Characters() {
        Side side = new Side(SocketType.PULL).feed(greeting(1));
        side.feed(
                command("READY", property("Socket-Type", "PUSH"), property("Z", "1"), property("Y".repeat(255), "2")));

        assertThat(side.peer.metadata().get("Y".repeat(255))).isEqualTo("2");
        assertClosed(
                new Side(SocketType.PULL).feed(greeting(1)),
                command("READY", property("Socket-Type", "PUSH"), property("", "1")));
    }

    @Test
    @DisplayName("Metadata names SHALL be case-insensitive")
    void shouldCompareNamesWithoutCase() {
        Side side = new Side(SocketType.ROUTER).feed(greeting(1));
        side.feed(command("READY", property("sOCKET-tYPE", "REQ"), property("IDENTITY", "me")));

        assertThat(side.peer.type()).isEqualTo(SocketType.REQ);
        assertThat(side.peer.routingId()).isEqualTo(bytes("me"));
    }

    @Test
    @DisplayName("Zero-sized values are allowed")
    void shouldTakeValuesWithoutBytes() {
        Side side = new Side(SocketType.ROUTER).feed(greeting(1));
        side.feed(command("READY", property("Socket-Type", "REQ"), property("Identity"), property("X-a")));

        assertThat(side.peer.routingId()).isEmpty();
        assertThat(side.peer.metadata().get("X-a")).isEmpty();
    }

    @Test
    @DisplayName("The first octet of the Identity SHALL NOT be zero")
    void shouldRefuseAnIdentityThatBeginsWithZero() {
        assertClosed(
                new Side(SocketType.ROUTER).feed(greeting(1)),
                command("READY", property("Socket-Type", "REQ"), property("Identity", 0, "me")));
    }

    @Test
    @DisplayName("The implementation SHALL accept all resource requests")
    void shouldAcceptAnyResource() {
        Side side = new Side(SocketType.PULL).feed(greeting(1));
        side.feed(command("READY", property("Socket-Type", "PUSH"), property("Resource", "system/test")));

        assertThat(side.peer.metadata().get("Resource")).isEqualTo("system/test");
    }

    // -- The Publish-Subscribe Pattern, Connection Heartbeating --

    @Test
    @DisplayName("To create a subscription, the SUB or XSUB peer SHALL send a SUBSCRIBE command; "
            + "to cancel a subscription, the SUB or XSUB peer SHALL send a CANCEL command")
    void shouldSendSubscriptionsAsCommands() {
        Side sub = Side.ready(SocketType.SUB, "PUB");
        sub.connection.sendSubscription(true, bytes("A"));
        sub.connection.sendSubscription(false, bytes("A"));

        assertThat(sub.drain()).isEqualTo(bytes(command("SUBSCRIBE", "A"), command("CANCEL", "A")));
    }

    @Test
    @DisplayName("When a peer receives a PING command it SHALL respond with a PONG command "
            + "that echoes the ping-context, which may be empty and MUST not exceed 16 octets")
    void shouldEchoContextsOf0To16Octets() {
        for (int size = 0; size <= 16; size++) {
            assertThat(pull.feed(command("PING", 0, 0, fill(size, 'c'))).drain())
                    .isEqualTo(command("PONG", fill(size, 'c')));
        }
    }

    @Test
    @DisplayName("the maximum TTL is 6553.5 seconds")
    void shouldReadTheLargestTtl() {
        assertThat(pull.feed(command("PING", 0xFF, 0xFF)).events).containsExactly("ping 6553500");
    }
}
