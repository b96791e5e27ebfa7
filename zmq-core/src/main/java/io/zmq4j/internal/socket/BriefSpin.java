package io.zmq4j.internal.socket;

import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.reactor.Mailbox;

/**
 * A short look for a message of another thread of this process, before the reader falls asleep: two wake-ups through the
 * kernel cost more than most such waits last. It is bounded, and each look in vain makes the next ones rarer, so that a slow
 * sender or a busy machine pays next to nothing. Its fields are hints, touched by whoever receives.
 */
final class BriefSpin {

    private static final boolean WORTHWHILE = Runtime.getRuntime().availableProcessors() > 1;
    private static final long LONGEST_NANOS = 20_000;

    /** So that a fast sender gets on undisturbed, and the reader finds several messages at a look. */
    private static final int PAUSES_PER_LOOK = 128;

    private static final int MOST_SKIPPED = 255;

    private int skipped;
    private int toSkip;

    /** Returns when something may have come, or it is not worth while to wait on. */
    void await(Pipe source, Mailbox mailbox) {
        if (!WORTHWHILE || source.hasVisible() || mailbox.isPending()) {
            return;
        }
        if (skipped < toSkip) {
            skipped++;
            return;
        }
        skipped = 0;
        long start = System.nanoTime();
        do {
            for (int i = 0; i < PAUSES_PER_LOOK; i++) {
                Thread.onSpinWait();
            }
            if (source.hasVisible() || mailbox.isPending()) {
                toSkip = 0;
                return;
            }
        } while (System.nanoTime() - start < LONGEST_NANOS);
        toSkip = Math.min(toSkip * 2 + 1, MOST_SKIPPED);
    }
}
