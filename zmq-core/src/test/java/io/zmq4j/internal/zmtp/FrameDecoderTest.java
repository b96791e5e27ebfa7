package io.zmq4j.internal.zmtp;

import static io.zmq4j.internal.zmtp.Wire.bytes;
import static io.zmq4j.internal.zmtp.Wire.int64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {

    private static final int KIB = 1024;

    /** The sizes of all arrays made for bodies. */
    private final List<Integer> allocated = new ArrayList<>();

    private final FrameDecoder decoder = traffic(size -> {
        allocated.add(size);
        return new byte[size];
    });

    private static FrameDecoder traffic(java.util.function.IntFunction<byte[]> arrays) {
        FrameDecoder decoder = new FrameDecoder(arrays);
        decoder.enterTraffic(Frame.LONGEST_BODY, Frame.LONGEST_BODY);
        return decoder;
    }

    private static ByteBuffer buffer(Object... parts) {
        return ByteBuffer.wrap(bytes(parts));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                Integer.MAX_VALUE - 15L,
                Integer.MAX_VALUE,
                1L << 31,
                1L << 32,
                (1L << 32) + 1,
                1L << 62,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                Long.MIN_VALUE + 1,
                -2,
                -1
            })
    void shouldRefuseLengthBombsBeforeAllocation(long size) {
        for (int flags : new int[] {2, 3, 6}) {
            FrameDecoder fresh = traffic(length -> {
                throw new AssertionError("allocated " + length);
            });
            assertThatThrownBy(() -> fresh.next(buffer(flags, int64(size), new byte[100])))
                    .isInstanceOfSatisfying(ProtocolException.class, e -> assertThat(e.code())
                            .isEqualTo(flags == 6 ? 0x10000011 : 0x10000012))
                    .hasMessageContainingAll("of " + Long.toUnsignedString(size) + " bytes", "up to 2147483631");
        }
    }

    @Test
    void shouldAllocateLittleForALargeFrameThatDoesNotCome() throws ProtocolException {
        assertThat(decoder.next(buffer(2, int64(Frame.LONGEST_BODY)))).isNull();
        assertThat(decoder.next(buffer(1, 2, 3))).isNull();

        assertThat(allocated).containsExactly(64 * KIB);
    }

    @Test
    void shouldGrowWithTheBytesThatCame() throws ProtocolException {
        decoder.next(buffer(2, int64(Frame.LONGEST_BODY)));
        ByteBuffer piece = ByteBuffer.allocate(10_000);
        for (long received = 10_000; received <= 5_000_000; received += 10_000) {
            assertThat(decoder.next(piece.clear())).isNull();
            assertThat(allocated.get(allocated.size() - 1))
                    .isLessThanOrEqualTo((int) Math.max(64 * KIB, 2.5 * received));
        }
        assertThat(allocated).hasSizeLessThan(9).isSorted();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldAllocateAtOnceWhatThePeerProvedToSend(boolean inPieces) throws ProtocolException {
        byte[] body = random(1000 * KIB);
        if (inPieces) {
            assertThat(decoder.next(buffer(2, int64(body.length)))).isNull();
            assertThat(decoder.next(ByteBuffer.wrap(body))).isEqualTo(body);
        } else {
            assertThat(decoder.next(buffer(2, int64(body.length), body))).isEqualTo(body);
        }
        allocated.clear();

        assertThat(decoder.next(buffer(2, int64(body.length)))).isNull();
        assertThat(allocated).containsExactly(body.length);
        assertThat(decoder.next(ByteBuffer.wrap(body))).isEqualTo(body);

        allocated.clear();
        decoder.next(buffer(2, int64(body.length + 1), 7));
        assertThat(allocated).containsExactly(body.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8 * KIB, 64 * KIB, 64 * KIB + 1, 300 * KIB + 5})
    void shouldJoinTheBatchesOfABody(int size) throws ProtocolException {
        byte[] body = random(size);
        ByteBuffer wire = buffer(2, int64(size), body, 1, 1, 9);
        ByteBuffer batch = ByteBuffer.allocateDirect(30_000);
        List<byte[]> frames = new ArrayList<>();
        while (wire.hasRemaining()) {
            int n = Math.min(batch.capacity(), wire.remaining());
            batch.clear().put(wire.slice().limit(n)).flip();
            wire.position(wire.position() + n);
            byte[] frame;
            while ((frame = decoder.next(batch)) != null) {
                frames.add(frame);
            }
            assertThat(batch.hasRemaining()).isFalse();
        }

        assertThat(frames).containsExactly(body, bytes(9));
        assertThat(decoder.flags()).isEqualTo(Frame.MORE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 7, 255, 256, 5000})
    void shouldDecodeDirectBuffersAtAnyPosition(int size) throws ProtocolException {
        byte[] body = random(size);
        byte[] frame = Wire.frame(1, body);
        ByteBuffer in = ByteBuffer.allocateDirect(2 * frame.length + 10);
        in.position(3).put(frame).put(frame).flip().position(3);

        assertThat(decoder.next(in)).isEqualTo(body);
        assertThat(in.position()).isEqualTo(3 + frame.length);
        assertThat(decoder.next(in)).isEqualTo(body);
        assertThat(decoder.next(in)).isNull();
    }

    @Test
    void shouldRefuseAFrameForWhichThereIsNoMemory() {
        FrameDecoder poor = traffic(size -> {
            if (size > 100_000) {
                throw new OutOfMemoryError("test");
            }
            return new byte[size];
        });

        assertThatThrownBy(() -> poor.next(buffer(2, int64(200_000), new byte[90_000])))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("no memory for a frame of 200000 bytes");
    }

    @Test
    void shouldShareOneArrayForEmptyFrames() throws ProtocolException {
        byte[] quick = decoder.next(buffer(0, 0));

        assertThat(decoder.next(buffer(2, int64(0)))).isSameAs(quick).isEmpty();
        assertThat(allocated).isEmpty();
    }
}
