package io.zmq4j.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
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
    void shouldStaySmallWhileTheReaderKeepsUp() {
        Set<Chunk> chunks = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            push(1);
            pop(1);
            if (i >= 100) {
                chunks.add(queue.tail);
            }
        }
        assertThat(chunks).as("two chunks that take turns").hasSize(2);
        assertThat(queue.tail.items).hasSizeLessThanOrEqualTo(2 * Chunk.SMALLEST);
    }

    @Test
    void shouldGrowToTheLargestChunkWithABacklogAndStayThere() {
        push(1000);
        assertThat(queue.tail.items).hasSize(Chunk.LARGEST);
        pop(1000);
        for (int i = 0; i < 1000; i++) {
            push(1);
            pop(1);
            assertThat(queue.tail.items).hasSize(Chunk.LARGEST);
        }
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
