package io.zmq4j.internal.reactor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A selector, a mailbox and timers, run one turn at a time by {@link #runOnce}. Whoever is in that call owns everything
 * registered here; {@link #isCurrent} asks whether the caller does. Only {@link #mailbox}, {@link #signal} and the counters
 * are for other threads.
 */
public final class Reactor implements Signaler {

    /** Commands a turn, so that a flood of them cannot keep the channels waiting. */
    private static final int COMMANDS_PER_TURN = 1024;

    /** Empty early returns of the selector in a row after which it is taken for broken and replaced. */
    private static final int SPINS_UNTIL_REBUILD = 512;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final VarHandle SLEEPING;

    static {
        try {
            SLEEPING = MethodHandles.lookup().findVarHandle(Reactor.class, "sleeping", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Mailbox mailbox = new Mailbox(this);
    private final Timers timers = new Timers();
    private final BufferPool buffers = new BufferPool();
    private final AtomicLong failures = new AtomicLong();
    private final LongSupplier clock;
    private final FailureHandler failureHandler;

    // -- runner --
    private Selector selector;
    private List<Runnable> afterDeregistration = new ArrayList<>();
    private long now;
    private int spins;
    private boolean woken;
    private boolean waitSkipped;

    // -- shared --
    private volatile @Nullable Thread runner;
    private volatile boolean sleeping;

    public Reactor(LongSupplier clock, FailureHandler failureHandler) {
        this.clock = clock;
        this.failureHandler = (source, failure) -> {
            failures.incrementAndGet();
            failureHandler.onFailure(source, failure);
        };
        this.now = clock.getAsLong();
        this.selector = open();
    }

    private static Selector open() {
        try {
            return Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a selector: " + e.getMessage(), e);
        }
    }

    public Mailbox mailbox() {
        return mailbox;
    }

    public Timers timers() {
        assert isCurrent();
        return timers;
    }

    public BufferPool buffers() {
        assert isCurrent();
        return buffers;
    }

    /** How many callbacks have thrown. Any thread. */
    public long failures() {
        return failures.get();
    }

    /** The clock's nanoseconds at the beginning of this turn's work. */
    public long now() {
        return now;
    }

    /** Schedules a task this many nanoseconds from now. */
    public Timers.Timer schedule(long delayNanos, Runnable task) {
        assert isCurrent();
        return timers.schedule(now + delayNanos, task);
    }

    /** Whether the calling thread runs this reactor, and so owns what belongs to it. */
    public boolean isCurrent() {
        return runner == Thread.currentThread();
    }

    /** Runs a task at once if the caller runs this reactor, else on its next turn. Any thread. */
    public void execute(Command command) {
        if (isCurrent()) {
            command.execute();
        } else {
            mailbox.send(command);
        }
    }

    /** Calls the handler when the non-blocking channel is ready; ended by closing the channel. */
    public IoHandle register(SelectableChannel channel, int ops, IoHandler handler) throws ClosedChannelException {
        assert isCurrent();
        SelectionKey key = channel.register(selector, ops);
        IoHandle handle = new IoHandle(handler, key, ops);
        key.attach(handle);
        return handle;
    }

    /** Runs a task once the channels closed so far have given back their file descriptors. */
    public void afterDeregistration(Runnable task) {
        assert isCurrent();
        afterDeregistration.add(task);
    }

    /** Lets this turn end without waiting for channels, so that its runner can look around. */
    void skipWait() {
        assert isCurrent();
        waitSkipped = true;
    }

    /** Wakes a sleeping runner. */
    @Override
    public void signal() {
        if (sleeping && SLEEPING.compareAndSet(this, true, false)) {
            selector.wakeup();
        }
    }

    /**
     * One turn: commands, due timers, then ready channels, for which it waits at most this long.
     *
     * @return how many commands, timers and channels were served
     * @throws IllegalStateException when another thread runs this reactor
     */
    public int runOnce(long maxWaitNanos) {
        Thread me = Thread.currentThread();
        Thread current = runner;
        if (current != null && current != me) {
            throw new IllegalStateException("this reactor is run by " + current.getName());
        }
        runner = me;
        try {
            return turn(maxWaitNanos);
        } finally {
            runner = null;
        }
    }

    private int turn(long maxWaitNanos) {
        now = clock.getAsLong();
        int served = mailbox.drain(COMMANDS_PER_TURN, failureHandler);
        served += timers.runDue(now, failureHandler);
        long wait = Math.min(maxWaitNanos, timers.untilNext(now));
        if (mailbox.isPending() || !afterDeregistration.isEmpty() || waitSkipped) {
            wait = 0;
            waitSkipped = false;
        }
        served += select(wait);
        if (!afterDeregistration.isEmpty()) {
            List<Runnable> tasks = afterDeregistration;
            afterDeregistration = new ArrayList<>();
            for (Runnable task : tasks) {
                run(task);
                served++;
            }
        }
        return served;
    }

    private int select(long waitNanos) {
        try {
            if (waitNanos <= 0) {
                return selector.selectNow(this::dispatch);
            }
            // rounded up, as a timer that is looked at too early would make this loop spin
            long millis = Math.min((waitNanos - 1) / NANOS_PER_MILLI + 1, Integer.MAX_VALUE);
            sleeping = true;
            int ready;
            if (mailbox.isPending()) {
                sleeping = false;
                ready = selector.selectNow(this::dispatch);
            } else {
                woken = false;
                ready = selector.select(this::dispatch, millis);
                woken |= !sleeping;
                sleeping = false;
                watchForSpinning(ready, millis);
            }
            return ready;
        } catch (IOException e) {
            failureHandler.onFailure(this, e);
            rebuild();
            return 0;
        }
    }

    private void dispatch(SelectionKey key) {
        if (!woken) {
            woken = true;
            sleeping = false;
            now = clock.getAsLong();
        }
        IoHandler handler = ((IoHandle) key.attachment()).handler;
        try {
            handler.onReady(key.readyOps());
        } catch (CancelledKeyException e) {
            fail(handler, e);
        } catch (Throwable e) {
            failureHandler.onFailure(handler, e);
            fail(handler, e);
        }
    }

    private void fail(IoHandler handler, Throwable failure) {
        try {
            handler.onFailure(failure);
        } catch (Throwable again) {
            failureHandler.onFailure(handler, again);
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            failureHandler.onFailure(task, e);
        }
    }

    private void watchForSpinning(int ready, long millis) {
        boolean early = ready == 0 && !woken && clock.getAsLong() - now < (millis - 1) * NANOS_PER_MILLI;
        spins = early ? spins + 1 : 0;
        if (spins == SPINS_UNTIL_REBUILD) {
            rebuild();
        }
    }

    private void rebuild() {
        Selector old = selector;
        Selector fresh = open();
        for (SelectionKey key : old.keys()) {
            if (!key.isValid()) {
                continue; // its channel is closed, and only not deregistered yet
            }
            IoHandle handle = (IoHandle) key.attachment();
            try {
                handle.movedTo(key.channel().register(fresh, handle.ops(), handle));
            } catch (ClosedChannelException e) {
                fail(handle.handler, e);
            }
        }
        selector = fresh;
        spins = 0;
        closeQuietly(old);
    }

    /** Counts and reports what a turn could not handle itself. */
    void onTurnFailed(Throwable failure) {
        failureHandler.onFailure(this, failure);
    }

    /** Gives the selector back. To be called when nobody runs the reactor, or by its runner. */
    public void close() {
        closeQuietly(selector);
    }

    private void closeQuietly(Selector old) {
        try {
            old.close();
        } catch (IOException e) {
            failureHandler.onFailure(this, e);
        }
    }
}
