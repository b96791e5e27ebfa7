package io.zmq4j.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MpscQueueTest {

    private final MpscQueue<long[]> queue = new MpscQueue<>();

    @Test
    void shouldReturnItemsInTheirOrderAndNullWhenEmpty() {
        assertThat(queue.poll()).isNull();
        long[] one = {1};
        long[] two = {2};
        queue.offer(one);
        queue.offer(two);
        assertThat(queue.poll()).isSameAs(one);
        assertThat(queue.poll()).isSameAs(two);
        assertThat(queue.poll()).isNull();
        queue.offer(one);
        assertThat(queue.poll()).isSameAs(one);
    }

    @Test
    void shouldKeepTheOrderOfEachWriterWhenManyWrite() throws InterruptedException {
        int writers = 3;
        int each = 100_000;
        List<Thread> threads = new ArrayList<>();
        for (int w = 0; w < writers; w++) {
            int writer = w;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    queue.offer(new long[] {writer, i});
                }
            });
            threads.add(thread);
            thread.start();
        }
        long[] next = new long[writers];
        long deadline = System.nanoTime() + 30_000_000_000L;
        long left = (long) writers * each;
        while (left > 0 && System.nanoTime() < deadline) {
            long[] item = queue.poll();
            if (item == null) {
                Thread.onSpinWait();
            } else {
                assertThat(item[1]).isEqualTo(next[(int) item[0]]++);
                left--;
            }
        }
        for (Thread thread : threads) {
            thread.join(10_000);
        }
        assertThat(left).isZero();
        assertThat(queue.poll()).isNull();
    }
}
