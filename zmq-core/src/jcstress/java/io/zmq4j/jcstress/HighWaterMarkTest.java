package io.zmq4j.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import io.zmq4j.internal.pipe.HighWaterMark;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A writer that finds no room is told when there is. Results: 1 when the writer may go on by itself, 1 when a read says
 * that the writer must be told.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "room was seen")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "no room, and the reader tells")
@Outcome(id = "1, 1", expect = ACCEPTABLE_INTERESTING, desc = "room was seen at the second look; told for nothing")
@State
public class HighWaterMarkTest {

    private static final int MARK = 4;
    private final HighWaterMark mark = new HighWaterMark(MARK);

    public HighWaterMarkTest() {
        for (int i = 0; i < MARK; i++) {
            mark.onWritten();
        }
    }

    @Actor
    public void writer(II_Result result) {
        result.r1 = mark.canWrite() ? 1 : 0;
    }

    @Actor
    public void reader(II_Result result) {
        boolean tell = mark.onRead();
        result.r2 = mark.onRead() | tell ? 1 : 0;
    }
}
