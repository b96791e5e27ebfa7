package io.zmq4j.internal.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HighWaterMarkTest {

    private static int fill(HighWaterMark mark, int most) {
        int count = 0;
        while (count < most && mark.canWrite()) {
            mark.onWritten();
            count++;
        }
        return count;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 1000})
    void shouldAllowExactlySoManyMessages(int limit) {
        HighWaterMark mark = new HighWaterMark(limit);
        assertThat(fill(mark, 5000)).isEqualTo(limit);
        assertThat(mark.backlog()).isEqualTo(limit);
    }

    @Test
    void shouldAllowAnyNumberWhenThereIsNoLimit() {
        assertThat(fill(new HighWaterMark(0), 5000)).isEqualTo(5000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 1000})
    void shouldTellAStoppedWriterOnceHalfIsRead(int limit) {
        HighWaterMark mark = new HighWaterMark(limit);
        fill(mark, limit);
        assertThat(mark.canWrite()).isFalse();
        int half = (limit + 1) / 2;
        for (int i = 1; i < half; i++) {
            assertThat(mark.onRead()).isFalse();
        }
        assertThat(mark.onRead()).isTrue();
        assertThat(fill(mark, 5000)).isEqualTo(half);
    }

    @Test
    void shouldNotTellAWriterThatHasNotStopped() {
        HighWaterMark mark = new HighWaterMark(4);
        fill(mark, 3);
        for (int i = 0; i < 3; i++) {
            assertThat(mark.onRead()).isFalse();
        }
        assertThat(fill(mark, 100)).isGreaterThanOrEqualTo(3);
    }

    @Test
    void shouldTellAStoppedWriterWhenTheLimitIsRaised() {
        HighWaterMark mark = new HighWaterMark(2);
        fill(mark, 2);
        mark.change(5);
        assertThat(mark.announce()).as("not stopped yet").isFalse();
        assertThat(fill(mark, 100)).isEqualTo(3);
        assertThat(mark.canWrite()).isFalse();
        mark.change(0);
        assertThat(mark.announce()).as("stopped").isTrue();
        assertThat(mark.canWrite()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000})
    void shouldGoOnWhenTheLimitIsLoweredBelowWhatWasReadSinceTheLastAnnouncement(int before) {
        HighWaterMark mark = new HighWaterMark(before);
        fill(mark, 400);
        for (int i = 0; i < 400; i++) {
            mark.onRead();
        }
        mark.change(10);
        assertThat(mark.canWrite()).as("the reader has announced nothing").isFalse();
        assertThat(mark.announce()).as("the writer is to be told").isTrue();
        assertThat(fill(mark, 100)).isEqualTo(10);
    }

    @Test
    void shouldNeverExceedTheLimitNorStallWhenTwoThreadsUseIt() throws InterruptedException {
        int limit = 7;
        int count = 300_000;
        HighWaterMark mark = new HighWaterMark(limit);
        Semaphore items = new Semaphore(0);
        Semaphore room = new Semaphore(0);
        Thread writer = new Thread(() -> {
            Random random = new Random(4);
            for (int i = 0; i < count; i++) {
                while (!mark.canWrite()) {
                    try {
                        if (!room.tryAcquire(20, TimeUnit.SECONDS)) {
                            return;
                        }
                    } catch (InterruptedException e) {
                        return;
                    }
                }
                mark.onWritten();
                items.release();
                if (random.nextInt(1000) == 0) {
                    Thread.yield();
                }
            }
        });
        writer.start();
        int read = 0;
        while (read < count && items.tryAcquire(20, TimeUnit.SECONDS)) {
            assertThat(items.availablePermits()).isLessThan(limit);
            read++;
            if (mark.onRead()) {
                room.release();
            }
        }
        writer.join(10_000);
        assertThat(read).isEqualTo(count);
    }

    @Test
    void shouldNeverExceedTheBytesNorStallWhenTwoThreadsUseIt() throws InterruptedException {
        int count = 300_000;
        Msg msg = Msg.of(new byte[10]);
        HighWaterMark mark = ByteHighWaterMark.of(0, 65);
        Semaphore items = new Semaphore(0);
        Semaphore room = new Semaphore(0);
        Thread writer = new Thread(() -> {
            for (int i = 0; i < count; i++) {
                while (!mark.canWrite()) {
                    try {
                        if (!room.tryAcquire(20, TimeUnit.SECONDS)) {
                            return;
                        }
                    } catch (InterruptedException e) {
                        return;
                    }
                }
                mark.onWritten(msg);
                items.release();
            }
        });
        writer.start();
        int read = 0;
        while (read < count && items.tryAcquire(20, TimeUnit.SECONDS)) {
            assertThat(items.availablePermits()).isLessThan(7);
            read++;
            if (mark.onRead(msg)) {
                room.release();
            }
        }
        writer.join(10_000);
        assertThat(read).isEqualTo(count);
    }

    @Test
    void shouldAddUpTheLastSharesWhenBothSidesChangeThemAtOnce() throws InterruptedException {
        HighWaterMark mark = new HighWaterMark(1);
        Thread other = new Thread(() -> {
            for (int i = 1; i <= 100_000; i++) {
                mark.shareOfReader(i);
            }
        });
        other.start();
        for (int i = 1; i <= 100_000; i++) {
            mark.shareOfWriter(i);
        }
        other.join(20_000);
        assertThat(mark.mark()).isEqualTo(200_000);
    }
}
