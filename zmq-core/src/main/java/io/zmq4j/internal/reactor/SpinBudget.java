package io.zmq4j.internal.reactor;

/**
 * How long to look again and again before a thread falls asleep: two wake-ups through the kernel cost more than many waits
 * last. A look that has found something early makes the next wait begin with one too. Each look in vain makes the next ones
 * rarer, so that a slow peer or a busy machine pays next to nothing.
 *
 * <p>Two sides that both sleep before each answer of the other take several times as long for it, so that short looks of
 * either would stay in vain for ever. Therefore time is saved up in every wait, for looks as long as is allowed: they bridge a
 * moment in which the other side has lost its core, and from time to time they try for a while whether the other side comes
 * along. Its fields are hints, touched by whoever waits.
 */
public final class SpinBudget {

    private static final boolean SEVERAL_CORES = Runtime.getRuntime().availableProcessors() > 1;

    /** The part of a long look that a short one lasts. */
    private static final int SHORT_PART = 2;

    private static final int MOST_SKIPPED = 15;

    /** Long looks that can be saved up, and the part of one that each wait saves. */
    private static final int MOST_SAVED = 30;

    private static final int PART_SAVED = 64;

    /** How much more of what was saved a look costs that was in vain. */
    private static final int PRICE_IN_VAIN = 4;

    private final long longest;
    private final long shorter;
    private long saved;
    private boolean spending = true;
    private int skipped;
    private int toSkip;

    /** @param longest nanoseconds that one look may take, 0 = there is none */
    public SpinBudget(long longest) {
        this.longest = SEVERAL_CORES ? longest : 0;
        this.shorter = this.longest / SHORT_PART;
        this.saved = MOST_SAVED * this.longest;
    }

    /** A wait begins. How many nanoseconds it may look before it falls asleep, 0 = not at all. */
    public long next() {
        if (longest == 0) {
            return 0;
        }
        if (spending) {
            return longest;
        }
        saved += longest / PART_SAVED;
        if (saved >= MOST_SAVED * longest) {
            spending = true;
            return longest;
        }
        if (skipped < toSkip) {
            skipped++;
            return 0;
        }
        skipped = 0;
        return shorter;
    }

    /** How a look has ended, and after how many nanoseconds. */
    public void onEnd(boolean found, long nanos) {
        if (found && nanos <= shorter) {
            toSkip = 0;
            saved = Math.min(MOST_SAVED * longest, saved + longest / PART_SAVED);
            return;
        }
        toSkip = Math.min(toSkip * 2 + 1, MOST_SKIPPED);
        if (spending) {
            saved -= found ? nanos : PRICE_IN_VAIN * nanos;
            spending = saved > 0;
            saved = Math.max(0, saved);
        }
    }
}
