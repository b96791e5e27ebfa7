package io.zmq4j.jmh;

import io.zmq4j.internal.queue.YPipe;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One writer, one reader. {@code items} of {@code read} is the throughput; a flush follows every {@code batch} writes. */
@State(Scope.Group)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class YPipeBenchmark {

    private static final int WINDOW = 1000;
    private static final Object ITEM = new Object();

    @Param({"1", "16"})
    public int batch;

    private final YPipe<Object> pipe = new YPipe<>();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong read = new AtomicLong();

    @Benchmark
    @Group("twoThreads")
    public void write() {
        if (written.getPlain() - read.getAcquire() < WINDOW) {
            for (int i = 0; i < batch; i++) {
                pipe.write(ITEM);
            }
            pipe.flush();
            written.setPlain(written.getPlain() + batch);
        } else {
            Thread.yield();
        }
    }

    @Benchmark
    @Group("twoThreads")
    public Object read(Items counter) {
        Object item = pipe.read();
        if (item == null) {
            Thread.yield();
            return this;
        }
        read.setRelease(read.getPlain() + 1);
        counter.items++;
        return item;
    }

    @Benchmark
    @Group("oneThread")
    public Object oneThread() {
        for (int i = 0; i < batch; i++) {
            pipe.write(ITEM);
        }
        pipe.flush();
        Object last = ITEM;
        for (int i = 0; i < batch; i++) {
            last = pipe.read();
        }
        return last == null ? this : last;
    }
}
