package io.zmq4j.internal.pipe;

import io.zmq4j.Msg;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The credit of one direction of a pipe: the writer may be this many messages ahead of the reader. The reader publishes how
 * far it has come every half mark (the low-water mark), and learns then whether the writer has stopped and wants to be told.
 * So steady traffic exchanges one word every half mark, and no command.
 */
public class HighWaterMark extends HighWaterMarkShared {

    private static final VarHandle PUBLISHED;
    private static final VarHandle STALLED;
    private static final VarHandle EMPTY_AWAITED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            PUBLISHED = lookup.findVarHandle(HighWaterMarkShared.class, "published", long.class);
            STALLED = lookup.findVarHandle(HighWaterMarkShared.class, "stalled", boolean.class);
            EMPTY_AWAITED = lookup.findVarHandle(HighWaterMarkShared.class, "emptyAwaited", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** @param messages how far the writer may be ahead, 0 = without limit */
    public HighWaterMark(int messages) {
        mark = messages;
    }

    /** Writer only. Whether one more message may be written; if not, the reader will say when. */
    public boolean canWrite() {
        int limit = mark;
        if (limit == 0 || written - known < limit) {
            return true;
        }
        known = (long) PUBLISHED.getAcquire(this);
        if (written - known < limit) {
            return true;
        }
        STALLED.setVolatile(this, true); // before the second look, so that the reader or this look finds the other
        known = (long) PUBLISHED.getVolatile(this);
        if (written - known < limit) {
            STALLED.setVolatile(this, false);
            return true;
        }
        return false;
    }

    /** Writer only. */
    public void onWritten() {
        written++;
    }

    /** Writer only. */
    void onWritten(Msg msg) {
        onWritten();
    }

    /** Writer only. Whether it waits to be told of room. */
    final void stalled(boolean value) {
        STALLED.setVolatile(this, value);
    }

    /**
     * Reader only, after each message.
     *
     * @return whether the writer has stopped, and must be told to go on
     */
    public boolean onRead() {
        read++;
        int limit = mark;
        return limit != 0 && read - announced >= (limit + 1) >>> 1 && announce();
    }

    /** Reader only, as {@link #onRead()}. */
    boolean onRead(Msg msg) {
        return onRead();
    }

    /**
     * Reader only. Tells the writer how far this side has read, as after a change of the limit, when nothing may be left
     * to read that would lead to it.
     *
     * @return whether the writer has stopped, and must be told to go on
     */
    public boolean announce() {
        announced = read;
        PUBLISHED.setVolatile(this, read);
        return (boolean) STALLED.getVolatile(this) && STALLED.compareAndSet(this, true, false);
    }

    /**
     * Writer only, after {@link #canWrite} was false. Asks the reader to say when it has read everything.
     *
     * @return false when there is room already, and the reader, which may have read everything before, was not asked
     */
    public boolean awaitEmpty() {
        EMPTY_AWAITED.setVolatile(this, true); // before the look: who is nearly a full mark behind publishes once more
        known = (long) PUBLISHED.getVolatile(this);
        int limit = mark;
        if (limit != 0 && written - known >= limit) {
            return true;
        }
        return !EMPTY_AWAITED.compareAndSet(this, true, false); // else the reader says so just now
    }

    /** Writer only. Whether the reader has not said yet what {@link #awaitEmpty} has asked for. */
    public boolean awaitsEmpty() {
        return (boolean) EMPTY_AWAITED.getVolatile(this);
    }

    /** Reader only, when it has read everything: whether the writer wants to know, which is answered once. */
    public boolean isEmptyAwaited() {
        return (boolean) EMPTY_AWAITED.getVolatile(this) && EMPTY_AWAITED.compareAndSet(this, true, false);
    }

    /** Any thread. Changes the limit, also while messages are there; the reader has to {@link #announce} then. */
    public void change(int messages) {
        mark = messages;
    }

    /**
     * Any thread. Changes what the writer's side allows where the limit is the sum of both sides', or none if either has
     * none; the reader has to {@link #announce} then.
     */
    final void shareOfWriter(int messages) {
        writerShare = messages;
        addUp();
    }

    /** Any thread. As {@link #shareOfWriter}, of the reader's side. */
    final void shareOfReader(int messages) {
        readerShare = messages;
        addUp();
    }

    /** The sides may change at the same time: the last one to look sees both. */
    private void addUp() {
        int sum;
        do {
            sum = sumOfShares();
            mark = sum;
        } while (sum != sumOfShares());
    }

    private int sumOfShares() {
        int one = writerShare;
        int other = readerShare;
        if (one == UNKNOWN || other == UNKNOWN) {
            return Math.max(one, other);
        }
        return one == 0 || other == 0 ? 0 : (int) Math.min((long) one + other, Integer.MAX_VALUE);
    }

    /** Adds to the limit of bytes, if there is one, that of the other side; none of either side is none. */
    void addBytes(long bytes) {}

    /** The limit, 0 = none. */
    public int mark() {
        return mark;
    }

    /** Messages that were read; exact for the reader, a little old for others. */
    public long readCount() {
        return read;
    }

    /** Messages that are written and not read; exact only while nobody writes or reads. */
    public long backlog() {
        return Math.max(0, written - read);
    }
}

/** The words of the writer, of the reader and the shared ones, on cache lines of their own. */
abstract class HighWaterMarkWriter {
    // -- writer --
    protected long written;
    protected long known;

    @SuppressWarnings("unused")
    private long p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14;
}

abstract class HighWaterMarkReader extends HighWaterMarkWriter {
    // -- reader --
    protected long read;
    protected long announced;

    @SuppressWarnings("unused")
    private long q1, q2, q3, q4, q5, q6, q7, q8, q9, q10, q11, q12, q13, q14;
}

abstract class HighWaterMarkShared extends HighWaterMarkReader {
    /** A side that has not joined yet does not count. */
    static final int UNKNOWN = -1;

    // -- shared --
    protected volatile int mark;

    protected volatile int writerShare = UNKNOWN;
    protected volatile int readerShare = UNKNOWN;

    @SuppressWarnings("unused") // through PUBLISHED
    protected long published;

    @SuppressWarnings("unused") // through STALLED
    protected boolean stalled;

    @SuppressWarnings("unused") // through EMPTY_AWAITED
    protected boolean emptyAwaited;
}
