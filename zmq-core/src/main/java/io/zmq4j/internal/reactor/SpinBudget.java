package io.zmq4j.internal.reactor;

/**
 * Whether a short look again and again is worth while before a thread falls asleep: two wake-ups through the kernel cost more
 * than many waits last. Each look is bounded, and each one in vain makes the next ones rarer, so that a slow peer or a busy
 * machine pays next to nothing. Its fields are hints, touched by whoever waits.
 */
public final class SpinBudget {

    private static final boolean SEVERAL_CORES = Runtime.getRuntime().availableProcessors() > 1;
    private static final int MOST_SKIPPED = 255;

    private final long nanos;
    private int skipped;
    private int toSkip;

    /** @param nanos how long one look may take, 0 = there is none */
    public SpinBudget(long nanos) {
        this.nanos = nanos;
    }

    /** Whether the next wait should begin with a look. */
    public boolean isDue() {
        if (nanos == 0 || !SEVERAL_CORES) {
            return false;
        }
        if (skipped < toSkip) {
            skipped++;
            return false;
        }
        skipped = 0;
        return true;
    }

    /** How long a look may take. */
    public long nanos() {
        return nanos;
    }

    /** How a look has ended. */
    public void onEnd(boolean found) {
        toSkip = found ? 0 : Math.min(toSkip * 2 + 1, MOST_SKIPPED);
    }
}
