package io.zmq4j.internal.pattern;

import io.zmq4j.internal.pipe.Pipe;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A set of pipes that is small in most cases, and of one in very many: that one alone, then an array, with an index of
 * positions once it is worth it.
 */
final class PipeSet {

    private static final int INDEXED_FROM = 16;
    private static final int ABSENT = -1;

    /** Room for none, and for those that come after the first. */
    private static final @Nullable Pipe[] NONE = {};

    private static final int FIRST_CAPACITY = 4;

    /** The first one. */
    private @Nullable Pipe first;

    /** The others. */
    private @Nullable Pipe[] others = NONE;

    private int size;
    private @Nullable Map<Pipe, Integer> positions;

    int size() {
        return size;
    }

    Pipe get(int index) {
        Pipe pipe = index == 0 ? first : others[index - 1];
        assert pipe != null : "no pipe at " + index + " of " + size;
        return pipe;
    }

    /** @return whether it was not there before */
    boolean add(Pipe pipe) {
        if (indexOf(pipe) != ABSENT) {
            return false;
        }
        if (size > others.length) {
            others = Arrays.copyOf(others, Math.max(FIRST_CAPACITY, 2 * others.length));
        }
        put(size, pipe);
        if (positions != null) {
            positions.put(pipe, size);
        }
        size++;
        if (positions == null && size == INDEXED_FROM) {
            positions = index();
        }
        return true;
    }

    private void put(int index, @Nullable Pipe pipe) {
        if (index == 0) {
            first = pipe;
        } else {
            others[index - 1] = pipe;
        }
    }

    private Map<Pipe, Integer> index() {
        Map<Pipe, Integer> index = new HashMap<>(2 * size);
        for (int i = 0; i < size; i++) {
            index.put(get(i), i);
        }
        return index;
    }

    /** @return whether it was there */
    boolean remove(Pipe pipe) {
        int index = indexOf(pipe);
        if (index == ABSENT) {
            return false;
        }
        Pipe last = get(--size);
        put(index, last);
        put(size, null);
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
