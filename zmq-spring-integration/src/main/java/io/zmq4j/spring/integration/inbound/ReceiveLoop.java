package io.zmq4j.spring.integration.inbound;

import io.zmq4j.ZmqInterruptedException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages off a socket, one after the other, until it is stopped. {@link #run} is called once, by the thread that
 * then receives and handles; everything else by any thread.
 *
 * <p>A message is taken only while neither stop nor pause is asked for, and, by a loop on demand, while more were requested
 * than taken. What is taken is handled: the receiving thread is interrupted to stop it only while it waits for a message,
 * never while it has one.
 *
 * @param <T> what is taken and handled at once: a message, or several
 */
final class ReceiveLoop<T> implements Runnable {

    /** What messages are taken from. */
    interface Source<T> {

        /** Waits for the next at most for this time; null when there is none. */
        @Nullable
        T receive(Duration timeout);
    }

    /** An interrupt ends the wait at once; this only bounds it. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private enum State {
        NEW,
        RUNNING,
        ENDED
    }

    private final Source<T> source;
    private final Consumer<T> handler;
    private final Consumer<Throwable> onFailure;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // -- under the lock --
    private State state = State.NEW;
    private boolean paused;
    private boolean stopped;
    private long demand;
    private @Nullable Thread receiving;
    private @Nullable Thread handling;

    /**
     * Makes one that is not running yet.
     *
     * @param demand how many to take before more are requested; {@code Long.MAX_VALUE} = without end
     * @param onFailure is told, on the thread of this loop after its end, what has ended it other than a stop
     */
    ReceiveLoop(Source<T> source, boolean paused, long demand, Consumer<T> handler, Consumer<Throwable> onFailure) {
        this.source = source;
        this.paused = paused;
        this.demand = demand;
        this.handler = handler;
        this.onFailure = onFailure;
    }

    @Override
    public void run() {
        Throwable failure = null;
        try {
            while (mayReceive()) {
                T taken = receive();
                if (taken != null) {
                    handle(taken);
                }
            }
        } catch (Throwable e) {
            failure = e;
        }
        boolean unasked = end();
        // a socket that is closed while a stop is under way is no news
        if (failure != null && (unasked || failure instanceof Error)) {
            onFailure.accept(failure);
        }
    }

    private boolean mayReceive() {
        lock.lock();
        try {
            state = State.RUNNING;
            while ((paused || demand == 0) && !stopped) {
                changed.awaitUninterruptibly();
            }
            receiving = stopped ? null : Thread.currentThread();
            return !stopped;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable T receive() {
        T taken = null;
        try {
            taken = source.receive(LONGEST_WAIT);
        } catch (ZmqInterruptedException e) {
            // a stop, a pause, or a flag that a handler has left behind: the loop looks which
        } finally {
            lock.lock();
            receiving = null;
            handling = taken == null ? null : Thread.currentThread();
            if (taken != null && demand > 0 && demand < Long.MAX_VALUE) {
                demand--;
            }
            // under the lock, so that no interrupt of ours can come later and hit the handler
            Thread.interrupted();
            changed.signalAll();
            lock.unlock();
        }
        return taken;
    }

    private void handle(T taken) {
        try {
            handler.accept(taken);
        } finally {
            lock.lock();
            handling = null;
            Thread.interrupted();
            changed.signalAll();
            lock.unlock();
        }
    }

    /** @return whether the end was not asked for */
    private boolean end() {
        lock.lock();
        try {
            state = State.ENDED;
            changed.signalAll();
            return !stopped;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more messages; returns when none is being taken. */
    void pause() {
        lock.lock();
        try {
            paused = true;
            stopReceiving();
            await(() -> receiving == null, LONGEST_WAIT);
        } finally {
            lock.unlock();
        }
    }

    void resume() {
        lock.lock();
        try {
            paused = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes so many more. */
    void request(long more) {
        lock.lock();
        try {
            demand = demand + more < 0 ? Long.MAX_VALUE : demand + more;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more until the next request; one that is being taken now is still handled. */
    void endDemand() {
        lock.lock();
        try {
            demand = 0;
            stopReceiving();
        } finally {
            lock.unlock();
        }
    }

    /** Asks for the end, after the message that is being handled. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            stopReceiving();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void stopReceiving() {
        if (receiving != null) {
            receiving.interrupt();
        }
    }

    /**
     * Waits for the end at most for this time.
     *
     * @return whether it has ended, or has never run and never will
     */
    boolean awaitEnd(Duration timeout) {
        lock.lock();
        try {
            // the loop that is asked to end by its own handler ends after that handler
            return await(() -> state != State.RUNNING || handling == Thread.currentThread(), timeout);
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts the handler that is running; returns its thread, if any. */
    @Nullable
    Thread interruptHandler() {
        lock.lock();
        try {
            if (handling != null) {
                handling.interrupt();
            }
            return handling;
        } finally {
            lock.unlock();
        }
    }

    private boolean await(BooleanSupplier condition, Duration timeout) {
        long nanos = timeout.toNanos();
        boolean interrupted = false;
        while (!condition.getAsBoolean() && nanos > 0) {
            long before = System.nanoTime();
            try {
                changed.await(nanos, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            nanos -= System.nanoTime() - before;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return condition.getAsBoolean();
    }
}
