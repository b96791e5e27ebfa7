package io.zmq4j.internal.reactor;

import java.util.function.LongSupplier;

/**
 * How a thread polls a {@link Reactor} while it waits for something of its own: it looks again and again for a while, and
 * sleeps in the selector then.
 */
final class LeaderLoop {

    private final Reactor reactor;
    private final PollRole role;
    private final LongSupplier clock;

    LeaderLoop(Reactor reactor, PollRole role, LongSupplier clock) {
        this.reactor = reactor;
        this.role = role;
        this.clock = clock;
    }

    /**
     * Polls until the leader may leave or this time is over, or the thread is interrupted.
     *
     * @return false at once when another thread polls
     */
    boolean tryLead(Leader leader, long maxNanos, SpinBudget budget) {
        if (!role.tryTake()) {
            return false;
        }
        role.lead(leader);
        try {
            if (!spin(leader, Math.min(maxNanos, budget.next()), budget)) {
                sleep(leader, maxNanos);
            }
        } catch (Throwable e) {
            reactor.onTurnFailed(e); // what the caller waits for has not failed
        } finally {
            role.leave();
        }
        return true;
    }

    /** Serves what comes without falling asleep; returns whether the leader may leave. */
    private boolean spin(Leader leader, long maxNanos, SpinBudget budget) {
        if (maxNanos == 0) {
            return false;
        }
        reactor.turn(0, leader);
        if (leader.mayLeave()) {
            return true; // without a wait
        }
        long start = clock.getAsLong();
        boolean found = false;
        long elapsed = 0;
        while (!found && elapsed < maxNanos && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
            reactor.turn(0, leader);
            found = leader.mayLeave();
            elapsed = clock.getAsLong() - start;
        }
        budget.onEnd(found, elapsed);
        return found;
    }

    private void sleep(Leader leader, long maxNanos) {
        long deadline = clock.getAsLong() + maxNanos;
        long left = maxNanos;
        while (left > 0 && !leader.mayLeave() && !Thread.currentThread().isInterrupted()) {
            reactor.turn(left, leader);
            left = leader.mayLeave() ? 0 : deadline - clock.getAsLong();
        }
    }
}
