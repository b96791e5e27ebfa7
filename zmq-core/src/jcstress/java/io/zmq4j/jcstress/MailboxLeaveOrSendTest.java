package io.zmq4j.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.zmq4j.internal.reactor.Mailbox;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * One thread leaves a command while another sends one: the second signals, whatever mark it finds. Results: signals, and
 * commands that the owner finds then.
 */
@JCStressTest
@Outcome(id = "1, 2", expect = ACCEPTABLE)
@State
public class MailboxLeaveOrSendTest {

    private final AtomicInteger signals = new AtomicInteger();
    private final Mailbox mailbox = new Mailbox(signals::incrementAndGet);
    private int executed;

    @Actor
    public void leaver() {
        mailbox.leave(() -> executed++);
    }

    @Actor
    public void sender() {
        mailbox.send(() -> executed++);
    }

    @Arbiter
    public void after(II_Result result) {
        result.r1 = signals.get();
        mailbox.drain(Integer.MAX_VALUE, (source, failure) -> {
            throw new IllegalStateException("a command failed", failure);
        });
        result.r2 = executed;
    }
}
