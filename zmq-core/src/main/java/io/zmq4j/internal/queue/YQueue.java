package io.zmq4j.internal.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * An unbounded queue in chunks for one writer and one reader that agree elsewhere on how many items are published: the
 * reader calls {@link #pop} only for items that the writer has made visible. The last emptied chunk goes
 * back to the writer, so that steady traffic allocates nothing. Chunks are small at first, as most queues of an idle
 * connection stay empty, and double whenever the reader is so far behind that it has none to give back.
 */
final class YQueue<T> extends YQueueReader {

    private static final VarHandle SPARE;

    static {
        try {
            SPARE = MethodHandles.lookup().findVarHandle(YQueue.class, "spare", Chunk.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // -- shared: emptied by the reader, reused by the writer --
    @SuppressWarnings("unused") // through SPARE
    private @Nullable Chunk spare;

    /** Writer only. */
    void push(T item) {
        if (tailIndex == tail.items.length) {
            append();
        }
        tail.items[tailIndex++] = item;
    }

    private void append() {
        int size = tail.items.length;
        Chunk chunk = (Chunk) SPARE.getAcquire(this);
        if (chunk == null) {
            chunk = new Chunk(Math.min(2 * size, Chunk.LARGEST));
        } else {
            // a chunk that the reader puts here just now is lost to the collector, no more
            SPARE.set(this, null);
            if (chunk.items.length < size) {
                chunk = new Chunk(size); // that one is of the time before the queue has grown
            }
        }
        tail.next = chunk;
        tail = chunk;
        tailIndex = 0;
    }

    /** Reader only, and only when an item is visible. */
    @SuppressWarnings("unchecked")
    T pop() {
        if (headIndex == head.items.length) {
            advance();
        }
        T item = (T) head.items[headIndex];
        assert item != null : "no item is visible";
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

/** The words of the writer and those of the reader, on cache lines of their own. */
abstract class YQueueWriter {
    // -- writer --
    protected Chunk tail = new Chunk(Chunk.SMALLEST);
    protected int tailIndex;

    @SuppressWarnings("unused")
    private long p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14;
}

abstract class YQueueReader extends YQueueWriter {
    // -- reader --
    protected Chunk head = tail;
    protected int headIndex;

    @SuppressWarnings("unused")
    private long q1, q2, q3, q4, q5, q6, q7, q8, q9, q10, q11, q12, q13, q14;
}
