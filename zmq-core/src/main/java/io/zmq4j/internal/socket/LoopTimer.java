package io.zmq4j.internal.socket;

import io.zmq4j.internal.reactor.Timers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A timer of a loop. It fails with the task; a repeated one ends with its cancellation or first failure. */
final class LoopTimer extends CompletableFuture<@Nullable Void> implements ScheduledFuture<@Nullable Void> {

    private final SocketLoop loop;
    private final Timers timers;
    private final @Nullable Duration period;
    private final Runnable task;
    private volatile long deadline;
    private Timers.@Nullable Timer timer;

    LoopTimer(SocketLoop loop, Timers timers, long delayNanos, @Nullable Duration period, Runnable task) {
        this.loop = loop;
        this.timers = timers;
        this.period = period;
        this.task = task;
        this.deadline = System.nanoTime() + delayNanos;
    }

    /** On the loop's thread. */
    void start() {
        if (!isDone()) {
            timer = timers.schedule(deadline, this::fire);
        }
    }

    private void fire() {
        timer = null;
        if (isDone()) {
            return;
        }
        try {
            task.run();
        } catch (Throwable e) {
            completeExceptionally(e);
            throw e;
        }
        if (period == null) {
            complete(null);
        } else {
            // after a pause of the whole process the missed turns are not made up for
            deadline = Math.max(deadline + period.toNanos(), System.nanoTime());
            start();
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(false);
        if (cancelled) {
            loop.executeIfOpen(() -> {
                if (timer != null) {
                    timer.cancel();
                }
            });
        }
        return cancelled;
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
