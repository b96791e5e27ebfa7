package io.zmq4j.internal.socket;

import io.zmq4j.internal.reactor.Leader;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.reactor.SpinBudget;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * How the threads wait that have nothing to do in a call of a socket. The one that waits alone polls the reactor of the
 * connections itself, so that no other thread has to be woken to wake it. With several of them that gains nothing, as one
 * would have to wake the other; they sleep, and leave the polling to the io thread.
 */
final class Leading {

    /** A selector counts milliseconds, so a shorter wait is left to others. */
    private static final long SHORTEST_NANOS = 1_000_000;

    private final Children children;
    private final Waiters waiters;

    /** Threads of the context that sleep, not poll. */
    private final AtomicInteger sleepers;

    private final SpinBudget spin;

    Leading(Children children, Waiters waiters, AtomicInteger sleepers, long spinNanos) {
        this.children = children;
        this.waiters = waiters;
        this.sleepers = sleepers;
        this.spin = new SpinBudget(spinNanos);
    }

    /** Polls until the leader may leave, for at most this time; false at once when it is better to {@link #park}. */
    boolean tryLead(Leader leader, long nanos) {
        Reactor reactor = children.soleReactor();
        if (reactor == null || nanos < SHORTEST_NANOS || sleepers.get() > 0 || VirtualThreads.isCurrent()) {
            return false;
        }
        waiters.mayLead(reactor);
        return reactor.tryLead(leader, nanos, spin);
    }

    void park(long nanos) {
        sleepers.incrementAndGet();
        try {
            LockSupport.parkNanos(waiters, nanos);
        } finally {
            sleepers.decrementAndGet();
        }
    }
}
