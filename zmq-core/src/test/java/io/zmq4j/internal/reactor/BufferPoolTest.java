package io.zmq4j.internal.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BufferPoolTest {

    private int directOnes;

    private final BufferPool pool = new BufferPool(size -> {
        directOnes++;
        return ByteBuffer.allocateDirect(size);
    });

    private List<ByteBuffer> take(int count) {
        List<ByteBuffer> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(pool.take());
        }
        return taken;
    }

    @Test
    void shouldReuseBuffers() {
        ByteBuffer buffer = pool.take();
        assertThat(buffer.capacity()).isEqualTo(BufferPool.BUFFER_SIZE);
        assertThat(buffer.isDirect()).isTrue();
        buffer.put((byte) 1).flip();
        pool.give(buffer);

        assertThat(pool.take()).isSameAs(buffer);
        assertThat(buffer.position()).isZero();
        assertThat(buffer.limit()).isEqualTo(BufferPool.BUFFER_SIZE);
    }

    @Test
    void shouldHoldNoneBeforeItIsAsked() {
        assertThat(directOnes).isZero();
    }

    @Test
    void shouldGoToTheHeapWhenTheDirectOnesAreOut() {
        List<ByteBuffer> direct = take(BufferPool.MOST_DIRECT);
        List<ByteBuffer> heap = take(3);
        assertThat(direct).allMatch(ByteBuffer::isDirect);
        assertThat(heap).noneMatch(ByteBuffer::isDirect).allMatch(b -> b.remaining() == BufferPool.BUFFER_SIZE);

        heap.forEach(pool::give);
        assertThat(pool.take()).as("a heap buffer is kept too").isSameAs(heap.get(2));
        pool.give(direct.get(5));
        assertThat(pool.take()).as("a direct one is preferred").isSameAs(direct.get(5));
        assertThat(directOnes).isEqualTo(BufferPool.MOST_DIRECT);
    }

    @Test
    void shouldGoToTheHeapForGoodWhenThereIsNoDirectMemory() {
        int[] attempts = new int[1];
        BufferPool poor = new BufferPool(size -> {
            if (++attempts[0] > 2) {
                throw new OutOfMemoryError("test");
            }
            return ByteBuffer.allocateDirect(size);
        });
        ByteBuffer first = poor.take();
        poor.take();

        assertThat(poor.take().isDirect()).isFalse();
        assertThat(poor.take().isDirect()).isFalse();
        assertThat(attempts[0]).as("the JDK waits for garbage each time").isEqualTo(3);
        poor.give(first);
        assertThat(poor.take()).isSameAs(first);
    }
}
