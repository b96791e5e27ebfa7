package io.zmq4j.internal.reactor;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A selector, a mailbox and timers, run by whatever thread has time for it. Two roles are taken by different threads, or by
 * one for both:
 *
 * <ul>
 *   <li>who is <em>inside</em> owns everything that is registered here, and executes commands, timers and handlers;
 *       {@link #isCurrent} asks whether the caller is that;
 *   <li>who <em>polls</em> waits for the channels, and is not inside while it sleeps.
 * </ul>
 *
 * So a thread that has something to send can execute the command for it itself while the poller sleeps ({@link #tryRun}), and
 * a thread that waits for a message can poll itself ({@link #tryLead}) instead of being woken by who does. The rest of the
 * time an {@link Attendant} polls, which stands by for the moments between.
 */
public final class Reactor implements Signaler {

    /** Commands a turn, so that a flood of them cannot keep the channels waiting. */
    private static final int COMMANDS_PER_TURN = 1024;

    /** Commands that a passing thread executes, which wants to go on with its own work. */
    private static final int COMMANDS_PER_VISIT = 16;

    private static final int VISITS_IN_A_ROW = 3;

    /** Turns in a row that a leader may end without a look at the channels, as it has got what it wants. */
    private static final int TURNS_WITHOUT_LOOK = 8;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long LONGEST_SLEEP = 3_600_000 * NANOS_PER_MILLI;

    private final Channels channels;
    private final Mailbox mailbox = new Mailbox(this);
    private final Timers timers = new Timers();
    private final QuietTimes quietTimes = new QuietTimes();
    private final VisitCounts visitCounts = new VisitCounts();
    private final BufferPool buffers = new BufferPool();
    private final AtomicLong failures = new AtomicLong();
    private final LongSupplier clock;
    private final FailureHandler failureHandler;
    private final OwnedLock inside = new OwnedLock();
    private final PollRole role;
    private final LeaderLoop leaders;

    // -- who is inside --
    private List<Runnable> afterDeregistration = new ArrayList<>();
    private long now;
    private boolean waitSkipped;

    /** When the poller, if it sleeps, will look at the timers by itself. */
    private long sleepsUntil;

    /** Something has changed that the poller, if it sleeps, has to take into account. */
    private boolean changed;

    // -- who polls --
    private int turnsWithoutLook;
    private boolean woken;

    // -- shared --
    private volatile Attendant attendant = Attendant.NONE;

    public Reactor(LongSupplier clock, FailureHandler failureHandler) {
        this.clock = clock;
        this.failureHandler = (source, failure) -> {
            failures.incrementAndGet();
            failureHandler.onFailure(source, failure);
        };
        this.now = clock.getAsLong();
        this.channels = new Channels(this.failureHandler);
        this.role = new PollRole(channels);
        this.leaders = new LeaderLoop(this, role, clock);
    }

    /** Who polls when nobody else does. To be set before anything is registered. */
    void attendedBy(Attendant newAttendant) {
        attendant = newAttendant;
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

    /** Whether the calling thread is inside, and so owns what belongs to this reactor. */
    public boolean isCurrent() {
        return inside.isMine();
    }

    /** Runs a task at once if the caller is inside, else soon. Any thread. */
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
        SelectionKey key = channels.register(channel, ops);
        IoHandle handle = new IoHandle(this, handler, key, ops);
        key.attach(handle);
        changed = true;
        return handle;
    }

    /** What a channel waits for is different now, or it was closed. */
    public void onChannelChanged() {
        assert isCurrent();
        changed = true;
    }

    /** Runs a task once the channels closed so far have given back their file descriptors. */
    public void afterDeregistration(Runnable task) {
        assert isCurrent();
        afterDeregistration.add(task);
        changed = true;
    }

    /** Lets this turn end without waiting for channels, so that who polls can look around. */
    void skipWait() {
        assert isCurrent();
        waitSkipped = true;
    }

    // -- signals --

    /** There are commands: wakes who polls, or calls the attendant if nobody does. */
    @Override
    public void signal() {
        if (inside.isHeld()) {
            return; // and looks once more when it leaves
        }
        role.wake();
        if (!role.isTaken()) {
            attendant.call();
        }
    }

    /**
     * Something has happened that who leads may have waited for, if it waits for this source. Any thread, one included that
     * is inside while the leader sleeps.
     */
    public void wakeLeader(Signaler source) {
        role.wakeLeader(source);
    }

    /** Commands were left: wakes a poller that sleeps; who is on its way here anyway will find them. */
    public void nudge() {
        if (!inside.isHeld()) {
            role.wake();
        }
    }

    /**
     * Commands were left, and the caller will soon {@link #tryRun} them itself together with more of them. Whoever polls
     * should leave that to it, but see to it if it does not come.
     */
    public void nudgeLater() {
        attendant.standBy();
    }

    // -- visits --

    /** Commands were left. Whether these are quiet times, in which to execute them at once. Any thread. */
    public boolean admitsVisit(long nanoTime) {
        return quietTimes.admits(nanoTime);
    }

    /** A visit that was admitted is over. Any thread. */
    public void onVisited(long nanoTime) {
        quietTimes.onVisited(nanoTime);
    }

    /**
     * Executes the commands that wait, if nobody is inside now. Any thread; it is not kept for long, and what is left then is
     * for the attendant.
     */
    public void tryRun() {
        visit(true);
    }

    /** As {@link #tryRun}, for the attendant. */
    void attend() {
        visit(false);
    }

    private void visit(boolean counted) {
        for (int i = 0; i < VISITS_IN_A_ROW; i++) {
            if (!mailbox.isPending() || !inside.tryEnter()) {
                return; // who is inside looks once more when it leaves
            }
            execute(counted);
        }
        if (mailbox.isPending()) {
            signal();
        }
    }

    private void execute(boolean counted) {
        boolean wake;
        try {
            if (counted) {
                visitCounts.onVisit();
            }
            now = clock.getAsLong();
            changed = false;
            mailbox.drain(COMMANDS_PER_VISIT, failureHandler);
            wake = changed || timers.untilNext(now) < sleepsUntil - now;
        } finally {
            inside.exit();
        }
        if (wake) {
            role.wake();
        }
    }

    VisitCounts visitCounts() {
        return visitCounts;
    }

    // -- polling --

    boolean isPolled() {
        return role.isTaken();
    }

    boolean isSleeping() {
        return role.isSleeping();
    }

    /**
     * Polls, for a thread that waits for something of its own, until it may leave or this time is over, or it is interrupted.
     * It serves all channels and timers meanwhile.
     *
     * @return false at once when another thread polls; that one is asked to leave it to this thread the next time
     */
    public boolean tryLead(Leader candidate, long maxNanos, SpinBudget spin) {
        if (!leaders.tryLead(candidate, maxNanos, spin)) {
            attendant.onLeaderRefused();
            return false;
        }
        attendant.onLeft();
        tryRun(); // what others have left, as this thread was inside
        return true;
    }

    /**
     * One turn: commands, due timers, then ready channels, for which it waits at most this long.
     *
     * @return how many commands, timers and channels were served
     * @throws IllegalStateException when another thread polls
     */
    public int runOnce(long maxWaitNanos) {
        int served = tryTurn(maxWaitNanos);
        if (served < 0) {
            throw new IllegalStateException("this reactor is polled by another thread");
        }
        return served;
    }

    /** As {@link #runOnce}, and negative when another thread polls. */
    int tryTurn(long maxWaitNanos) {
        if (!role.tryTake()) {
            return -1;
        }
        try {
            return turn(maxWaitNanos, null);
        } finally {
            role.leave();
        }
    }

    /** As {@link #runOnce}, by who has the role, for this leader if it is one. */
    int turn(long maxWaitNanos, @Nullable Leader leading) {
        inside.enter();
        int served;
        long wait;
        try {
            now = clock.getAsLong();
            if (leading != null) {
                visitCounts.onLeaderTurn();
            }
            served = mailbox.drain(COMMANDS_PER_TURN, failureHandler);
            served += timers.runDue(now, failureHandler);
            if (leading != null && leading.mayLeave() && turnsWithoutLook++ < TURNS_WITHOUT_LOOK) {
                return served;
            }
            turnsWithoutLook = 0;
            wait = Math.min(Math.min(maxWaitNanos, LONGEST_SLEEP), timers.untilNext(now));
            if (waitSkipped || mailbox.isPending() || !afterDeregistration.isEmpty()) {
                waitSkipped = false;
                wait = 0;
            }
            if (wait <= 0) {
                return served + look();
            }
            sleepsUntil = now + wait;
            role.fallAsleep();
        } finally {
            inside.exit();
        }
        return served + sleep(wait, leading);
    }

    /** Serves what is ready now. */
    private int look() {
        List<Runnable> tasks = List.of();
        if (!afterDeregistration.isEmpty()) {
            tasks = afterDeregistration;
            afterDeregistration = new ArrayList<>();
        }
        woken = true;
        int served = select(0);
        for (Runnable task : tasks) {
            run(task);
            served++;
        }
        return served;
    }

    /** Waits for what becomes ready, outside, and serves it inside. */
    private int sleep(long nanos, @Nullable Leader leading) {
        // rounded up, as a timer that is looked at too early would make this loop spin
        long millis = Math.min((nanos - 1) / NANOS_PER_MILLI + 1, Integer.MAX_VALUE);
        woken = false;
        try {
            boolean wanted = mailbox.isPending() || leading != null && leading.mayLeave();
            int ready = select(wanted ? 0 : millis);
            if (!wanted) {
                watchForSpinning(ready, nanos, millis);
            }
            return ready;
        } finally {
            role.awake();
            if (isCurrent()) {
                inside.exit();
            }
        }
    }

    private int select(long millis) {
        try {
            return channels.select(millis, this::dispatch);
        } catch (IOException e) {
            failureHandler.onFailure(this, e);
            enterAndReplaceSelector();
            return 0;
        }
    }

    private void dispatch(SelectionKey key) {
        if (!woken) {
            woken = true;
            role.awake();
            inside.enter();
            now = clock.getAsLong();
        }
        channels.serve(key);
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            failureHandler.onFailure(task, e);
        }
    }

    private void watchForSpinning(int ready, long nanos, long millis) {
        long begun = sleepsUntil - nanos;
        boolean early = ready == 0 && role.isSleeping() && clock.getAsLong() - begun < (millis - 1) * NANOS_PER_MILLI;
        if (channels.isBrokenAfterWait(early)) {
            enterAndReplaceSelector();
        }
    }

    private void enterAndReplaceSelector() {
        if (!isCurrent()) {
            inside.enter(); // the turn leaves it at its end
        }
        channels.replaceSelector();
    }

    /** Counts and reports what a turn could not handle itself. */
    void onTurnFailed(Throwable failure) {
        failureHandler.onFailure(this, failure);
    }

    /**
     * Executes the commands that wait, as an end of connections may be among them that nobody had the time for, closes all
     * channels that are left, and lets nobody poll any more; not while somebody polls, which is false.
     */
    public boolean close() {
        if (!role.tryTake()) {
            return false;
        }
        inside.enter();
        try {
            now = clock.getAsLong();
            mailbox.drain(Integer.MAX_VALUE, failureHandler);
        } finally {
            inside.exit();
        }
        channels.close();
        return true;
    }
}
