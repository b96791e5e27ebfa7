package io.zmq4j.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import io.zmq4j.internal.reactor.Mailbox;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A command that is sent while the owner drains is either executed by that or leaves the mailbox pending with a signal; an
 * owner that finds it not pending goes to sleep. An earlier command keeps the mailbox pending at first, so that the sender
 * may believe that the owner is about to look. Results: executed, pending, signals since the start.
 */
@JCStressTest
@Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "the sender relied on the drain, rightly")
@Outcome(id = "1, 1, 1", expect = ACCEPTABLE_INTERESTING, desc = "executed, and signalled for nothing")
@Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "too late for the drain, so the owner was signalled")
@State
public class MailboxWakeUpTest {

    private final AtomicInteger signals = new AtomicInteger();
    private final Mailbox mailbox = new Mailbox(signals::incrementAndGet);
    private int executed;

    public MailboxWakeUpTest() {
        mailbox.send(() -> {});
        signals.set(0);
    }

    @Actor
    public void sender() {
        mailbox.send(() -> executed++);
    }

    @Actor
    public void owner() {
        mailbox.drain(Integer.MAX_VALUE, (source, failure) -> {
            throw new IllegalStateException("a command failed", failure);
        });
    }

    @Arbiter
    public void after(III_Result result) {
        result.r1 = executed;
        result.r2 = mailbox.isPending() ? 1 : 0;
        result.r3 = signals.get();
    }
}
