package io.zmq4j.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.zmq4j.internal.queue.MpscQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A reader that polls meanwhile gets each item once, whole and in order. Results: two polls, one when the writer is done. */
@JCStressTest
@Outcome(id = "1, 2, 0", expect = ACCEPTABLE)
@Outcome(
        id = {"0, 1, 2", "1, 0, 2"},
        expect = ACCEPTABLE)
@Outcome(id = "0, 0, 1", expect = ACCEPTABLE)
@State
public class MpscQueueReadTest {

    private final MpscQueue<Item> queue = new MpscQueue<>();

    @Actor
    public void writer() {
        queue.offer(new Item(1));
        queue.offer(new Item(2));
    }

    @Actor
    public void reader(III_Result result) {
        result.r1 = Item.value(queue.poll());
        result.r2 = Item.value(queue.poll());
    }

    @Arbiter
    public void late(III_Result result) {
        result.r3 = Item.value(queue.poll());
    }
}
