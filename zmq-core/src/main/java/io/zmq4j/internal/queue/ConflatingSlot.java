package io.zmq4j.internal.queue;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Room for one item, for one writer and one reader: a newer item replaces one that was not taken. The newest is never lost,
 * as putting and taking are single exchanges.
 */
public final class ConflatingSlot<T> {

    private final AtomicReference<@Nullable T> newest = new AtomicReference<>();

    /**
     * Writer only.
     *
     * @return whether the slot was empty, so that the reader has to be told that there is something
     */
    public boolean put(T item) {
        return newest.getAndSet(item) == null;
    }

    /** Reader only; null when the slot is empty. */
    public @Nullable T take() {
        return newest.getAndSet(null);
    }
}
