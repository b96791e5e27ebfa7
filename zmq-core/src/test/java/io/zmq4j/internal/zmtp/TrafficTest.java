package io.zmq4j.internal.zmtp;

import static io.zmq4j.internal.zmtp.Wire.bytes;
import static io.zmq4j.internal.zmtp.Wire.command;
import static io.zmq4j.internal.zmtp.Wire.fill;
import static io.zmq4j.internal.zmtp.Wire.frame;
import static io.zmq4j.internal.zmtp.Wire.int64;
import static io.zmq4j.internal.zmtp.Wire.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TrafficTest {

    @Test
    void shouldDecodeMessagesOfOneAndOfManyFrames() {
        Side side = Side.ready(SocketType.PULL, "PUSH")
                .feed(message("hello"), message(""), message("a", "", "ccc"), frame(0, fill(300, 'x')));

        assertThat(side.messages)
                .containsExactly(Msg.of("hello"), Msg.of(""), Msg.of("a", "", "ccc"), Msg.of(fill(300, 'x')));
    }

    @Test
    void shouldReturnAfterEachMessage() throws ProtocolException {
        Side side = Side.ready(SocketType.PULL, "PUSH");
        ByteBuffer in = ByteBuffer.wrap(bytes(message("a"), message("b", "c"), 0));

        assertThat(side.connection.decode(in)).isEqualTo(Msg.of("a"));
        assertThat(in.position()).isEqualTo(3);
        assertThat(side.connection.decode(in)).isEqualTo(Msg.of("b", "c"));
        assertThat(side.connection.decode(in)).isNull();
        assertThat(in.hasRemaining()).isFalse();
    }

    @Test
    void shouldAcceptLongFramesOfAnySize() {
        Side side = Side.ready(SocketType.PULL, "PUSH")
                .feed(bytes(2, int64(0)), bytes(3, int64(1), "a"), bytes(2, int64(255), fill(255, 'b')));

        assertThat(side.messages).containsExactly(Msg.of(""), Msg.of(bytes("a"), fill(255, 'b')));
    }

    @Test
    void shouldAcceptALongCommand() {
        Side side = Side.ready(SocketType.PUB, "SUB").feed(bytes(6, int64(11), 9, "SUBSCRIBEA"));

        assertThat(side.events).containsExactly("subscribe A");
    }

    @Test
    void shouldAcceptCommandsBetweenTheFramesOfAMessage() {
        Side side = Side.ready(SocketType.PULL, "PUSH")
                .feed(frame(1, "a"), command("PING", 0, 0), frame(1, "b"), command("PONG"), frame(0, "c"));

        assertThat(side.events).containsExactly("ping 0", "message [a, b, c]");
    }

    @Test
    void shouldGiveMessagesTheMetadataOfTheirSender() {
        Side side = Side.ready(SocketType.PULL, "PUSH").feed(message("before"));
        Metadata metadata = Side.metadata("Peer-Address", "127.0.0.1");
        side.connection.messageMetadata(metadata);
        side.feed(message("one"), message("t", "wo"));

        assertThat(side.messages).extracting(Msg::metadata).containsExactly(Metadata.EMPTY, metadata, metadata);
        assertThat(side.messages.get(1).metadata()).isSameAs(metadata);
    }

    // -- commands --

    @Test
    void shouldEchoTheContextOfAPing() {
        Side side = Side.ready(SocketType.PULL, "PUSH").feed(bytes(4, 0x0A, 4, "PING", 0, 0, "LOL"));

        assertThat(side.drain()).isEqualTo(bytes(4, 8, 4, "PONG", "LOL"));
        assertThat(side.events).containsExactly("ping 0");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0,16", "1,16", "58,16"})
    void shouldCutTheContextOfAPingToSixteenBytes(int more, int echoed) {
        int sent = echoed == 0 ? 0 : echoed + more;
        Side side = Side.ready(SocketType.PULL, "PUSH").feed(command("PING", 0, 0, fill(sent, 'c')));

        assertThat(side.drain()).isEqualTo(command("PONG", fill(echoed, 'c')));
    }

    @ParameterizedTest
    @CsvSource({"0,0,0", "0,1,100", "1,0,25600", "255,255,6553500"})
    void shouldReadTheTtlAsUnsignedTenthsOfASecond(int high, int low, int millis) {
        assertThat(Side.ready(SocketType.PULL, "PUSH").feed(command("PING", high, low)).events)
                .containsExactly("ping " + millis);
    }

    @Test
    void shouldQueueAFewPongsOnlyWhenPingsFlood() {
        Side side = Side.ready(SocketType.PULL, "PUSH");
        for (int i = 0; i < 10_000; i++) {
            side.feed(command("PING", 0, 0));
        }

        assertThat(side.events).hasSize(10_000);
        assertThat(side.drain()).hasSize(4 * command("PONG").length);
        assertThat(side.feed(command("PING", 0, 0)).drain()).isEqualTo(command("PONG"));
    }

    @Test
    void shouldIgnorePongs() {
        Side side = Side.ready(SocketType.PULL, "PUSH").feed(command("PONG"), command("PONG", fill(200, 1)));

        assertThat(side.events).isEmpty();
        assertThat(side.connection.hasOutput()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"JOIN,JOIN", "LEAVE,LEAVE", "HELLO,HELLO", "subscribe,subscribe", "E\u001b\u00e9,E??"})
    void shouldReportUnknownCommands(String name, String shown) {
        Side side = Side.ready(SocketType.PUB, "SUB").feed(command(name, "x"), command("SUBSCRIBE", "A"));

        assertThat(side.events).containsExactly("unknown " + shown, "subscribe A");
    }

    // -- subscriptions --

    @ParameterizedTest
    @EnumSource(names = {"PUB", "XPUB"})
    void shouldTakeSubscriptionsInBothFormsOfAnyPeer(SocketType type) {
        for (int minor = 0; minor <= 1; minor++) {
            Side side = Side.ready(Side.settings(type), "SUB", minor)
                    .feed(
                            bytes(4, 0x0B, 9, "SUBSCRIBE", 0x41),
                            command("CANCEL", "never subscribed"),
                            command("SUBSCRIBE"),
                            bytes(0, 2, 1, 0x41),
                            bytes(0, 2, 0, 0x41),
                            bytes(0, 1, 1),
                            bytes(2, int64(301), 1, fill(300, 't')));

            assertThat(side.events)
                    .containsExactly(
                            "subscribe A",
                            "cancel never subscribed",
                            "subscribe ",
                            "subscribe A",
                            "cancel A",
                            "subscribe ",
                            "subscribe " + "t".repeat(300));
        }
    }

    @Test
    void shouldTakeOnlyMessagesOfOneFrameAsSubscriptions() {
        Side side = Side.ready(SocketType.XPUB, "XSUB")
                .feed(message("\1A", "x"), message("x", "\1A"), message("\2A"), message(""));

        assertThat(side.events).containsExactly("message [\1A, x]", "message [x, \1A]", "message [\2A]", "message []");
    }

    @ParameterizedTest
    @CsvSource({"PULL,PUSH", "SUB,PUB", "XSUB,XPUB", "DEALER,ROUTER", "PAIR,PAIR"})
    void shouldDropSubscriptionsToOtherTypesAndDeliverTheirMessageForm(SocketType type, String peer) {
        Side side =
                Side.ready(type, peer).feed(command("SUBSCRIBE", "A"), command("CANCEL", "A"), bytes(0, 2, 1, 0x41));

        assertThat(side.events).containsExactly("message [\1A]");
    }

    // -- what is refused --

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("empty command", bytes(4, 0), 0x10000011),
                Arguments.of("empty long command", bytes(6, int64(0)), 0x10000011),
                Arguments.of("name without bytes", bytes(4, 1, 5), 0x10000011),
                Arguments.of("name of 0", bytes(4, 3, 0, "AB"), 0x10000011),
                Arguments.of("PING without ttl", bytes(4, 5, 4, "PING"), 0x10000011),
                Arguments.of("PING with half a ttl", bytes(4, 6, 4, "PING", 0), 0x10000011),
                Arguments.of("command and more", bytes(5, 5, 4, "PING"), 0x10000011),
                Arguments.of("long command and more", bytes(7, int64(5), 4, "PING"), 0x10000011),
                Arguments.of("READY again", Wire.ready("PUSH"), 0x10000001),
                Arguments.of("ERROR", command("ERROR", 3, "500"), 0x10000001),
                Arguments.of("flag 3", bytes(0x08, 0), 0x10000012),
                Arguments.of("flag 4", bytes(0x10, 0), 0x10000012),
                Arguments.of("flag 5", bytes(0x20, 0), 0x10000012),
                Arguments.of("flag 6", bytes(0x40, 0), 0x10000012),
                Arguments.of("flag 7", bytes(0x80, 0), 0x10000012),
                Arguments.of("flag 7 of a command", bytes(0x84, 5, 4, "PONG"), 0x10000011));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void shouldRefuse(String name, byte[] input, int code) {
        Side side = Side.ready(SocketType.PULL, "PUSH");

        assertThatThrownBy(() -> side.feed(message("good"), input, message("never")))
                .isInstanceOfSatisfying(Side.Refused.class, e -> assertThat(Integer.toHexString(e.code))
                        .isEqualTo(Integer.toHexString(code)));
        assertThatThrownBy(() -> side.feed(message("never"))).isInstanceOf(Side.Refused.class);
        assertThat(side.events).containsExactly("message [good]");
    }

    @Test
    void shouldRefuseReservedFlagsAtTheirFirstByte() {
        assertThatThrownBy(() -> Side.ready(SocketType.PULL, "PUSH").feed(bytes(0x08)))
                .hasMessage("frame flags are 8, allowed: 0 to 3 for a message, 4 and 6 for a command");
    }

    // -- limits --

    @Test
    void shouldCountAllFramesOfAMessageAgainstItsLimit() {
        ZmtpSettings settings = Side.settings(SocketType.PULL, 10, 1024);
        Side side = Side.ready(settings, "PUSH", 1)
                .feed(message("0123456789"), message("01234", "56789"), message("0123456789", ""), message("again"));

        assertThat(side.messages).hasSize(4);
        assertThatThrownBy(() -> side.feed(message("01234", "567890")))
                .isInstanceOfSatisfying(
                        Side.Refused.class, e -> assertThat(e.code).isEqualTo(0x10000012))
                .hasMessage("frame of 6 bytes, allowed: up to 5");
        assertThatThrownBy(() -> Side.ready(settings, "PUSH", 1).feed(bytes(0, 11)))
                .hasMessage("frame of 11 bytes, allowed: up to 10");
        assertThatThrownBy(() -> Side.ready(settings, "PUSH", 1).feed(bytes(2, int64(11))))
                .hasMessage("frame of 11 bytes, allowed: up to 10");
    }

    @Test
    void shouldAcceptOnlyEmptyMessagesWhenTheLimitIsZero() {
        Side side = Side.ready(Side.settings(SocketType.PULL, 0, 1024), "PUSH", 1);

        assertThat(side.feed(message(""), message("", ""), command("PING", 0, 0)).messages)
                .hasSize(2);
        assertThatThrownBy(() -> side.feed(message("1"))).isInstanceOf(Side.Refused.class);
    }

    @Test
    void shouldRefuseMoreFramesThanAllowed() {
        Side side = Side.ready(Side.settings(SocketType.PULL, -1, 3), "PUSH", 1);

        assertThat(side.feed(message("a", "b", "c"), message("a", "b", "c")).messages)
                .hasSize(2);
        assertThatThrownBy(() -> side.feed(message("a", "b", "c", "d")))
                .isInstanceOfSatisfying(
                        Side.Refused.class, e -> assertThat(e.code).isEqualTo(0x10000012))
                .hasMessage("message of more than 3 frames");
    }

    @Test
    void shouldAcceptAMessageOfOneFrameWhenOneIsAllowed() {
        Side side = Side.ready(Side.settings(SocketType.PULL, -1, 1), "PUSH", 1);

        assertThat(side.feed(message("a"), message("b")).messages).hasSize(2);
        assertThatThrownBy(() -> side.feed(message("a", "b"))).isInstanceOf(Side.Refused.class);
    }

    @Test
    void shouldKeepWholeMessagesOnlyWhenThePeerLeavesInTheMiddle() {
        byte[] stream = bytes(message("a", "b"), message("c"), message("d", "e", "f"));
        for (int cut = 0; cut <= stream.length; cut++) {
            Side side = Side.ready(SocketType.PULL, "PUSH").feed(java.util.Arrays.copyOf(stream, cut));

            int whole = cut < 6 ? 0 : cut < 9 ? 1 : cut < stream.length ? 2 : 3;
            assertThat(side.events)
                    .isEqualTo(
                            Collections.unmodifiableList(Stream.of("message [a, b]", "message [c]", "message [d, e, f]")
                                    .limit(whole)
                                    .toList()));
        }
    }
}
