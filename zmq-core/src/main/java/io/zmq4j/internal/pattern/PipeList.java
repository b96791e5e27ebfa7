package io.zmq4j.internal.pattern;

import io.zmq4j.internal.pipe.Pipe;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The pipes of one half of a pattern in an array: the active ones in front of the others, and whose turn it is among them.
 * Each pipe knows its position, so every operation costs O(1); what they swap keeps every active pipe within one round.
 */
final class PipeList {

    /** Which of a pipe's two positions is used. */
    enum Side {
        IN {
            @Override
            int index(Pipe pipe) {
                return pipe.inboundIndex();
            }

            @Override
            void index(Pipe pipe, int index) {
                pipe.inboundIndex(index);
            }
        },
        OUT {
            @Override
            int index(Pipe pipe) {
                return pipe.outboundIndex();
            }

            @Override
            void index(Pipe pipe, int index) {
                pipe.outboundIndex(index);
            }
        };

        abstract int index(Pipe pipe);

        abstract void index(Pipe pipe, int index);
    }

    private static final int INITIAL_CAPACITY = 8;
    private static final int ABSENT = -1;

    private final Side side;
    private @Nullable Pipe[] pipes = new Pipe[INITIAL_CAPACITY];
    private int size;
    private int active;
    private int current;

    PipeList(Side side) {
        this.side = side;
    }

    int size() {
        return size;
    }

    /** How many pipes are active: those at 0 to this. */
    int active() {
        return active;
    }

    Pipe get(int index) {
        Pipe pipe = pipes[index];
        assert pipe != null : "no pipe at " + index + " of " + size;
        return pipe;
    }

    /** The active pipe whose turn it is. */
    @Nullable
    Pipe current() {
        return active == 0 ? null : pipes[current];
    }

    /** After this pipe was served: the turn is its successor's. */
    void served(Pipe pipe) {
        int index = side.index(pipe);
        if (index != ABSENT && index < active) {
            current = index + 1 == active ? 0 : index + 1;
        }
    }

    /** Adds a pipe, inactive. */
    void add(Pipe pipe) {
        if (side.index(pipe) != ABSENT) {
            return;
        }
        if (size == pipes.length) {
            pipes = Arrays.copyOf(pipes, size * 2);
        }
        place(size++, pipe);
    }

    void activate(Pipe pipe) {
        int index = side.index(pipe);
        if (index >= active) {
            swap(index, active++);
        }
    }

    void deactivate(Pipe pipe) {
        int index = side.index(pipe);
        if (index != ABSENT && index < active) {
            swap(index, --active);
            if (current == active) {
                current = 0;
            }
        }
    }

    void deactivateAll() {
        active = 0;
        current = 0;
    }

    /** @return whether the pipe was there */
    boolean remove(Pipe pipe) {
        if (side.index(pipe) == ABSENT) {
            return false;
        }
        deactivate(pipe);
        swap(side.index(pipe), --size);
        pipes[size] = null;
        side.index(pipe, ABSENT);
        return true;
    }

    private void swap(int one, int other) {
        if (one != other) {
            Pipe moved = get(one);
            place(one, get(other));
            place(other, moved);
        }
    }

    private void place(int index, Pipe pipe) {
        pipes[index] = pipe;
        side.index(pipe, index);
    }
}
