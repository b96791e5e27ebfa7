package io.zmq4j.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class YQueueTest {

    private final YQueue<Integer> queue = new YQueue<>();
    private int pushed;
    private int popped;

    private void push(int count) {
        for (int i = 0; i < count; i++) {
            queue.push(pushed++);
        }
    }

    private void pop(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(queue.pop()).isEqualTo(popped++);
        }
    }

    @Test
    void shouldBeginWithASmallChunkAndGrowWithUse() {
        assertThat(queue.tail.items).hasSize(Chunk.SMALLEST);
        push(1000);
        assertThat(queue.tail.items).hasSize(Chunk.LARGEST);
        pop(1000);
    }

    @Test
    void shouldKeepNothingOfWhatWasRead() {
        push(3 * Chunk.LARGEST);
        Chunk first = queue.head;
        pop(2 * Chunk.LARGEST);
        assertThat(first.items).containsOnlyNulls();
        assertThat(first.next)
                .as("a dead chunk must not keep its followers alive")
                .isNull();
    }

    @Test
    void shouldKeepTheOrderWhenABurstFollowsQuietTimes() {
        for (int burst = 1; burst < 400; burst++) {
            push(burst);
            pop(burst - 1);
            push(1);
            pop(2);
        }
        assertThat(popped).isEqualTo(pushed);
    }
}
