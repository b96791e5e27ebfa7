package io.zmq4j.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class YPipeTest {

    private final YPipe<Integer> pipe = new YPipe<>();

    @Test
    void shouldShowNothingBeforeItIsFlushed() {
        pipe.write(1);
        pipe.write(2);
        assertThat(pipe.canRead()).isFalse();
        assertThat(pipe.read()).isNull();
        pipe.flush();
        assertThat(pipe.read()).isEqualTo(1);
        assertThat(pipe.read()).isEqualTo(2);
        assertThat(pipe.read()).isNull();
    }

    @Test
    void shouldSayThatTheReaderSleptOnlyOnceUntilItLooksAgain() {
        assertThat(pipe.flush()).as("nothing to flush").isTrue();
        pipe.write(1);
        assertThat(pipe.flush()).as("a reader that never looked").isTrue();
        assertThat(pipe.read()).isEqualTo(1);
        assertThat(pipe.canRead()).isFalse();
        assertThat(pipe.canRead()).isFalse();
        pipe.write(2);
        assertThat(pipe.flush()).as("a sleeping reader").isFalse();
        pipe.write(3);
        assertThat(pipe.flush()).as("a reader that is being woken").isTrue();
        assertThat(pipe.read()).isEqualTo(2);
        assertThat(pipe.read()).isEqualTo(3);
    }

    @Test
    void shouldTellHowMuchIsVisibleBeforeItIsRead() {
        for (int i = 0; i < 20; i++) {
            pipe.write(i);
        }
        pipe.flush();
        pipe.write(20);
        assertThat(pipe.readable(4)).isEqualTo(4);
        assertThat(pipe.read()).isEqualTo(0);
        assertThat(pipe.readable(100)).isEqualTo(19);
        for (int i = 1; i < 20; i++) {
            assertThat(pipe.read()).isEqualTo(i);
        }
        assertThat(pipe.readable(100)).isZero();
        assertThat(pipe.flush()).as("the reader has fallen asleep").isFalse();
        assertThat(pipe.readable(100)).isEqualTo(1);
    }

    @Test
    void shouldAgreeWithAQueueWhenUsedAtRandom() {
        Random random = new Random(1);
        ArrayDeque<Integer> model = new ArrayDeque<>();
        ArrayDeque<Integer> unflushed = new ArrayDeque<>();
        for (int i = 0; i < 200_000; i++) {
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    pipe.write(i);
                    unflushed.add(i);
                }
                case 2 -> {
                    pipe.flush();
                    model.addAll(unflushed);
                    unflushed.clear();
                }
                default -> {
                    int most = random.nextInt(8);
                    for (int k = 0; k < most; k++) {
                        assertThat(pipe.hasVisible() || model.isEmpty()).isTrue();
                        assertThat(pipe.read()).isEqualTo(model.poll());
                    }
                }
            }
        }
        assertThat(unflushed.size() + model.size()).isPositive();
    }

    @Test
    void shouldLoseNothingAndWakeTheReaderWhenTwoThreadsUseIt() throws Exception {
        int count = Integer.getInteger("zmq4j.test.ypipeItems", 1_000_000);
        Semaphore wake = new Semaphore(0);
        CompletableFuture<Integer> reader = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                reader.complete(readInOrder(count, wake));
            } catch (Throwable e) {
                reader.completeExceptionally(e);
            }
        });
        thread.start();
        Random random = new Random(2);
        int burst = 0;
        for (int i = 0; i < count; i++) {
            pipe.write(i);
            if (burst-- == 0 || i == count - 1) {
                burst = random.nextInt(10);
                if (!pipe.flush()) {
                    wake.release();
                }
            }
        }
        assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(count);
        thread.join(1000);
        assertThat(wake.availablePermits())
                .as("each wake-up belongs to one sleep")
                .isZero();
    }

    private int readInOrder(int count, Semaphore wake) throws InterruptedException {
        int expected = 0;
        while (expected < count) {
            Integer item = pipe.read();
            if (item == null) {
                assertThat(wake.tryAcquire(20, TimeUnit.SECONDS))
                        .as("woken after item " + expected)
                        .isTrue();
            } else {
                assertThat((int) item).isEqualTo(expected++);
            }
        }
        return expected;
    }
}
