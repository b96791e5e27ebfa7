package io.zmq4j.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.zmq4j.internal.reactor.Mailbox;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A thread leaves a command and sends one while the owner drains. What was not executed keeps the mailbox pending, and the
 * command that was sent has then also signalled. Results: 1 when nothing is left or the mailbox is pending, 1 when the one
 * that was sent is executed or was signalled, and how many were executed in the end.
 */
@JCStressTest
@Outcome(id = "1, 1, 2", expect = ACCEPTABLE)
@Outcome(id = "0, ., .", expect = FORBIDDEN, desc = "a command waits, and the mailbox looks empty")
@Outcome(id = "1, 0, .", expect = FORBIDDEN, desc = "a command waits whose sender relies on a signal")
@State
public class MailboxLeaveTest {

    private final AtomicInteger signals = new AtomicInteger();
    private final Mailbox mailbox = new Mailbox(signals::incrementAndGet);
    private int left;
    private int sent;

    @Actor
    public void writer() {
        mailbox.leave(() -> left++);
        mailbox.send(() -> sent++);
    }

    @Actor
    public void owner() {
        drain();
    }

    private void drain() {
        mailbox.drain(Integer.MAX_VALUE, (source, failure) -> {
            throw new IllegalStateException("a command failed", failure);
        });
    }

    @Arbiter
    public void after(III_Result result) {
        result.r1 = left + sent == 2 || mailbox.isPending() ? 1 : 0;
        result.r2 = sent == 1 || signals.get() > 0 ? 1 : 0;
        drain();
        result.r3 = left + sent;
    }
}
