package io.zmq4j.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Bounded waits on the calling thread, with a poll interval that suits events of milliseconds. */
public final class Waiting {

    /** Long enough for anything that should happen at once on a busy machine. */
    public static final Duration SOON = Duration.ofSeconds(10);

    /** Long enough to see that something does not happen. */
    public static final Duration MOMENT = Duration.ofMillis(150);

    private Waiting() {}

    /** Waits until this holds. */
    public static void until(String what, Callable<Boolean> condition) {
        await(what).until(condition);
    }

    /** Fails when this stops to hold within a {@link #MOMENT}. */
    public static void staysTrue(String what, Callable<Boolean> condition) {
        await(what).during(MOMENT).until(condition);
    }

    /** Waits until this assertion passes. */
    public static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(SOON).pollDelay(Duration.ZERO).pollInterval(2, TimeUnit.MILLISECONDS);
    }
}
