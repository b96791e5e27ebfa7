package io.zmq4j.internal.reactor;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** A thread that runs a {@link Reactor} until it is closed. Nothing that a callback throws ends it. */
public final class IoThread implements AutoCloseable {

    private final Reactor reactor;
    private final Thread thread;
    private final AtomicInteger load = new AtomicInteger();
    private volatile boolean stopped;

    public IoThread(Reactor reactor, ThreadFactory threads) {
        this.reactor = reactor;
        this.thread = threads.newThread(this::run);
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
                reactor.runOnce(Long.MAX_VALUE);
            } catch (Throwable e) {
                reactor.onTurnFailed(e);
            }
        }
        reactor.close();
    }

    /** Stops after the current turn; see {@link #join}. */
    @Override
    public void close() {
        stopped = true;
        // ends the wait, also one that would begin only after this command in the same turn
        reactor.mailbox().send(reactor::skipWait);
    }

    /** Waits until the thread has ended, at most for this time. */
    public boolean join(long millis) throws InterruptedException {
        thread.join(millis);
        return !thread.isAlive();
    }
}
