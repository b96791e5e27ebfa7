package io.zmq4j.internal.pipe;

import io.zmq4j.Msg;
import io.zmq4j.internal.queue.ConflatingSlot;
import io.zmq4j.internal.queue.YPipe;
import org.jspecify.annotations.Nullable;

/**
 * The reading half of one end of a pipe. It takes items from the queue in bursts: they were written on another core, and
 * fetched in a row the waits for their cache lines overlap, where one by one, with the fence of a socket's guard between them,
 * each would be waited for in full.
 */
final class Incoming {

    /** Items taken from the queue at a time. */
    private static final int BURST = 32;

    private final YPipe<Object> queue;
    private final HighWaterMark mark;

    /** Of a conflating direction: its newest message, for which a token stands in the queue. */
    private final @Nullable ConflatingSlot<Msg> slot;

    private final @Nullable Object[] burst = new Object[BURST];
    private int index;
    private int count;

    /** Keeps what the look at a burst has read from being optimized away. */
    @SuppressWarnings("unused")
    private long burstBytes;

    Incoming(YPipe<Object> queue, HighWaterMark mark, @Nullable ConflatingSlot<Msg> slot) {
        this.queue = queue;
        this.mark = mark;
        this.slot = slot;
    }

    /** The next item, which stays; null = there is none, and this reader is asleep. */
    @Nullable
    Object head() {
        return index < count ? burst[index] : refill();
    }

    private @Nullable Object refill() {
        index = 0;
        count = queue.drainTo(burst);
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            bytes += burst[i] instanceof Msg msg ? msg.byteCount() : 0;
        }
        burstBytes = bytes;
        return count == 0 ? null : burst[0];
    }

    /** Drops the head. */
    void drop() {
        burst[index++] = null;
    }

    /** Takes the newest message in the place of its token, which was the head. */
    @Nullable
    Msg takeNewest() {
        return slot == null ? null : slot.take();
    }

    /** Whether something can be read at once; a hint, which changes nothing, for any thread. */
    boolean hasVisible() {
        return index < count || queue.hasVisible();
    }

    HighWaterMark mark() {
        return mark;
    }
}
