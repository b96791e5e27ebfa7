package io.zmq4j.internal.reactor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Deadlines in a binary heap: scheduling and cancelling cost O(log n). Owned by its reactor; knows no clock. */
public final class Timers {

    private static final int INITIAL_CAPACITY = 16;
    private static final int NOT_SCHEDULED = -1;

    private @Nullable Timer[] heap = new Timer[INITIAL_CAPACITY];
    private int size;

    /** A scheduled task. */
    public final class Timer {
        private final long deadline;
        private final Runnable task;
        private int index = NOT_SCHEDULED;

        private Timer(long deadline, Runnable task) {
            this.deadline = deadline;
            this.task = task;
        }

        /** Owner only. No effect on a task that has run. */
        public void cancel() {
            if (index != NOT_SCHEDULED) {
                removeAt(index);
            }
        }
    }

    /** Owner only. The deadline is in the nanoseconds of the reactor's clock. */
    public Timer schedule(long deadline, Runnable task) {
        Timer timer = new Timer(deadline, task);
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        size++;
        siftUp(size - 1, timer);
        return timer;
    }

    /** Nanoseconds from now to the next deadline, 0 if it has passed, {@link Long#MAX_VALUE} if there is none. */
    public long untilNext(long now) {
        Timer first = heap[0];
        return first == null ? Long.MAX_VALUE : Math.max(0, first.deadline - now);
    }

    /** Owner only. Runs what is due now; what a task schedules for now runs next time. */
    public int runDue(long now, FailureHandler failures) {
        int count = 0;
        int most = size;
        Timer first;
        while (count < most && (first = heap[0]) != null && first.deadline - now <= 0) {
            removeAt(0);
            count++;
            try {
                first.task.run();
            } catch (Throwable e) {
                failures.onFailure(first.task, e);
            }
        }
        return count;
    }

    public int size() {
        return size;
    }

    private void removeAt(int index) {
        Timer removed = at(index);
        removed.index = NOT_SCHEDULED;
        size--;
        Timer last = at(size);
        heap[size] = null;
        if (last != removed) {
            siftDown(index, last);
            if (heap[index] == last) {
                siftUp(index, last);
            }
        }
    }

    private void siftUp(int from, Timer timer) {
        int index = from;
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            if (timer.deadline - at(parent).deadline >= 0) {
                break;
            }
            place(index, at(parent));
            index = parent;
        }
        place(index, timer);
    }

    private void siftDown(int from, Timer timer) {
        int index = from;
        int child;
        while ((child = 2 * index + 1) < size) {
            if (child + 1 < size && at(child + 1).deadline - at(child).deadline < 0) {
                child++;
            }
            if (timer.deadline - at(child).deadline <= 0) {
                break;
            }
            place(index, at(child));
            index = child;
        }
        place(index, timer);
    }

    private void place(int index, Timer timer) {
        heap[index] = timer;
        timer.index = index;
    }

    private Timer at(int index) {
        Timer timer = heap[index];
        assert timer != null : "the heap has a hole at " + index;
        return timer;
    }
}
