package io.zmq4j.jmh;

import io.zmq4j.internal.queue.MpscQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/** An offer and a poll alone, and offers of two threads against each other, each to its own and to a common queue. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MpscQueueBenchmark {

    private static final Object ITEM = new Object();

    /** One queue a thread. */
    @State(Scope.Thread)
    public static class Own {
        private final MpscQueue<Object> queue = new MpscQueue<>();
    }

    /** One queue, which is never read: its items go with the collector, as nothing keeps the head. */
    @State(Scope.Benchmark)
    public static class Common {
        private volatile MpscQueue<Object> queue = new MpscQueue<>();
        private int offers;

        private MpscQueue<Object> next() {
            // a new queue now and then, so that what nobody reads is collected
            if ((++offers & 0xFFFF) == 0) {
                queue = new MpscQueue<>();
            }
            return queue;
        }
    }

    @Benchmark
    public Object offerAndPoll(Own own) {
        own.queue.offer(ITEM);
        Object item = own.queue.poll();
        return item == null ? this : item;
    }

    @Benchmark
    @Threads(2)
    public void twoWriters(Common common) {
        common.next().offer(ITEM);
    }
}
