package io.zmq4j.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import io.zmq4j.internal.queue.YPipe;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * First in, first out while writer and reader cross the end of a chunk and hand the emptied one back. Results: how many of
 * the items were read in order by the reader, and 1 when the rest followed in order.
 */
@JCStressTest
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the reader came first")
@Outcome(
        id = {"1, 1", "2, 1", "3, 1"},
        expect = ACCEPTABLE_INTERESTING,
        desc = "in the midst of it")
@Outcome(id = "4, 1", expect = ACCEPTABLE, desc = "the writer came first")
@State
public class YPipeChunkTest {

    /** Two less than the first chunks of 8, 16 and 16, so that a spare one of 16 exists and both ends are close to it. */
    private static final int BEFORE = 8 + 16 + 16 - 2;

    private static final int ITEMS = 4;
    private final YPipe<Item> pipe = new YPipe<>();
    private int next = 1;

    public YPipeChunkTest() {
        for (int i = 0; i < BEFORE; i++) {
            pipe.write(new Item(0));
            pipe.flush();
            pipe.read();
        }
    }

    @Actor
    public void writer() {
        for (int i = 1; i <= ITEMS; i++) {
            pipe.write(new Item(i));
            pipe.flush();
        }
    }

    @Actor
    public void reader(II_Result result) {
        for (int i = 0; i < ITEMS; i++) {
            take(pipe.read());
        }
        result.r1 = next - 1;
    }

    @Arbiter
    public void rest(II_Result result) {
        while (next <= ITEMS) {
            int before = next;
            take(pipe.read());
            if (next == before) {
                return;
            }
        }
        result.r2 = 1;
    }

    private void take(@Nullable Item item) {
        if (item != null && Item.value(item) == next) {
            next++;
        } else if (item != null) {
            throw new IllegalStateException("read " + Item.value(item) + " instead of " + next);
        }
    }
}
