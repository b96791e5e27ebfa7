package io.zmq4j.internal.reactor;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One more timer while others are pending: set and taken back, as of a handshake, or set and run, as of a heartbeat. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TimersBenchmark {

    private static final int SPAN = 1_000_000_000;
    private static final int DELAYS = 1 << 14;

    @Param({"100", "10000", "100000"})
    public int pending;

    private final Timers timers = new Timers();
    private final int[] delays = new int[DELAYS];
    private long now;
    private int next;
    private long ran;

    @Setup
    public void schedulePending() {
        Random random = new Random(1);
        for (int i = 0; i < DELAYS; i++) {
            delays[i] = random.nextInt(SPAN);
        }
        for (int i = 0; i < pending; i++) {
            timers.schedule(random.nextInt(SPAN), this::onTimer);
        }
    }

    private void onTimer() {
        ran++;
        timers.schedule(now + delay(), this::onTimer);
    }

    private int delay() {
        return delays[next++ & (DELAYS - 1)];
    }

    @Benchmark
    public void scheduleAndCancel() {
        timers.schedule(now + delay(), this::onTimer).cancel();
    }

    /** The next timer runs and sets itself again. */
    @Benchmark
    public long scheduleAndFire() {
        now += timers.untilNext(now);
        timers.runDue(now, (source, failure) -> {
            throw new IllegalStateException("a timer failed", failure);
        });
        return ran;
    }
}
