package io.zmq4j.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.zmq4j.internal.reactor.BriefLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Only one thread is inside, and sees what the one before has done there. Results: what two plain counters show after one thread
 * has counted, and another one twice, the second time only if nobody was inside.
 */
@JCStressTest
@Outcome(
        id = {"3, 3", "2, 2"},
        expect = ACCEPTABLE,
        desc = "with and without the one that only tried")
@State
public class BriefLockTest {

    private final BriefLock lock = new BriefLock();
    private int first;
    private int second;

    private void count() {
        int seen = first;
        second = seen + 1;
        first = second;
    }

    @Actor
    public void one() {
        lock.enter();
        count();
        lock.exit();
    }

    @Actor
    public void two() {
        lock.enter();
        count();
        lock.exit();
        if (lock.tryEnter()) {
            count();
            lock.exit();
        }
    }

    @Arbiter
    public void after(II_Result result) {
        result.r1 = first;
        result.r2 = second;
    }
}
