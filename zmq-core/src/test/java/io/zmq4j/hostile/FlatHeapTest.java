package io.zmq4j.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketType;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.Scale;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * GHSA-wfr2-29gj-5w87 and GHSA-4p5v-h92w-6wxw: messages without an end, and messages to who does not want any, leave
 * nothing behind once the application calls its socket. More: {@code -Dzmq4j.unfinished=20000 -Dzmq4j.upstream=1000000}.
 */
@Timeout(1200)
@ExtendWith({LeakGate.class, NoSurprises.class})
class FlatHeapTest {

    private static final int UNFINISHED = Scale.of("unfinished", 1_500);
    private static final int UPSTREAM = Scale.of("upstream", 100_000);
    private static final int BODY = 8_000;
    private static final int SMALL = 200;
    private static final int BATCH = 1_000;
    private static final int CALLS = 500;

    /** Far less than what was sent, and enough for whatever else happens in a JVM meanwhile. */
    private static final long SLACK = 2L << 20;

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    /** What reactors tell a socket of its peers waits until the application calls it, so that is what happens here. */
    private static void assertFlat(Victim victim, long before) {
        Waiting.await("the heap is as before").untilAsserted(() -> {
            for (int i = 0; i < CALLS; i++) {
                victim.listener().stats();
            }
            assertThat(usedHeap() - before).isLessThan(SLACK);
        });
    }

    private static void leaveUnfinished(Victim victim, int count) {
        byte[] part =
                Wire.join(Wire.frame(Wire.MORE, Wire.ascii("honest")), Wire.longFrame(Wire.MORE, BODY, new byte[BODY]));
        byte[] cut = Arrays.copyOf(part, part.length - 1);
        for (int i = 0; i < count; i++) {
            try (RawPeer peer = RawPeer.ready(victim.endpoint(), victim.attackerType())) {
                peer.send(i % 2 == 0 ? part : cut);
            }
        }
        victim.assertWell();
        victim.assertOnlyHonestPeer();
    }

    @ParameterizedTest
    @EnumSource(names = {"PULL", "ROUTER", "PUB", "XPUB", "SUB"})
    void shouldForgetMessagesWithoutAnEnd(SocketType type) {
        try (Victim victim = new Victim(type)) {
            leaveUnfinished(victim, UNFINISHED / 5);
            long before = usedHeap();
            leaveUnfinished(victim, UNFINISHED);
            assertFlat(victim, before);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PUB", "PUSH", "RADIO"})
    void shouldForgetMessagesThatNobodyWants(SocketType type) {
        byte[] pair = Wire.join(Wire.frame(Wire.MORE, new byte[SMALL / 2]), Wire.frame(0, new byte[SMALL / 2]));
        // what begins with 0 or 1 would be a subscription of ZMTP 3.0
        Arrays.fill(pair, 2, 2 + SMALL / 2, (byte) 'x');
        byte[] batch = new byte[pair.length * BATCH];
        for (int at = 0; at < batch.length; at += pair.length) {
            System.arraycopy(pair, 0, batch, at, pair.length);
        }
        try (Victim victim = new Victim(type);
                RawPeer peer = RawPeer.ready(victim.endpoint(), victim.attackerType())) {
            long before = usedHeap();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < UPSTREAM / BATCH; i++) {
                    peer.send(batch);
                }
            });
            while (!sending.isDone()) {
                victim.listener().stats(); // which makes the socket look at what has come
            }
            sending.join();
            Waiting.until("all are counted", () -> victim.listener().stats().droppedTotal() >= UPSTREAM);
            assertThat(victim.listener().stats().droppedTotal()).isEqualTo(UPSTREAM);
            assertFlat(victim, before);
        }
    }
}
