package io.zmq4j.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.zmq4j.internal.queue.YPipe;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** What is written after the last flush stays invisible until the next one. Results: two reads, one after a late flush. */
@JCStressTest
@Outcome(id = "1, 0, 2", expect = ACCEPTABLE, desc = "the first item is there, the second only after its flush")
@Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "the first item came between the reads")
@Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "the reader was too early for both")
@State
public class YPipeUnflushedTest {

    private final YPipe<Item> pipe = new YPipe<>();

    @Actor
    public void writer() {
        pipe.write(new Item(1));
        pipe.flush();
        pipe.write(new Item(2));
    }

    @Actor
    public void reader(III_Result result) {
        result.r1 = Item.value(pipe.read());
        result.r2 = Item.value(pipe.read());
    }

    @Arbiter
    public void late(III_Result result) {
        pipe.flush();
        result.r3 = Item.value(pipe.read());
    }
}
