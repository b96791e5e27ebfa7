package io.zmq4j.internal.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.internal.reactor.Mailbox;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the owner of an end learns that its queue is full, and that it is empty again. */
@Timeout(60)
class DrainTest {

    private static final Msg MSG = Msg.of("m");
    private static final long PATIENCE = Duration.ofSeconds(10).toNanos();

    private final Host writer = new Host();
    private final Host reader = new Host();

    private static final class Host implements PipeHost {
        final Mailbox mailbox = new Mailbox(() -> {});
        final AtomicInteger drained = new AtomicInteger();
        int full;
        boolean wantsDrained = true;

        void run() {
            mailbox.drain(Integer.MAX_VALUE, (source, failure) -> {
                throw new AssertionError(source + " failed", failure);
            });
        }

        @Override
        public Mailbox mailbox() {
            return mailbox;
        }

        @Override
        public boolean onFull(Pipe pipe) {
            full++;
            return wantsDrained;
        }

        @Override
        public void onDrained(Pipe pipe) {
            drained.incrementAndGet();
        }

        @Override
        public void onReadable(Pipe pipe) {}

        @Override
        public void onWritable(Pipe pipe) {}

        @Override
        public void onPeerClosed(Pipe pipe) {}

        @Override
        public void onEnded(Pipe pipe) {}
    }

    private PipePair pair(int mark) {
        PipePair pair = PipePair.of(mark, 0);
        pair.first().attach(writer);
        pair.second().attach(reader);
        pair.first().start();
        pair.second().start();
        return pair;
    }

    private static int fill(Pipe pipe) {
        int written = 0;
        while (pipe.write(MSG)) {
            written++;
        }
        pipe.flush();
        return written;
    }

    @Test
    void shouldTellOnceThatItIsFullAndOnceThatItIsEmpty() {
        PipePair pair = pair(10);
        assertThat(fill(pair.first())).isEqualTo(10);
        assertThat(pair.first().canWrite()).isFalse();
        assertThat(pair.first().write(MSG)).isFalse();
        assertThat(writer.full).isEqualTo(1);
        for (int i = 0; i < 9; i++) {
            assertThat(pair.second().read()).isSameAs(MSG);
        }
        writer.run();
        fill(pair.first()); // there was room, but the queue was never empty
        assertThat(writer.full).isEqualTo(1);
        while (pair.second().read() != null) {}
        assertThat(writer.drained).hasValue(1);
        assertThat(pair.second().read()).isNull();
        assertThat(writer.drained).hasValue(1);
        writer.run();
        fill(pair.first());
        assertThat(writer.full).isEqualTo(2);
    }

    @Test
    void shouldTellAgainThatItIsFullWhenNobodyWaitsForItsEnd() {
        writer.wantsDrained = false;
        PipePair pair = pair(10);
        for (int round = 1; round <= 3; round++) {
            fill(pair.first());
            assertThat(writer.full).isEqualTo(round);
            while (pair.second().read() != null) {}
            writer.run();
        }
        assertThat(writer.drained).hasValue(0);
    }

    @Test
    void shouldTellNothingWhenThereIsNoMark() {
        PipePair pair = pair(0);
        for (int i = 0; i < 1000; i++) {
            assertThat(pair.first().write(MSG)).isTrue();
        }
        pair.first().flush();
        while (pair.second().read() != null) {}
        assertThat(writer.full).isZero();
        assertThat(writer.drained).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    void shouldNeverForgetToTellThatItIsEmpty(int mark) throws InterruptedException {
        PipePair pair = pair(mark);
        AtomicInteger readAll = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        Thread reads = new Thread(() -> {
            int count = 0;
            while (!done.get()) {
                while (pair.second().read() != null) {
                    count++;
                }
                readAll.set(count); // after a look in vain
                Thread.onSpinWait();
            }
        });
        reads.start();
        try {
            int written = 0;
            for (int round = 0; round < 2_000; round++) {
                for (int i = 0; i < 2 * mark; i++) {
                    written += pair.first().write(MSG) ? 1 : 0;
                    pair.first().flush();
                }
                awaitEquals(readAll, written);
                awaitEquals(writer.drained, writer.full); // the reader may be about to say so
                writer.run();
            }
        } finally {
            done.set(true);
            reads.join();
        }
    }

    private static void awaitEquals(AtomicInteger actual, int expected) {
        long deadline = System.nanoTime() + PATIENCE;
        while (actual.get() != expected) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.yield();
        }
    }
}
