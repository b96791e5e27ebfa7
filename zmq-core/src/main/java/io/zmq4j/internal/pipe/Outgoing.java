package io.zmq4j.internal.pipe;

import io.zmq4j.Msg;
import io.zmq4j.internal.queue.ConflatingSlot;
import io.zmq4j.internal.queue.YPipe;
import org.jspecify.annotations.Nullable;

/** The writing half of one end of a pipe: its queue, whether that has room, and what the owner knows of it. */
final class Outgoing {

    private final YPipe<Object> queue;
    private final HighWaterMark mark;

    /** Of a conflating direction, which keeps the newest message and has no mark. */
    private final @Nullable ConflatingSlot<Msg> slot;

    /** The owner knows that there is no room, and whether it waits for the other end to have read everything. */
    private boolean fullTold;

    private boolean drainAwaited;

    Outgoing(YPipe<Object> queue, HighWaterMark mark, @Nullable ConflatingSlot<Msg> slot) {
        this.queue = queue;
        this.mark = mark;
        this.slot = slot;
    }

    boolean hasRoom() {
        return mark.canWrite();
    }

    /** @return false, and nothing has happened, when there is no room */
    boolean write(Msg msg) {
        if (!mark.canWrite()) {
            return false;
        }
        if (slot == null) {
            mark.onWritten(msg);
            queue.write(msg);
        } else if (slot.put(msg)) {
            queue.write(Token.NEWEST);
        }
        return true;
    }

    /** Writes what needs no room. */
    void writeControl(Object item) {
        queue.write(item);
    }

    /** Makes visible what was written; false = the reader sleeps, and must be woken. */
    boolean flush() {
        return queue.flush();
    }

    /** Whether the owner knows already that there is no room. */
    boolean isFullTold() {
        return fullTold && (!drainAwaited || mark.awaitsEmpty());
    }

    /**
     * The owner knows now that there is no room.
     *
     * @param awaitsDrain whether it waits for the other end to have read everything
     * @return whether it waits, and that has happened just now
     */
    boolean onFullTold(boolean awaitsDrain) {
        fullTold = true;
        drainAwaited = awaitsDrain;
        return awaitsDrain && !mark.awaitEmpty();
    }

    /** There is room again. */
    void onRoom() {
        fullTold = drainAwaited && mark.awaitsEmpty();
    }

    HighWaterMark mark() {
        return mark;
    }
}
