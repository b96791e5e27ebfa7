package io.zmq4j.demo.collector;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last elements of a stream: when it is full, the oldest makes room. Not thread-safe. */
public final class RingBuffer<T> {

    private final int capacity;
    private final Deque<T> elements = new ArrayDeque<>();

    public RingBuffer(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + ", allowed: from 1");
        }
        this.capacity = capacity;
    }

    public void add(T element) {
        if (elements.size() == capacity) {
            elements.removeFirst();
        }
        elements.addLast(element);
    }

    /** What was added last; null when nothing was. */
    public @Nullable T newest() {
        return elements.peekLast();
    }

    /** The elements, the oldest first. */
    public List<T> toList() {
        return List.copyOf(elements);
    }
}
