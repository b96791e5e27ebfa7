package io.zmq4j.internal.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * An unbounded linked queue for many writers and one reader at a time. An {@link #offer} is wait-free. {@link #poll} may
 * miss an item whose offer has not returned yet, and those after it; so whoever offers signals the reader afterwards.
 */
public final class MpscQueue<T> {

    private static final VarHandle TAIL;
    private static final VarHandle NEXT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TAIL = lookup.findVarHandle(MpscQueue.class, "tail", Node.class);
            NEXT = lookup.findVarHandle(Node.class, "next", Node.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final class Node<T> {
        @Nullable
        T item;

        @Nullable
        Node<T> next;

        Node(@Nullable T item) {
            this.item = item;
        }
    }

    // -- reader: a node whose item was taken --
    private Node<T> head = new Node<>(null);

    // -- writers --
    private Node<T> tail = head;

    /** Any thread. */
    @SuppressWarnings("unchecked")
    public void offer(T item) {
        Node<T> node = new Node<>(item);
        Node<T> previous = (Node<T>) TAIL.getAndSet(this, node);
        NEXT.setRelease(previous, node); // publishes the item
    }

    /** Reader only. */
    @SuppressWarnings("unchecked")
    public @Nullable T poll() {
        Node<T> next = (Node<T>) NEXT.getAcquire(head);
        if (next == null) {
            return null;
        }
        T item = next.item;
        next.item = null;
        head = next;
        return item;
    }
}
