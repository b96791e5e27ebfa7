package io.zmq4j.internal.pipe;

import io.zmq4j.Msg;
import io.zmq4j.internal.queue.ConflatingSlot;
import io.zmq4j.internal.queue.YPipe;
import org.jspecify.annotations.Nullable;

/**
 * The reading half of one end of a pipe. It looks at a row of items before it takes the first of them: they were written on
 * another core, and fetched in a row the waits for their cache lines overlap, where one by one, with the fence of a socket's
 * guard between them, each would be waited for in full.
 */
final class Incoming {

    /** Items that are looked at together. */
    private static final int ROW = 32;

    private final YPipe<Object> queue;
    private final HighWaterMark mark;

    /** Of a conflating direction: its newest message, for which a token stands in the queue. */
    private final @Nullable ConflatingSlot<Msg> slot;

    /** Items that were looked at, and not taken. */
    private int seen;

    /** Keeps what the look has read from being optimized away. */
    @SuppressWarnings("unused")
    private long seenBytes;

    Incoming(YPipe<Object> queue, HighWaterMark mark, @Nullable ConflatingSlot<Msg> slot) {
        this.queue = queue;
        this.mark = mark;
        this.slot = slot;
    }

    /** The next item, which stays; null = there is none, and this reader is asleep. */
    @Nullable
    Object head() {
        return seen > 0 || look() ? queue.peek(0) : null;
    }

    private boolean look() {
        int count = queue.readable(ROW);
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            bytes += queue.peek(i) instanceof Msg msg ? msg.byteCount() : 0;
        }
        seenBytes = bytes;
        seen = count;
        return count > 0;
    }

    /** Drops the head. */
    void drop() {
        seen--;
        queue.read();
    }

    /** Takes the newest message in the place of its token, which was the head. */
    @Nullable
    Msg takeNewest() {
        return slot == null ? null : slot.take();
    }

    /** Whether something can be read at once; a hint, which changes nothing, for any thread. */
    boolean hasVisible() {
        return seen > 0 || queue.hasVisible();
    }

    HighWaterMark mark() {
        return mark;
    }
}
