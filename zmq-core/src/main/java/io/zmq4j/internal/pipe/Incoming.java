package io.zmq4j.internal.pipe;

import io.zmq4j.Msg;
import io.zmq4j.internal.queue.ConflatingSlot;
import io.zmq4j.internal.queue.YPipe;
import org.jspecify.annotations.Nullable;

/**
 * The reading half of one end of a pipe. It takes a row of items at once: they were written on another core, and fetched in
 * a row the waits for their cache lines overlap, where one by one, with the fence of a socket's guard between them, each
 * would be waited for in full; and the slots close behind the writer are cleared in one go. The row has an array of its own, as
 * storing into one that has grown old would cost a fence an item.
 */
final class Incoming {

    /** Items that are taken together. */
    private static final int ROW = 32;

    private final YPipe<Object> queue;
    private final HighWaterMark mark;

    /** Of a conflating direction: its newest message, for which a token stands in the queue. */
    private final @Nullable ConflatingSlot<Msg> slot;

    private @Nullable Object[] row = {};
    private int index;
    private int count;

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
        return index < count ? row[index] : look();
    }

    private @Nullable Object look() {
        int readable = queue.readable(ROW);
        if (readable == 0) {
            return null;
        }
        Object[] fresh = new Object[readable];
        long bytes = 0;
        for (int i = 0; i < readable; i++) {
            Object item = queue.read();
            bytes += item instanceof Msg msg ? msg.byteCount() : 0;
            fresh[i] = item;
        }
        seenBytes = bytes;
        row = fresh;
        index = 0;
        count = readable;
        return fresh[0];
    }

    /** Drops the head. */
    void drop() {
        row[index++] = null;
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
