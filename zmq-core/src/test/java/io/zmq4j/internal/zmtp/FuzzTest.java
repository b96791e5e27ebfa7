package io.zmq4j.internal.zmtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mutated sessions: whatever comes is decoded or refused, and nothing else. More with {@code -Dzmq4j.test.fuzz=n}. */
class FuzzTest {

    private static final int SESSIONS = Integer.getInteger("zmq4j.test.fuzz", 3_000);

    @ParameterizedTest
    @EnumSource(names = {"PULL", "XPUB"})
    void shouldDecodeOrRefuseWhateverComes(SocketType type) {
        String peer = type == SocketType.PULL ? "PUSH" : "XSUB";
        byte[] session = Wire.bytes(
                Wire.greeting(1),
                Wire.ready(peer),
                Wire.command("SUBSCRIBE", "A"),
                Wire.command("PING", 0, 1, "x"),
                Wire.message("a", "bb", ""),
                Wire.message("\1A"),
                Wire.frame(0, Wire.fill(300, 7)));
        int refused = 0;
        for (int seed = 0; seed < SESSIONS; seed++) {
            Random random = new Random(seed);
            Side side = new Side(Side.settings(type, 1 << 20, 16), 1 + random.nextInt(500));
            try {
                side.feed(mutate(session, random));
            } catch (Side.Refused e) {
                refused++;
                assertThat(e.getMessage()).as("seed %d", seed).matches("[ -~]{1,300}");
            }
            // a message under way, a PONG and READY can be written whatever came
            assertThat(side.drain().length).as("seed %d", seed).isLessThan(1000);
        }
        assertThat(refused).isBetween(SESSIONS / 4, SESSIONS - SESSIONS / 50);
    }

    private static byte[] mutate(byte[] session, Random random) {
        List<Integer> bytes = new ArrayList<>();
        for (byte b : session) {
            bytes.add(b & 0xFF);
        }
        for (int i = random.nextInt(4); i >= 0; i--) {
            // most of them behind the greeting, where there is more to break
            int at = random.nextInt(3) == 0 ? random.nextInt(bytes.size()) : 64 + random.nextInt(bytes.size() - 64);
            switch (random.nextInt(4)) {
                case 0 -> bytes.set(at, bytes.get(at) ^ 1 << random.nextInt(8));
                case 1 -> bytes.set(at, random.nextInt(256));
                case 2 -> bytes.add(at, random.nextInt(256));
                default -> bytes.remove(at);
            }
        }
        return Wire.bytes(bytes.toArray());
    }
}
