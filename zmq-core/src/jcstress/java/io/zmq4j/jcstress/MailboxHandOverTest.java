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
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A command that is sent while the mailbox goes to another owner reaches that one. Results: signals to the old and the new
 * owner.
 */
@JCStressTest
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "one signal to the new owner")
@Outcome(
        id = {"1, 1", "0, 2"},
        expect = ACCEPTABLE_INTERESTING,
        desc = "one signal too many")
@State
public class MailboxHandOverTest {

    private final AtomicInteger old = new AtomicInteger();
    private final AtomicInteger fresh = new AtomicInteger();
    private final Mailbox mailbox = new Mailbox(old::incrementAndGet);

    @Actor
    public void sender() {
        mailbox.send(() -> {});
    }

    @Actor
    public void handOver() {
        mailbox.signalTo(fresh::incrementAndGet);
    }

    @Arbiter
    public void after(II_Result result) {
        result.r1 = old.get();
        result.r2 = fresh.get();
    }
}
