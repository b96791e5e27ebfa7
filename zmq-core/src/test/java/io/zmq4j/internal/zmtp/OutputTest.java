package io.zmq4j.internal.zmtp;

import static io.zmq4j.internal.zmtp.Wire.bytes;
import static io.zmq4j.internal.zmtp.Wire.command;
import static io.zmq4j.internal.zmtp.Wire.fill;
import static io.zmq4j.internal.zmtp.Wire.frame;
import static io.zmq4j.internal.zmtp.Wire.int64;
import static io.zmq4j.internal.zmtp.Wire.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTest {

    private final Side side = Side.ready(SocketType.XSUB, "XPUB");
    private final ZmtpConnection connection = side.connection;

    @Test
    void shouldEncodeFramesByTheBook() {
        connection.send(Msg.of(bytes("a"), new byte[0], fill(255, 1), fill(256, 2), fill(70_000, 3)));

        assertThat(side.drain())
                .isEqualTo(bytes(
                        bytes(1, 1, "a"),
                        bytes(1, 0),
                        bytes(1, 255, fill(255, 1)),
                        bytes(3, int64(256), fill(256, 2)),
                        bytes(2, int64(70_000), fill(70_000, 3))));
    }

    @Test
    void shouldEncodeBuffersAsArrays() {
        ByteBuffer direct =
                ByteBuffer.allocateDirect(40_000).put(fill(40_000, 5)).flip();
        ByteBuffer heap = ByteBuffer.wrap(bytes("xxhelloxx"), 2, 5);
        connection.send(Msg.wrap(heap, direct, ByteBuffer.allocateDirect(0)));

        assertThat(side.drain())
                .isEqualTo(bytes(bytes(1, 5, "hello"), bytes(3, int64(40_000), fill(40_000, 5)), bytes(0, 0)));
    }

    @Test
    void shouldSendTheSameMessageAgainUnchanged() {
        Msg msg = Msg.wrap(ByteBuffer.allocateDirect(20_000), ByteBuffer.wrap(bytes("end")));
        connection.send(msg);
        byte[] first = side.drain();
        connection.send(msg);

        assertThat(side.drain()).isEqualTo(first).hasSize(9 + 20_000 + 2 + 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 9, 10, 11, 100, 16_400, 100_000})
    void shouldGiveTheSameBytesForEverySizeOfBuffer(int capacity) {
        Msg msg = Msg.of(bytes("a"), fill(300, 1), new byte[0], fill(16_383, 2), fill(16_384, 3), bytes("z"));
        connection.sendSubscription(true, bytes("topic"));
        connection.send(msg);

        assertThat(side.drain(capacity))
                .isEqualTo(bytes(
                        command("SUBSCRIBE", "topic"),
                        frame(1, "a"),
                        frame(1, fill(300, 1)),
                        frame(1),
                        frame(1, fill(16_383, 2)),
                        frame(1, fill(16_384, 3)),
                        frame(0, "z")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 7, 255, 256, 5000})
    void shouldFillDirectBuffersAtAnyPosition(int size) {
        ByteBuffer out = ByteBuffer.allocateDirect(2 * size + 50).position(3);
        connection.send(Msg.of(fill(size, 200), fill(size, 7)));

        assertThat(connection.fill(out)).isTrue();
        byte[] written = new byte[out.position() - 3];
        out.get(3, written);
        assertThat(written).isEqualTo(bytes(frame(1, fill(size, 200)), frame(0, fill(size, 7))));
    }

    @ParameterizedTest
    @ValueSource(ints = {255, 256, 300})
    void shouldNeverWriteBeyondTheEndOfTheBuffer(int size) {
        for (int capacity = size; capacity < size + 12; capacity++) {
            connection.send(Msg.of(fill(size, 1)));

            assertThat(side.drain(capacity)).isEqualTo(frame(0, fill(size, 1)));
        }
    }

    @Test
    void shouldFillManyMessagesIntoOneBuffer() {
        ByteBuffer out = ByteBuffer.allocate(100);
        connection.send(Msg.of("one"));
        assertThat(connection.fill(out)).isTrue();
        assertThat(connection.idle()).isTrue();
        connection.send(Msg.of("two"));
        assertThat(connection.fill(out)).isTrue();

        assertThat(out.flip()).isEqualTo(ByteBuffer.wrap(bytes(message("one"), message("two"))));
    }

    @Test
    void shouldLendALargeDirectBodyRightAfterItsHeader() {
        ByteBuffer body = ByteBuffer.allocateDirect(16 * 1024);
        connection.send(Msg.wrap(ByteBuffer.wrap(bytes("a")), body, ByteBuffer.wrap(bytes("b"))));
        ByteBuffer out = ByteBuffer.allocate(11);

        assertThat(connection.largeBody()).isNull();
        assertThat(connection.fill(out)).isFalse();
        assertThat(connection.largeBody()).as("header is not out yet").isNull();
        out.clear();
        assertThat(connection.fill(out)).isFalse();
        ByteBuffer large = connection.largeBody();
        assertThat(large.remaining()).isEqualTo(body.capacity());
        body.put(100, (byte) 42);
        assertThat(large.get(100)).as("not a copy").isEqualTo((byte) 42);

        large.position(1000);
        assertThat(connection.fill(out)).as("the body is not out yet").isFalse();
        assertThat(connection.largeBody().remaining()).isEqualTo(body.capacity() - 1000);
        assertThat(connection.idle()).isFalse();
        assertThat(connection.hasOutput()).isTrue();

        large.position(large.limit());
        assertThat(connection.largeBody()).isNull();
        assertThat(connection.hasOutput()).isTrue();
        out.clear();
        assertThat(connection.fill(out)).isTrue();
        assertThat(out.flip()).isEqualTo(ByteBuffer.wrap(bytes(0, 1, "b")));
        assertThat(connection.hasOutput()).isFalse();
    }

    @Test
    void shouldCopyWhatIsOnTheHeapOrSmall() {
        connection.send(Msg.wrap(
                ByteBuffer.wrap(fill(100_000, 1)), ByteBuffer.allocateDirect(16 * 1024 - 1), ByteBuffer.allocate(0)));
        connection.fill(ByteBuffer.allocate(9));
        assertThat(connection.largeBody()).isNull();
        ByteBuffer out = ByteBuffer.allocateDirect(200_000);

        assertThat(connection.fill(out)).isTrue();
        assertThat(out.position()).isEqualTo(100_000 + 9 + 16 * 1024 - 1 + 2);
    }

    @Test
    void shouldRefuseASecondMessageAtATime() {
        connection.send(Msg.of("a"));

        assertThat(connection.idle()).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> connection.send(Msg.of("b")));
        assertThat(side.drain()).isEqualTo(message("a"));
    }

    // -- order --

    @Test
    void shouldKeepTheOrderOfSubscriptionsAndMessages() {
        connection.sendSubscription(true, bytes("before"));
        connection.send(Msg.of("message"));
        connection.sendSubscription(false, bytes("after"));

        assertThat(side.drain(1))
                .isEqualTo(bytes(command("SUBSCRIBE", "before"), message("message"), command("CANCEL", "after")));
    }

    @Test
    void shouldPutCommandsAtAMessageBoundaryOnly() {
        connection.send(Msg.of("a", "b"));
        ByteBuffer out = ByteBuffer.allocate(1);
        assertThat(connection.fill(out)).isFalse();
        side.feed(command("PING", 0, 0, "x"));
        connection.ping(0);

        assertThat(bytes(out.array(), side.drain(1)))
                .isEqualTo(bytes(message("a", "b"), command("PONG", "x"), command("PING", 0, 0)));
    }

    @Test
    void shouldFinishACommandBeforeTheMessageThatCameMeanwhile() {
        connection.sendSubscription(true, bytes("A"));
        ByteBuffer out = ByteBuffer.allocate(5);
        assertThat(connection.fill(out)).isFalse();
        connection.send(Msg.of("m"));

        assertThat(bytes(out.array(), side.drain(3))).isEqualTo(bytes(command("SUBSCRIBE", "A"), message("m")));
    }

    // -- commands --

    @ParameterizedTest
    @CsvSource({"0,0,0", "1,0,1", "100,0,1", "101,0,2", "6553500,255,255", "2147483647,255,255"})
    void shouldSendATtlInTenthsOfASecondRoundedUp(int millis, int high, int low) {
        connection.ping(millis);

        assertThat(side.drain()).isEqualTo(bytes(4, 7, 4, "PING", high, low));
    }

    @Test
    void shouldRefuseANegativeTtl() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> connection.ping(-200))
                .withMessage("ttlMillis is -200, allowed: 0 and above");
    }

    @Test
    void shouldQueueOnePingAtATime() {
        connection.ping(0);
        connection.ping(0);
        assertThat(side.drain()).isEqualTo(command("PING", 0, 0));

        connection.ping(0);
        assertThat(side.drain()).isEqualTo(command("PING", 0, 0));
    }

    @Test
    void shouldPingPeersOfZmtpThreeZeroToo() {
        Side old = Side.ready(Side.settings(SocketType.PUSH), "PULL", 0);
        old.connection.ping(300);

        assertThat(old.drain()).isEqualTo(command("PING", 0, 3));
    }

    @Test
    void shouldSendSubscriptionsAsCommandsSinceThreeOne() {
        connection.sendSubscription(true, new byte[0]);
        connection.sendSubscription(false, fill(300, 't'));

        assertThat(side.drain())
                .isEqualTo(bytes(command("SUBSCRIBE"), bytes(6, int64(307), 6, "CANCEL", fill(300, 't'))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 254, 255, 256, 70_000})
    void shouldSendSubscriptionsAsMessagesToPeersOfThreeZero(int size) {
        Side old = Side.ready(Side.settings(SocketType.SUB), "PUB", 0);
        old.connection.sendSubscription(true, fill(size, 't'));
        old.connection.sendSubscription(false, fill(size, 't'));

        assertThat(old.drain()).isEqualTo(bytes(frame(0, 1, fill(size, 't')), frame(0, 0, fill(size, 't'))));
    }
}
