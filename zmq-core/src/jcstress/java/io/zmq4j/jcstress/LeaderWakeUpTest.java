package io.zmq4j.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.zmq4j.internal.reactor.Leader;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.reactor.Signaler;
import io.zmq4j.internal.reactor.SpinBudget;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A leader goes to sleep while another thread brings what it waits for and tells it. Results: 1 when it left because of that,
 * 0 when it slept until its deadline. A leader has one reactor for
 * all states, as a selector is not made a million times.
 */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE)
@Outcome(id = "0", expect = FORBIDDEN, desc = "the leader sleeps though it may leave")
@State
public class LeaderWakeUpTest implements Leader {

    private static final long DEADLINE = 20_000_000_000L;
    private static final SpinBudget NO_SPIN = new SpinBudget(0);

    private static final ThreadLocal<Reactor> REACTORS =
            ThreadLocal.withInitial(() -> new Reactor(System::nanoTime, (source, failure) -> {
                throw new IllegalStateException("a command failed", failure);
            }));

    private final Signaler signaler = () -> {};
    private volatile Reactor reactor;
    private volatile boolean wanted;

    @Override
    public boolean mayLeave() {
        return wanted;
    }

    @Override
    public Signaler source() {
        return signaler;
    }

    @Actor
    public void leader(I_Result result) {
        Reactor mine = REACTORS.get();
        reactor = mine;
        long start = System.nanoTime();
        mine.tryLead(this, DEADLINE, NO_SPIN);
        result.r1 = System.nanoTime() - start < DEADLINE ? 1 : 0;
    }

    @Actor
    public void signaller() {
        while (reactor == null) {
            Thread.onSpinWait();
        }
        wanted = true;
        reactor.wakeLeader(signaler);
    }
}
