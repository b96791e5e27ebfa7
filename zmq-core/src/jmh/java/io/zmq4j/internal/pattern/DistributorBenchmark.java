package io.zmq4j.internal.pattern;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.internal.pipe.Pipe;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A message to all pipes that match, and to one of them; reading it there is in the figure. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DistributorBenchmark {

    private static final Msg MSG = Msg.of(new byte[32]);

    @Param({"1", "10", "100", "10000"})
    public int pipes;

    private final Drops drops = (reason, messages) -> {};
    private final Distributor distributor = new Distributor(drops);
    private ManyPipes many = new ManyPipes(0, new Discard(SocketType.PUB, drops));
    private int next;

    @Setup
    public void open() {
        many = new ManyPipes(pipes, new Discard(SocketType.PUB, drops));
        many.near.forEach(distributor::attach);
    }

    @Benchmark
    public int toAll() {
        distributor.sendToAll(MSG);
        int received = 0;
        for (Pipe pipe : many.far) {
            received += pipe.read() == null ? 0 : 1;
        }
        many.run();
        return received;
    }

    @Benchmark
    public Object toOne() {
        next = next + 1 == pipes ? 0 : next + 1;
        distributor.clear();
        distributor.match(many.near.get(next));
        distributor.send(MSG, false);
        Msg msg = many.far.get(next).read();
        many.run();
        return msg == null ? this : msg;
    }
}
