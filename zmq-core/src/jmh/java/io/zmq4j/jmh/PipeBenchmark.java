package io.zmq4j.jmh;

import io.zmq4j.Msg;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.PipePair;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Fresh messages of 16 bytes through a pipe with a high-water mark, one flush a message; nobody sleeps, both ends yield. */
@State(Scope.Group)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PipeBenchmark {

    private static final int SIZE = 16;

    @Param({"1000"})
    public int mark;

    private final SpinningHost writer = new SpinningHost();
    private final SpinningHost reader = new SpinningHost();
    private Pipe out = PipePair.of(0, 0).first();
    private Pipe in = PipePair.of(0, 0).second();

    @Setup
    public void open() {
        PipePair pair = PipePair.of(mark, mark);
        out = pair.first();
        in = pair.second();
        out.attach(writer);
        in.attach(reader);
        in.start();
    }

    @Benchmark
    @Group("twoThreads")
    public void write() {
        writer.drain();
        if (out.write(Msg.of(new byte[SIZE]))) {
            out.flush();
        } else {
            Thread.yield();
        }
    }

    @Benchmark
    @Group("twoThreads")
    public Object read(Items counter) {
        reader.drain();
        Msg msg = in.read();
        if (msg == null) {
            Thread.yield();
            return this;
        }
        counter.items++;
        return msg;
    }

    @Benchmark
    @Group("oneThread")
    public Object oneThread() {
        out.write(Msg.of(new byte[SIZE]));
        out.flush();
        Msg msg = in.read();
        return msg == null ? this : msg;
    }
}
