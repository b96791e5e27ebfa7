package io.zmq4j.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.zmq4j.internal.pipe.HighWaterMark;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A writer that finds no room asks to be told when all is read, while the reader reads all. Results: 2 when there was room,
 * 1 when the reader was asked, 0 when the question was taken back; 1 when the reader tells.
 */
@JCStressTest
@Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "room was seen")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "asked and told")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "room was seen after the question")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "never told")
@Outcome(id = "[02], 1", expect = FORBIDDEN, desc = "told without a question")
@State
public class EmptyAwaitedTest {

    private static final int MARK = 4;
    private final HighWaterMark mark = new HighWaterMark(MARK);

    public EmptyAwaitedTest() {
        for (int i = 0; i < MARK; i++) {
            mark.onWritten();
        }
    }

    @Actor
    public void writer(II_Result result) {
        if (mark.canWrite()) {
            result.r1 = 2;
        } else {
            result.r1 = mark.awaitEmpty() ? 1 : 0;
        }
    }

    @Actor
    public void reader(II_Result result) {
        for (int i = 0; i < MARK; i++) {
            mark.onRead();
        }
        result.r2 = mark.isEmptyAwaited() ? 1 : 0;
    }
}
