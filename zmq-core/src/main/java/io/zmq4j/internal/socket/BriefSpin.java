package io.zmq4j.internal.socket;

import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.reactor.Mailbox;
import io.zmq4j.internal.reactor.SpinBudget;

/** Looks for a message of another thread of this process, before the reader falls asleep. */
final class BriefSpin {

    /** So that a fast sender gets on undisturbed, and the reader finds several messages at a look. */
    private static final int PAUSES_PER_LOOK = 128;

    private final SpinBudget budget;

    BriefSpin(long nanos) {
        budget = new SpinBudget(nanos);
    }

    /** Returns when something may have come, or it is not worth while to wait on. */
    void await(Pipe source, Mailbox mailbox) {
        if (source.hasVisible() || mailbox.isPending()) {
            return;
        }
        long longest = budget.next();
        if (longest == 0) {
            return;
        }
        long start = System.nanoTime();
        boolean found;
        long elapsed;
        do {
            for (int i = 0; i < PAUSES_PER_LOOK; i++) {
                Thread.onSpinWait();
            }
            found = source.hasVisible() || mailbox.isPending();
            elapsed = System.nanoTime() - start;
        } while (!found && elapsed < longest);
        budget.onEnd(found, elapsed);
    }
}
