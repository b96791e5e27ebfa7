package io.zmq4j.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.zmq4j.internal.reactor.Reactor;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two threads leave a command each and run the reactor; who finds the other one inside relies on it. Results: how many
 * commands were executed by the two, and how many in the end. A selector for each state would use up the descriptors, so all
 * share one reactor, and a state that meets another one's command has it executed too.
 */
@JCStressTest
@Outcome(id = "2, 2", expect = ACCEPTABLE)
@State
public class ReactorVisitTest {

    private static final Reactor REACTOR = new Reactor(System::nanoTime, (source, failure) -> {
        throw new IllegalStateException("a command failed", failure);
    });

    private final AtomicInteger executed = new AtomicInteger();

    @Actor
    public void one() {
        REACTOR.mailbox().leave(executed::incrementAndGet);
        REACTOR.tryRun();
    }

    @Actor
    public void two() {
        REACTOR.mailbox().leave(executed::incrementAndGet);
        REACTOR.tryRun();
    }

    @Arbiter
    public void after(II_Result result) {
        result.r1 = executed.get();
        REACTOR.tryRun();
        result.r2 = executed.get();
    }
}
