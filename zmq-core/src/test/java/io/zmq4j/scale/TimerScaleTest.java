package io.zmq4j.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.internal.reactor.Timers;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Timers that are set and taken back, and that run, while many others are pending. */
class TimerScaleTest {

    private static final String CANCEL = "set and cancel, ns";
    private static final String RUN = "run and set again, ns";
    private static final int OPERATIONS = 50_000;
    private static final int SPAN = 1_000_000_000;
    private static final int ROUNDS = 5;
    private static final long HARMLESS_NANOS = 2_000;

    private final Random random = new Random(1);
    private Timers timers = new Timers();
    private long now;
    private long ran;

    @Test
    void shouldCostLittleMoreForATimerWhenManyArePending() {
        Curve curve = new Curve("timers");
        for (int round = 0; round < ROUNDS; round++) {
            for (int size : new int[] {100, 10_000, 100_000}) {
                measure(size, curve);
            }
        }
        curve.print();
        curve.assertFlat(CANCEL, HARMLESS_NANOS);
        curve.assertFlat(RUN, HARMLESS_NANOS);
    }

    private void measure(int size, Curve curve) {
        timers = new Timers();
        for (int i = 0; i < size; i++) {
            timers.schedule(now + random.nextInt(SPAN), this::onTimer);
        }
        long start = System.nanoTime();
        for (int i = 0; i < OPERATIONS; i++) {
            timers.schedule(now + random.nextInt(SPAN), this::onTimer).cancel();
        }
        curve.add(size, CANCEL, (System.nanoTime() - start) / (double) OPERATIONS);
        ran = 0;
        start = System.nanoTime();
        while (ran < OPERATIONS) {
            now += timers.untilNext(now);
            timers.runDue(now, (source, failure) -> {
                throw new AssertionError(failure);
            });
        }
        curve.add(size, RUN, (System.nanoTime() - start) / (double) ran);
        assertThat(timers.size()).isEqualTo(size);
    }

    private void onTimer() {
        ran++;
        timers.schedule(now + random.nextInt(SPAN), this::onTimer);
    }
}
