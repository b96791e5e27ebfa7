package io.zmq4j.internal.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A lock-free unbounded queue for one writer and one reader at a time. What is written is visible to the reader after
 * {@link #flush}. A reader that finds nothing falls asleep by that, and the flush that ends its sleep says so: then, and
 * only then, the writer must wake the reader by other means, which calls {@link #canRead} or {@link #read} again.
 *
 * <p>A flush costs one compare-and-set, a read of an item that was seen before costs no shared access. Nothing can be
 * taken back, as an item is a whole message.
 */
public final class YPipe<T> extends YPipeShared {

    private static final VarHandle VISIBLE;

    static {
        try {
            VISIBLE = MethodHandles.lookup().findVarHandle(YPipeShared.class, "visible", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final YQueue<T> queue = new YQueue<>();

    /** Writer only. Not visible before {@link #flush}. */
    public void write(T item) {
        queue.push(item);
        written++;
    }

    /**
     * Writer only. Makes all that was written visible.
     *
     * @return false when the reader was asleep, and has to be woken
     */
    public boolean flush() {
        if (flushed == written) {
            return true;
        }
        if (VISIBLE.compareAndSet(this, flushed, written)) {
            flushed = written;
            return true;
        }
        // only a sleeping reader changes the word, and it touches nothing until it is woken
        flushed = written;
        VISIBLE.setRelease(this, written);
        return false;
    }

    /** Reader only. Whether an item can be read; if not, the reader is asleep from now on. */
    public boolean canRead() {
        if (read < prefetched) {
            return true;
        }
        long seen = (long) VISIBLE.getAcquire(this);
        if (seen == read) {
            seen = (long) VISIBLE.compareAndExchange(this, read, ASLEEP);
        }
        if (seen == read || seen == ASLEEP) {
            return false;
        }
        prefetched = seen;
        return true;
    }

    /**
     * Whether an item can be read, without falling asleep if not. Exact for the reader, a hint for others: so a reader that
     * looks again and again for a moment costs the writer nothing.
     */
    public boolean hasVisible() {
        if (read < prefetched) {
            return true;
        }
        long seen = (long) VISIBLE.getAcquire(this);
        return seen != read && seen != ASLEEP;
    }

    /** Reader only. The next item; null = there is none, and the reader is asleep from now on. */
    public @Nullable T read() {
        if (!canRead()) {
            return null;
        }
        read++;
        return queue.pop();
    }

    /**
     * Reader only. How many items, of this many at most, can be read.
     *
     * @return 0 = there is none, and the reader is asleep from now on
     */
    public int readable(int max) {
        return canRead() ? (int) Math.min(prefetched - read, max) : 0;
    }
}

/** The words of the writer, of the reader and the shared one, each on cache lines of its own. */
abstract class YPipeWriter {
    // -- writer --
    protected long written;
    protected long flushed;

    @SuppressWarnings("unused")
    private long p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14;
}

abstract class YPipeReader extends YPipeWriter {
    // -- reader --
    protected long read;
    protected long prefetched;

    @SuppressWarnings("unused")
    private long q1, q2, q3, q4, q5, q6, q7, q8, q9, q10, q11, q12, q13, q14;
}

abstract class YPipeShared extends YPipeReader {
    protected static final long ASLEEP = -1;

    // -- shared: index past the last flushed item, or ASLEEP --
    @SuppressWarnings("unused") // through VISIBLE
    protected long visible;

    @SuppressWarnings("unused")
    private long r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13, r14;
}
