package io.zmq4j.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import io.zmq4j.internal.queue.YPipe;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A reader that reads on until it finds nothing is asleep; then exactly one of the later flushes says so. Were that answer
 * lost, the last items would lie there for ever. Results: how many of three items were read, how many flushes said
 * "asleep".
 */
@JCStressTest
@Outcome(id = "3, 0", expect = ACCEPTABLE, desc = "everything was there, asleep after it")
@Outcome(
        id = {"0, 1", "1, 1", "2, 1"},
        expect = ACCEPTABLE_INTERESTING,
        desc = "asleep, and one flush wakes the reader")
@State
public class YPipeWakeUpTest {

    private static final int ITEMS = 3;
    private final YPipe<Item> pipe = new YPipe<>();

    @Actor
    public void writer(II_Result result) {
        int asleep = 0;
        for (int i = 1; i <= ITEMS; i++) {
            pipe.write(new Item(i));
            asleep += pipe.flush() ? 0 : 1;
        }
        result.r2 = asleep;
    }

    @Actor
    public void reader(II_Result result) {
        int last = 0;
        for (Item item = pipe.read(); item != null; item = pipe.read()) {
            int value = Item.value(item);
            if (value != last + 1) {
                throw new IllegalStateException("read " + value + " after " + last);
            }
            last = value;
        }
        result.r1 = last;
    }
}
