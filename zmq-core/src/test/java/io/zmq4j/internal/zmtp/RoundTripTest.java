package io.zmq4j.internal.zmtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two connections joined by buffers of random sizes, as an engine joins them by a channel. More messages with
 * {@code -Dzmq4j.test.roundtrips=n}.
 */
class RoundTripTest {

    private static final int MESSAGES = Integer.getInteger("zmq4j.test.roundtrips", 400);
    private static final int LARGEST_FRAME = 70_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldReceiveWhatWasSentWhateverItsSizes(long seed) throws ProtocolException {
        Random random = new Random(seed);
        ZmtpConnection sender = Side.ready(SocketType.PUSH, "PULL").connection;
        ZmtpConnection receiver = Side.ready(SocketType.PULL, "PUSH").connection;
        for (int i = 0; i < MESSAGES; i++) {
            Msg sent = randomMessage(random);
            sender.send(sent);

            assertThat(carry(sender, receiver, random))
                    .as("seed %d, message %d", seed, i)
                    .isEqualTo(sent);
            assertThat(sender.idle()).isTrue();
        }
    }

    private static Msg randomMessage(Random random) {
        ByteBuffer[] frames = new ByteBuffer[1 + (random.nextInt(4) == 0 ? random.nextInt(10) : 0)];
        boolean arrays = random.nextBoolean();
        for (int i = 0; i < frames.length; i++) {
            int size =
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextInt(4);
                        case 1 -> 250 + random.nextInt(12);
                        case 2 -> random.nextInt(4_000);
                        default -> random.nextInt(LARGEST_FRAME + 1);
                    };
            byte[] body = new byte[size];
            random.nextBytes(body);
            frames[i] = random.nextBoolean()
                    ? ByteBuffer.wrap(body)
                    : ByteBuffer.allocateDirect(size).put(body).flip();
        }
        return arrays ? Msg.copyOf(frames) : Msg.wrap(frames);
    }

    private Msg carry(ZmtpConnection sender, ZmtpConnection receiver, Random random) throws ProtocolException {
        ByteBuffer out = allocate(1 + random.nextInt(random.nextBoolean() ? 40 : 60_000), random);
        List<Msg> received = new ArrayList<>();
        boolean complete = false;
        while (!complete) {
            complete = sender.fill(out);
            deliver(out.flip(), receiver, random, received);
            out.clear();
            ByteBuffer large = sender.largeBody();
            while (large != null && large.hasRemaining()) {
                deliver(large, receiver, random, received);
            }
        }
        assertThat(received).hasSize(1);
        return received.get(0);
    }

    private void deliver(ByteBuffer from, ZmtpConnection receiver, Random random, List<Msg> received)
            throws ProtocolException {
        while (from.hasRemaining()) {
            assertThat(received).as("a message before its last byte").isEmpty();
            int n = 1 + random.nextInt(from.remaining());
            ByteBuffer chunk = allocate(n, random).put(from.slice().limit(n)).flip();
            from.position(from.position() + n);
            Msg msg = receiver.decode(chunk);
            if (msg != null) {
                received.add(msg);
            }
        }
    }

    private static ByteBuffer allocate(int size, Random random) {
        return random.nextBoolean() ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
    }
}
