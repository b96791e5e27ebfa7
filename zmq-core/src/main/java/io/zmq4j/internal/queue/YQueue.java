package io.zmq4j.internal.queue;

/**
 * An unbounded queue in chunks for one writer and one reader that agree elsewhere on how many items are published: the
 * reader calls {@link #pop} only for items that the writer has made visible. A chunk is used once. It costs
 * four bytes an item, where storing new items into an old array would cost a fence each: the collector wants to know of
 * references from old objects to young ones. Chunks are small at first, as most queues of an idle connection stay empty.
 */
final class YQueue<T> extends YQueueReader {

    /** Writer only. */
    void push(T item) {
        if (tailIndex == tail.items.length) {
            append();
        }
        tail.items[tailIndex++] = item;
    }

    private void append() {
        Chunk chunk = new Chunk(Math.min(2 * tail.items.length, Chunk.LARGEST));
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
        Chunk next = head.next;
        assert next != null : "no item is visible";
        head.next = null; // else a chunk that has grown old would keep all that follow alive until it is collected
        head = next;
        headIndex = 0;
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
