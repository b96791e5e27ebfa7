package io.zmq4j.internal.reactor;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that polls a {@link Reactor} whenever no other thread does, until it is closed. Nothing that a callback throws ends
 * it.
 *
 * <p>A thread of the application that polls while it waits, or batches what it sends, comes back after some microseconds in
 * steady traffic, so that waking this thread each time it leaves would cost more than it does. This one stands by then: it
 * looks from time to time whether anybody was there since, and takes over if not.
 */
public final class IoThread implements Attendant, AutoCloseable {

    private static final long FIRST_LOOK = 100_000;
    private static final long LONGEST_BETWEEN_LOOKS = 6_400_000;

    /** How long commands may wait for who has left them to be executed together with more. */
    private static final long LONGEST_BEFORE_BATCH = 2 * FIRST_LOOK;

    private static final int LOOKS_IN_VAIN = 4;

    /** Looks after which it polls itself although others visit, if none of them polls or leaves commands for later. */
    private static final int LOOKS_AT_VISITORS = 16;

    /** Looks in a row after which it serves the channels, which who only visits does not. */
    private static final int LOOKS_UNPOLLED = 4;

    private static final int MOST_REFUSED = 255;
    private static final long NAP = 100_000;

    private final Reactor reactor;
    private final Thread thread;
    private final AtomicInteger load = new AtomicInteger();

    // -- this thread --
    private int refused;
    private int toRefuse;

    // -- shared --
    private volatile boolean stopped;
    private volatile boolean polling;
    private volatile boolean called;
    private volatile boolean standByAsked;
    private volatile boolean batching;
    private volatile boolean leaderRefused;

    /** Nanoseconds until the next look while it stands by, 0 = only when somebody leaves. */
    private volatile long period = FIRST_LOOK;

    public IoThread(Reactor reactor, ThreadFactory threads) {
        this.reactor = reactor;
        this.thread = threads.newThread(this::run);
        reactor.attendedBy(this);
    }

    public void start() {
        thread.start();
    }

    public Reactor reactor() {
        return reactor;
    }

    /** How many connections and listeners it serves; the least loaded thread gets the next one. Any thread. */
    public int load() {
        return load.get();
    }

    public void addLoad(int change) {
        load.addAndGet(change);
    }

    private void run() {
        while (!stopped) {
            // an interrupt that strayed here would make every select return at once
            Thread.interrupted();
            try {
                polling = true;
                int served = reactor.tryTurn(Long.MAX_VALUE);
                polling = false;
                if (served < 0 || shouldStandBy(served)) {
                    standBy(served < 0);
                }
            } catch (Throwable e) {
                reactor.onTurnFailed(e);
            }
        }
        while (!reactor.close()) {
            LockSupport.parkNanos(this, NAP); // a leader, whose socket is closed, is on its way out
        }
    }

    // -- standing by --

    private boolean shouldStandBy(int served) {
        if (standByAsked) {
            standByAsked = false;
            return true;
        }
        if (!leaderRefused || served == 0) {
            return false;
        }
        leaderRefused = false;
        if (refused < toRefuse) {
            refused++;
            return false;
        }
        refused = 0;
        return true;
    }

    /** Until nobody else polls or sends for a while, or this thread is called. */
    private void standBy(boolean visited) {
        boolean anybody = visited;
        called = false; // a call before this has left a signal
        int vain = 0;
        int unpolled = 0;
        VisitCounts counts = reactor.visitCounts();
        long seen = counts.visits();
        long seenTurns = counts.leaderTurns();
        period = FIRST_LOOK;
        while (!stopped && !called && !isNeeded()) {
            LockSupport.parkNanos(this, period);
            Thread.interrupted();
            long visits = counts.visits();
            boolean active = visits != seen;
            seen = visits;
            anybody |= active;
            long turns = counts.leaderTurns();
            boolean led = turns != seenTurns || reactor.isPolled();
            seenTurns = turns;
            boolean deferred = batching;
            batching = false;
            vain = led || deferred ? 0 : vain + 1;
            if (vain >= (active ? LOOKS_AT_VISITORS : LOOKS_IN_VAIN)) {
                break;
            }
            unpolled = led ? 0 : unpolled + 1;
            if (!active || unpolled >= LOOKS_UNPOLLED) {
                unpolled = 0;
                boolean polled = reactor.tryTurn(0) < 0;
                reactor.attend(); // who left commands did not come for them, or came while this thread was inside
                if (polled && period == LONGEST_BETWEEN_LOOKS) {
                    rest();
                }
            }
            long longest = led && !deferred ? LONGEST_BETWEEN_LOOKS : LONGEST_BEFORE_BATCH;
            period = vain > 0 ? FIRST_LOOK : Math.min(2 * period, longest);
        }
        toRefuse = anybody ? 0 : Math.min(2 * toRefuse + 1, MOST_REFUSED);
    }

    private boolean isNeeded() {
        return !reactor.isPolled() && reactor.mailbox().isSignalled();
    }

    /** While a leader sleeps in its poll, nothing is to be done until it leaves. */
    private void rest() {
        period = 0;
        batching = false; // else who leaves commands next would take this thread for awake
        if (reactor.isPolled() && !called && !stopped && !reactor.mailbox().isPending()) {
            LockSupport.park(this);
        }
        period = FIRST_LOOK;
    }

    @Override
    public void call() {
        called = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void standBy() {
        if (polling) {
            standByAsked = true;
            reactor.nudge();
        } else if (!batching) {
            batching = true;
            if (period == 0 || period > LONGEST_BEFORE_BATCH) {
                LockSupport.unpark(thread);
            }
        }
    }

    @Override
    public void onLeaderRefused() {
        leaderRefused = true;
    }

    @Override
    public void onLeft() {
        if (period == 0) {
            LockSupport.unpark(thread);
        }
    }

    /** Whether it has been started and has not ended. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    /** Stops after the current turn; see {@link #join}. */
    @Override
    public void close() {
        stopped = true;
        // ends the wait, also one that would begin only after this command in the same turn
        reactor.mailbox().send(reactor::skipWait);
        LockSupport.unpark(thread);
    }

    /** Waits until the thread has ended, at most for this time. */
    public boolean join(long millis) throws InterruptedException {
        thread.join(millis);
        return !thread.isAlive();
    }
}
