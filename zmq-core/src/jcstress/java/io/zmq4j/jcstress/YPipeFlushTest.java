package io.zmq4j.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import io.zmq4j.internal.queue.YPipe;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Two items become visible by one flush, in order, with what the writer had stored in them; and the flush says "asleep" (0)
 * exactly when a read found nothing before it. Results: first read, second read, flush.
 */
@JCStressTest
@Outcome(id = "1, 2, 1", expect = ACCEPTABLE, desc = "flush before the first read")
@Outcome(id = "0, 1, 0", expect = ACCEPTABLE_INTERESTING, desc = "flush between the reads; the reader was asleep")
@Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "both reads before the flush, which says that the reader sleeps")
@State
public class YPipeFlushTest {

    private final YPipe<Item> pipe = new YPipe<>();

    @Actor
    public void writer(III_Result result) {
        pipe.write(new Item(1));
        pipe.write(new Item(2));
        result.r3 = pipe.flush() ? 1 : 0;
    }

    @Actor
    public void reader(III_Result result) {
        result.r1 = Item.value(pipe.read());
        result.r2 = Item.value(pipe.read());
    }
}
