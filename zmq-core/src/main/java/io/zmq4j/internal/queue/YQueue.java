package io.zmq4j.internal.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * An unbounded queue in chunks for one writer and one reader that agree elsewhere on how many items are published: the
 * reader calls {@link #pop} and {@link #front} only for items that the writer has made visible. The last emptied chunk goes
 * back to the writer, so that steady traffic allocates nothing.
 */
final class YQueue<T> {

    static final int CHUNK_SIZE = 256;

    private static final VarHandle SPARE;

    static {
        try {
            SPARE = MethodHandles.lookup().findVarHandle(YQueue.class, "spare", Chunk.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final class Chunk {
        final @Nullable Object[] items = new Object[CHUNK_SIZE];

        @Nullable
        Chunk next;
    }

    // -- writer --
    private Chunk tail = new Chunk();
    private int tailIndex;

    // -- reader --
    private Chunk head = tail;
    private int headIndex;

    // -- shared: emptied by the reader, reused by the writer --
    @SuppressWarnings("unused") // through SPARE
    private @Nullable Chunk spare;

    /** Writer only. */
    void push(T item) {
        if (tailIndex == CHUNK_SIZE) {
            append();
        }
        tail.items[tailIndex++] = item;
    }

    private void append() {
        Chunk chunk = (Chunk) SPARE.getAcquire(this);
        if (chunk == null) {
            chunk = new Chunk();
        } else {
            // a chunk that the reader puts here just now is lost to the collector, no more
            SPARE.set(this, null);
        }
        tail.next = chunk;
        tail = chunk;
        tailIndex = 0;
    }

    /** Reader only, and only when an item is visible. */
    @SuppressWarnings("unchecked")
    T front() {
        if (headIndex == CHUNK_SIZE) {
            advance();
        }
        T item = (T) head.items[headIndex];
        assert item != null : "no item is visible";
        return item;
    }

    /** Reader only, and only when an item is visible. */
    T pop() {
        T item = front();
        head.items[headIndex++] = null;
        return item;
    }

    private void advance() {
        Chunk empty = head;
        Chunk next = empty.next;
        assert next != null : "no item is visible";
        head = next;
        headIndex = 0;
        empty.next = null;
        SPARE.setRelease(this, empty); // publishes the cleared slots with it
    }
}
