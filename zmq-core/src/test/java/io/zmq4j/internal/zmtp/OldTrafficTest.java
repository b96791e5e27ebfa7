package io.zmq4j.internal.zmtp;

import static io.zmq4j.internal.zmtp.OldPeers.SIGNATURE;
import static io.zmq4j.internal.zmtp.OldPeers.frame1;
import static io.zmq4j.internal.zmtp.OldPeers.ready;
import static io.zmq4j.internal.zmtp.OldPeers.side;
import static io.zmq4j.internal.zmtp.Wire.bytes;
import static io.zmq4j.internal.zmtp.Wire.fill;
import static io.zmq4j.internal.zmtp.Wire.int64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What peers of ZMTP 1.0 and 2.0 send and get, byte by byte. Numbers of socket types: PUB 1, SUB 2, DEALER 5, ROUTER 6,
 * PULL 7, PUSH 8, XSUB 10.
 */
class OldTrafficTest {

    @ParameterizedTest
    @ValueSource(ints = {-1, 0})
    void shouldSpeakFramesOfOne(int revision) {
        Side side = ready(revision, SocketType.DEALER, 6);
        byte[] in =
                bytes(frame1(1, "a"), frame1(1), frame1(0, "b"), frame1(0, fill(253, 'c')), frame1(0, fill(254, 'd')));
        side.feed(in, frame1(0, fill(100_000, 'e')), frame1(0));

        assertThat(side.events)
                .containsExactly(
                        "message [a, , b]",
                        "message [" + "c".repeat(253) + "]",
                        "message [" + "d".repeat(254) + "]",
                        "message [" + "e".repeat(100_000) + "]",
                        "message []");
        ByteSink sink = new ByteSink(side);
        side.messages.forEach(sink::send);
        assertThat(sink.bytes()).isEqualTo(bytes(in, frame1(0, fill(100_000, 'e')), frame1(0)));
        assertThat(side.connection.idle()).isTrue();
    }

    @Test
    void shouldSpeakFramesOfTwo() {
        Side side = ready(1, SocketType.DEALER, 6);
        byte[] in = bytes(1, 1, "a", 1, 0, 0, 1, "b", 0, 255, fill(255, 'c'), 2, int64(256), fill(256, 'd'), 0, 0);
        side.feed(in);

        assertThat(side.events).hasSize(4).first().isEqualTo("message [a, , b]");
        ByteSink sink = new ByteSink(side);
        side.messages.forEach(sink::send);
        assertThat(sink.bytes()).isEqualTo(in);
        assertThat(side.feed(2, int64(3), "abc").events).last().isEqualTo("message [abc]");
    }

    /** Sends one message after the other, as an engine does. */
    private static final class ByteSink {
        private final Side side;
        private byte[] written = {};

        ByteSink(Side side) {
            this.side = side;
        }

        void send(Msg msg) {
            assertThat(side.connection.idle()).isTrue();
            side.connection.send(msg);
            written = Wire.bytes(written, side.drain());
        }

        byte[] bytes() {
            return written;
        }
    }

    @Test
    void shouldSubscribeByMessages() {
        for (int revision : new int[] {-1, 0}) {
            Side side = ready(revision, SocketType.SUB, 1);
            side.connection.sendSubscription(true, bytes("A"));
            side.connection.sendSubscription(false, bytes("A"));
            side.connection.sendSubscription(true, fill(255, 'x'));
            assertThat(side.drain())
                    .isEqualTo(bytes(3, 0, 1, "A", 3, 0, 0, "A", 0xFF, int64(257), 0, 1, fill(255, 'x')));
        }
        Side side = ready(1, SocketType.SUB, 1);
        side.connection.sendSubscription(true, bytes("A"));
        side.connection.sendSubscription(false, bytes("A"));
        side.connection.sendSubscription(true, fill(255, 'x'));
        assertThat(side.drain()).isEqualTo(bytes(0, 2, 1, "A", 0, 2, 0, "A", 2, int64(256), 1, fill(255, 'x')));
    }

    @Test
    void shouldDecodeTheSameAtEverySplitPoint() {
        for (byte[] opening : List.of(bytes(3, 0, "id"), bytes(SIGNATURE, 0, 5, 3, 0, "id"))) {
            byte[] session = bytes(opening, frame1(1, "one"), frame1(0, fill(300, 'x')), frame1(0), frame1(0, "last"));
            assertSameAtEverySplitPoint(session, 4);
        }
        byte[] session =
                bytes(SIGNATURE, 1, 5, 0, 2, "id", 1, 3, "one", 2, int64(300), fill(300, 'x'), 0, 0, 0, 1, "y");
        assertSameAtEverySplitPoint(session, 4);
    }

    private static void assertSameAtEverySplitPoint(byte[] session, int events) {
        List<String> whole = new ArrayList<>(side(SocketType.ROUTER).feed(session).events);
        assertThat(whole).hasSize(events);
        for (int cut = 0; cut <= session.length; cut++) {
            Side side = side(SocketType.ROUTER);
            side.feed(Arrays.copyOf(session, cut)).feed(Arrays.copyOfRange(session, cut, session.length));
            assertThat(side.events).as("cut at %d", cut).isEqualTo(whole);
        }
    }

    static Stream<Arguments> hostileFrames() {
        return Stream.of(
                Arguments.of(-1, bytes(0)),
                Arguments.of(-1, bytes(0xFF, int64(0), 0)),
                Arguments.of(-1, bytes(0xFF, int64(-1), 0, fill(100, 1))),
                Arguments.of(-1, bytes(0xFF, int64(Long.MIN_VALUE), 0)),
                Arguments.of(-1, bytes(0xFF, int64(Long.MAX_VALUE), 0)),
                Arguments.of(-1, bytes(0xFF, int64(1L << 31), 0)),
                Arguments.of(-1, bytes(0xFF, int64(1L << 32), 0)),
                Arguments.of(-1, bytes(2, 2, "x")),
                Arguments.of(-1, bytes(2, 0x80, "x")),
                Arguments.of(-1, bytes(0xFF, int64(2), 4, "x")),
                Arguments.of(1, bytes(4, 5, 4, "PING")),
                Arguments.of(1, bytes(4, 0)),
                Arguments.of(1, bytes(8, 1, "x")),
                Arguments.of(1, bytes(6, int64(3), "abc")),
                Arguments.of(1, bytes(2, int64(-1), fill(100, 1))),
                Arguments.of(1, bytes(2, int64(1L << 31))));
    }

    @ParameterizedTest
    @MethodSource("hostileFrames")
    void shouldRefuseAFrameThatIsWrong(int revision, byte[] frame) {
        Side side = ready(revision, SocketType.PULL, 8);

        assertThatThrownBy(() -> side.feed(frame)).isInstanceOfSatisfying(Side.Refused.class, e -> assertThat(e.code)
                .isEqualTo(0x10000012));
        assertThatThrownBy(() -> side.feed(1, 0)).as("nothing more").isInstanceOf(Side.Refused.class);
        assertThat(side.events).isEmpty();
    }

    @Test
    void shouldKeepToTheLimits() {
        for (int revision : new int[] {-1, 0, 1}) {
            boolean one = revision < 1;
            Side size = ready(revision, SocketType.PULL, 8, 300, 3);
            size.feed(one ? frame1(0, fill(300, 'x')) : Wire.frame(0, fill(300, 'x')));
            size.feed(one ? frame1(1, fill(200, 'x')) : Wire.frame(1, fill(200, 'x')));
            assertThatThrownBy(() -> size.feed(one ? frame1(0, fill(101, 'x')) : Wire.frame(0, fill(101, 'x'))))
                    .hasMessage("frame of 101 bytes, allowed: up to 100");
            Side frames = ready(revision, SocketType.PULL, 8, 300, 3);
            byte[] more = one ? frame1(1, "x") : Wire.frame(1, "x");
            frames.feed(more, more, more);
            assertThatThrownBy(() -> frames.feed(more)).hasMessage("message of more than 3 frames");
        }
    }

    @Test
    void shouldAllocateInStepsWhenALargeFrameIsAnnounced() throws ProtocolException {
        // 100 bodies of 2 GiB at once would fail
        for (int i = 0; i < 100; i++) {
            FrameDecoder1 fresh = new FrameDecoder1();
            fresh.messageLimit(Frame.LONGEST_BODY);
            assertThat(fresh.next(ByteBuffer.wrap(bytes(0xFF, int64(Frame.LONGEST_BODY + 1L), 0, "xyz"))))
                    .isNull();
            kept.add(fresh);
        }
    }

    /** So that 100 announced bodies are there at once. */
    private final List<FrameDecoder1> kept = new ArrayList<>();

    @Test
    void shouldRefuseRandomBytesOrTakeThemAsMessages() {
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            int revision = random.nextInt(3) - 1;
            Side side = ready(revision, SocketType.XPUB, 2, 10_000, 10);
            try {
                side.feed(noise);
            } catch (Side.Refused e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
            assertThat(side.messages).allMatch(msg -> msg.byteCount() <= noise.length);
        }
    }
}
