package io.zmq4j.internal.zmtp;

import static io.zmq4j.internal.zmtp.Wire.bytes;
import static io.zmq4j.internal.zmtp.Wire.command;
import static io.zmq4j.internal.zmtp.Wire.fill;
import static io.zmq4j.internal.zmtp.Wire.frame;
import static io.zmq4j.internal.zmtp.Wire.greeting;
import static io.zmq4j.internal.zmtp.Wire.int64;
import static io.zmq4j.internal.zmtp.Wire.message;
import static io.zmq4j.internal.zmtp.Wire.property;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is decoded does not depend on how the bytes arrive. */
class ChunkingTest {

    private static final byte[] SESSION = bytes(
            greeting(1),
            command("READY", property("Socket-Type", "XSUB"), property("X-a", fill(300, 'v'))),
            command("SUBSCRIBE", "topic"),
            message("one"),
            message("", "two", ""),
            frame(1, fill(255, 'x')),
            command("PING", 0, 9, "ctx"),
            frame(0, fill(256, 'y')),
            bytes(2, int64(3), 1, "AB"),
            bytes(0, 0),
            command("WHAT", "ever"),
            command("PONG"),
            message("\1legacy"),
            message("\0legacy"),
            message("last"));

    private static List<String> decode(int... cuts) {
        Side side = new Side(SocketType.XPUB);
        side.drain();
        int from = 0;
        for (int cut : cuts) {
            side.feed(Arrays.copyOfRange(SESSION, from, cut));
            from = cut;
        }
        side.feed(Arrays.copyOfRange(SESSION, from, SESSION.length));
        List<String> all = new ArrayList<>(side.events);
        all.add(Side.text(side.drain()));
        return all;
    }

    @Test
    void shouldDecodeTheSameAtEverySplitPoint() {
        List<String> whole = decode();
        assertThat(whole).hasSize(13);

        for (int cut = 0; cut <= SESSION.length; cut++) {
            assertThat(decode(cut)).as("cut at %d", cut).isEqualTo(whole);
        }
    }

    @Test
    void shouldDecodeTheSameInChunksOfEverySize() {
        List<String> whole = decode();

        for (int chunk = 1; chunk <= 300; chunk++) {
            int size = chunk;
            int[] cuts = java.util.stream.IntStream.iterate(size, at -> at < SESSION.length, at -> at + size)
                    .toArray();
            assertThat(decode(cuts)).as("chunks of %d", chunk).isEqualTo(whole);
        }
    }
}
