package io.zmq4j.internal.pattern;

import io.zmq4j.internal.pipe.Pipe;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A set of pipes that is small in most cases: an array, with an index of positions once it is worth it.
 */
final class PipeSet {

    private static final int INDEXED_FROM = 16;
    private static final int ABSENT = -1;

    private static final int FIRST_CAPACITY = 4;

    private @Nullable Pipe[] pipes = new Pipe[FIRST_CAPACITY];
    private int size;
    private @Nullable Map<Pipe, Integer> positions;

    int size() {
        return size;
    }

    Pipe get(int index) {
        Pipe pipe = pipes[index];
        assert pipe != null : "no pipe at " + index + " of " + size;
        return pipe;
    }

    /** @return whether it was not there before */
    boolean add(Pipe pipe) {
        if (indexOf(pipe) != ABSENT) {
            return false;
        }
        if (size == pipes.length) {
            pipes = Arrays.copyOf(pipes, 2 * size);
        }
        pipes[size] = pipe;
        if (positions != null) {
            positions.put(pipe, size);
        }
        size++;
        if (positions == null && size == INDEXED_FROM) {
            positions = index();
        }
        return true;
    }

    private Map<Pipe, Integer> index() {
        Map<Pipe, Integer> index = new HashMap<>(2 * size);
        for (int i = 0; i < size; i++) {
            index.put(get(i), i);
        }
        return index;
    }

    boolean contains(Pipe pipe) {
        return indexOf(pipe) != ABSENT;
    }

    /** @return whether it was there */
    boolean remove(Pipe pipe) {
        int index = indexOf(pipe);
        if (index == ABSENT) {
            return false;
        }
        Pipe last = get(--size);
        pipes[index] = last;
        pipes[size] = null;
        if (positions != null) {
            positions.put(last, index);
            positions.remove(pipe);
        }
        return true;
    }

    private int indexOf(Pipe pipe) {
        if (positions != null) {
            return positions.getOrDefault(pipe, ABSENT);
        }
        for (int i = 0; i < size; i++) {
            if (get(i) == pipe) {
                return i;
            }
        }
        return ABSENT;
    }
}
