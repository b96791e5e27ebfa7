package io.zmq4j.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.zmq4j.internal.queue.MpscQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** Two writers lose nothing, double nothing, and each keeps its order. Results: what the queue gave, one digit an item. */
@JCStressTest
@Outcome(id = "1, 2, 3, 4", expect = ACCEPTABLE)
@Outcome(id = "1, 3, 2, 4", expect = ACCEPTABLE)
@Outcome(id = "1, 3, 4, 2", expect = ACCEPTABLE)
@Outcome(id = "3, 1, 2, 4", expect = ACCEPTABLE)
@Outcome(id = "3, 1, 4, 2", expect = ACCEPTABLE)
@Outcome(id = "3, 4, 1, 2", expect = ACCEPTABLE)
@State
public class MpscQueueTest {

    private final MpscQueue<Item> queue = new MpscQueue<>();

    @Actor
    public void first() {
        queue.offer(new Item(1));
        queue.offer(new Item(2));
    }

    @Actor
    public void second() {
        queue.offer(new Item(3));
        queue.offer(new Item(4));
    }

    @Arbiter
    public void reader(IIII_Result result) {
        result.r1 = Item.value(queue.poll());
        result.r2 = Item.value(queue.poll());
        result.r3 = Item.value(queue.poll());
        result.r4 = Item.value(queue.poll());
    }
}
