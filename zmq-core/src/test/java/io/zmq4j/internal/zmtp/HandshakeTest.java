package io.zmq4j.internal.zmtp;

import static io.zmq4j.internal.zmtp.Wire.bytes;
import static io.zmq4j.internal.zmtp.Wire.command;
import static io.zmq4j.internal.zmtp.Wire.fill;
import static io.zmq4j.internal.zmtp.Wire.frame;
import static io.zmq4j.internal.zmtp.Wire.greeting;
import static io.zmq4j.internal.zmtp.Wire.int32;
import static io.zmq4j.internal.zmtp.Wire.int64;
import static io.zmq4j.internal.zmtp.Wire.property;
import static io.zmq4j.internal.zmtp.Wire.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class HandshakeTest {

    private static final byte[] SUB = property("Socket-Type", "SUB");

    private static byte[] sent(ZmtpSettings settings) {
        Side side = new Side(settings, Integer.MAX_VALUE);
        side.drain();
        side.feed(greeting(1));
        return side.drain();
    }

    @Test
    void shouldSendTheGoldenReadyOfASubscriber() {
        assertThat(sent(Side.settings(SocketType.SUB)))
                .isEqualTo(bytes(4, 0x19, 5, "READY", 0x0B, "Socket-Type", 0, 0, 0, 3, "SUB"));
    }

    @Test
    void shouldSendTypeIdentityAndMetadataInTheOrderOfLibzmq() {
        ZmtpSettings settings =
                new ZmtpSettings(SocketType.ROUTER, bytes("me"), Map.of("X-b", "2", "X-a", "gr\u00fcn"), -1, 1024);

        assertThat(sent(settings))
                .isEqualTo(command(
                        "READY",
                        property("Socket-Type", "ROUTER"),
                        property("Identity", "me"),
                        property("X-a", "gr", 0xC3, 0xBC, "n"),
                        property("X-b", "2")));
    }

    @ParameterizedTest
    @EnumSource(SocketType.class)
    void shouldSendAnIdentityOnlyWhereTheTypeHasOne(SocketType type) {
        boolean named = type == SocketType.REQ || type == SocketType.DEALER || type == SocketType.ROUTER;
        byte[] identity = named ? property("Identity") : new byte[0];

        assertThat(sent(Side.settings(type)))
                .isEqualTo(command("READY", property("Socket-Type", type.name()), identity));
    }

    @Test
    void shouldUseALongFrameForAReadyOfMoreThan255Bytes() {
        ZmtpSettings settings = new ZmtpSettings(SocketType.PUB, new byte[0], Map.of("X-a", "v".repeat(300)), -1, 1);

        assertThat(sent(settings)).startsWith(bytes(6, int64(6 + 12 + 7 + 4 + 4 + 300)));
    }

    @Test
    void shouldRefuseMetadataThatDoesNotFitTheWire() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sent(new ZmtpSettings(SocketType.PUB, new byte[0], Map.of("X-\u00e9", "v"), -1, 1)))
                .withMessageContaining("visible ASCII");
    }

    @ParameterizedTest
    @EnumSource(SocketType.class)
    void shouldAcceptCompatibleTypesOnly(SocketType local) {
        for (SocketType remote : SocketType.values()) {
            Side side = new Side(local);
            if (local.compatible().contains(remote)) {
                assertThat(side.feed(greeting(1), ready(remote.name())).peer.type())
                        .isEqualTo(remote);
            } else {
                assertThatThrownBy(() -> side.feed(greeting(1), ready(remote.name())))
                        .isInstanceOfSatisfying(
                                Side.Refused.class, e -> assertThat(e.code).isEqualTo(0x10000018))
                        .hasMessageContainingAll("\"" + remote + "\"", "cannot talk to " + local);
                assertThat(side.events).isEmpty();
            }
        }
    }

    @Test
    void shouldTellWhatThePeerSaysOfItself() {
        Side side = new Side(SocketType.ROUTER)
                .feed(
                        greeting(0),
                        command(
                                "READY",
                                property("Identity", "dealer-1"),
                                property("SOCKET-type", "DEALER"),
                                property("X-hello", "w", 0xC3, 0xB6),
                                property("Resource", "a/b")));

        assertThat(side.events)
                .containsExactly("ready DEALER 3.0 id=dealer-1"
                        + " {Identity=dealer-1, Resource=a/b, SOCKET-type=DEALER, X-hello=w\u00f6}");
        assertThat(side.peer.metadata().get("Socket-Type")).isEqualTo("DEALER");
        assertThat(side.peer.metadata().get("x-HELLO")).isEqualTo("w\u00f6");
    }

    @Test
    void shouldAcceptIdentitiesUpTo255Bytes() {
        byte[] ready = command("READY", property("Socket-Type", "DEALER"), property("Identity", fill(255, 1)));

        assertThat(new Side(SocketType.ROUTER).feed(greeting(1), ready).peer.routingId())
                .isEqualTo(fill(255, 1));
    }

    @Test
    void shouldAcceptUpTo64Properties() {
        byte[] some = bytes(
                IntStream.range(0, 63).mapToObj(i -> property("X-" + i, "v")).toArray());

        Side side = new Side(SocketType.PUB).feed(greeting(1), command("READY", SUB, some));

        assertThat(side.peer.metadata().asMap()).hasSize(64);
        assertThatThrownBy(() ->
                        new Side(SocketType.PUB).feed(greeting(1), command("READY", SUB, some, property("X-x", "v"))))
                .hasMessage("more than 64 properties");
    }

    @Test
    void shouldAcceptCommandsUpTo64KiB() {
        byte[] rest = property("X-a", fill(65536 - 6 - SUB.length - 8, 'v'));

        assertThat(new Side(SocketType.PUB).feed(greeting(1), command("READY", SUB, rest)).peer)
                .isNotNull();
        assertThatThrownBy(() -> new Side(SocketType.PUB).feed(greeting(1), bytes(6, int64(65537))))
                .hasMessage("command of 65537 bytes, allowed: up to 65536");
    }

    @Test
    void shouldDecodeMessagesThatFollowReadyInTheSameBytes() {
        Side side = new Side(SocketType.PULL).feed(greeting(1), ready("PUSH"), Wire.message("a"), Wire.message("b"));

        assertThat(side.messages).containsExactly(Msg.of("a"), Msg.of("b"));
    }

    @Test
    void shouldSendReadyBeforeThePongOfAnEarlyPing() {
        Side side = new Side(SocketType.PULL).feed(greeting(1), ready("PUSH"), command("PING", 0, 0, "x"));

        assertThat(Side.text(side.drain())).matches("(?s).*READY.*PULL.*PONGx");
    }

    static Stream<Arguments> refused() {
        byte[] type = property("Socket-Type", "PUB");
        return Stream.of(
                Arguments.of("no command flag", frame(0, 5, "READY", SUB), 0x10000001),
                Arguments.of("command and more", frame(5, 5, "READY", SUB), 0x10000011),
                Arguments.of("reserved flag", frame(0x0C, 5, "READY", SUB), 0x10000011),
                Arguments.of("no data", command("READY"), 0x10000018),
                Arguments.of("name without a value", bytes(4, 5, 5, "READ"), 0x10000011),
                Arguments.of("empty command", bytes(4, 0), 0x10000011),
                Arguments.of("empty name", bytes(4, 1, 0), 0x10000011),
                Arguments.of("name longer than command", bytes(4, 1, 5), 0x10000011),
                Arguments.of("lower case", command("ready", SUB), 0x10000001),
                Arguments.of("PING", command("PING", 0, 0), 0x10000001),
                Arguments.of("SUBSCRIBE", command("SUBSCRIBE", "A"), 0x10000001),
                Arguments.of("HELLO of PLAIN", command("HELLO", 1, "u", 1, "p"), 0x10000001),
                Arguments.of("value of 2^31-1", command("READY", 1, "X", int32(0x7FFFFFFF)), 0x10000018),
                Arguments.of("value of 2^31", command("READY", 1, "X", int32(0x80000000)), 0x10000018),
                Arguments.of("value of 2^32-1", command("READY", 1, "X", int32(-1)), 0x10000018),
                Arguments.of("value one byte short", command("READY", 1, "X", int32(2), "v"), 0x10000018),
                Arguments.of("value size cut", command("READY", SUB, 1, "X", 0, 0, 0), 0x10000018),
                Arguments.of("name size 0", command("READY", SUB, 0, int32(0)), 0x10000018),
                Arguments.of("name cut", command("READY", SUB, 5, "X-a"), 0x10000018),
                Arguments.of("name with a line break", command("READY", SUB, property("X\n", "v")), 0x10000018),
                Arguments.of("duplicate", command("READY", SUB, property("socket-TYPE", "SUB")), 0x10000018),
                Arguments.of("Identity of 256", command("READY", SUB, property("Identity", fill(256, 1))), 0x10000018),
                Arguments.of("Identity of zero", command("READY", SUB, property("Identity", 0, 1)), 0x10000018),
                Arguments.of("no Socket-Type", command("READY", property("X-a", "v")), 0x10000018),
                Arguments.of("same type", command("READY", type), 0x10000018),
                Arguments.of("unknown type", command("READY", property("Socket-Type", "S\u001b[1m")), 0x10000018),
                Arguments.of("lower case type", command("READY", property("Socket-Type", "sub")), 0x10000018),
                Arguments.of("command of 2^63", bytes(6, int64(Long.MIN_VALUE)), 0x10000011),
                Arguments.of("command of 2^64-1", bytes(6, int64(-1)), 0x10000011),
                Arguments.of("twice", bytes(ready("SUB"), ready("SUB")), 0x10000001),
                Arguments.of("ERROR after READY", bytes(ready("SUB"), command("ERROR", 0)), 0x10000001),
                Arguments.of("ERROR without reason", command("ERROR"), 0x10000015),
                Arguments.of("ERROR with a cut reason", command("ERROR", 4, "400"), 0x10000015));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void shouldRefuse(String name, byte[] input, int code) {
        for (int chunk : new int[] {1, Integer.MAX_VALUE}) {
            Side side = new Side(Side.settings(SocketType.PUB), chunk).feed(greeting(1));

            assertThatThrownBy(() -> side.feed(input))
                    .isInstanceOfSatisfying(Side.Refused.class, e -> assertThat(Integer.toHexString(e.code))
                            .isEqualTo(Integer.toHexString(code)))
                    .message()
                    .matches("[ -~]+");
            assertThat(side.messages).isEmpty();
        }
    }

    @Test
    void shouldMakeTheReasonOfAnErrorSafeToLog() {
        String reason = "no\r\n\u001b[31mentry \u00e9\"" + "x".repeat(200);

        assertThatThrownBy(() -> new Side(SocketType.PUB).feed(greeting(1), command("ERROR", reason.length(), reason)))
                .hasMessage("peer refused the handshake: \"no???[31mentry ??" + "x".repeat(47) + "...\"")
                .cause()
                .isInstanceOfSatisfying(ProtocolException.class, e -> {
                    assertThat(e.isRefusedByPeer()).isTrue();
                    assertThat(e.code()).isEqualTo(0x10000000);
                    assertThat(e.getStackTrace()).isEmpty();
                });
    }

    @Test
    void shouldAcceptAnErrorWithAnEmptyReason() {
        assertThatThrownBy(() -> new Side(SocketType.PUB).feed(greeting(1), command("ERROR", 0)))
                .hasMessage("peer refused the handshake: \"\"");
    }

    @Test
    void shouldNotSendBeforeThePeerIsReady() {
        Side side = new Side(SocketType.SUB).feed(greeting(1));

        assertThat(side.connection.idle()).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> side.connection.send(Msg.of("a")));
        assertThatIllegalStateException().isThrownBy(() -> side.connection.sendSubscription(true, new byte[0]));
        assertThatIllegalStateException()
                .isThrownBy(() -> side.connection.ping(0))
                .withMessage("the peer is not ready, phase=HANDSHAKE");
    }
}
