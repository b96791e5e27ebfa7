package io.zmq4j.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.zmq4j.internal.reactor.Leader;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.reactor.Signaler;
import io.zmq4j.internal.reactor.SpinBudget;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A leader goes to sleep while another thread brings what it waits for and tells it. Results: 1 when it left because of that,
 * 0 when it slept until its deadline. A leader has one reactor for all states, as a selector is not made a million times. The
 * deadline counts only while the process runs: one that is stopped for a while has missed nothing.
 */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE)
@Outcome(id = "0", expect = FORBIDDEN, desc = "the leader sleeps though it may leave")
@State
public class LeaderWakeUpTest implements Leader {

    private static final long DEADLINE = 20_000_000_000L;
    private static final long TICK_MILLIS = 10;
    private static final long TICKS_UNTIL_MISSED = DEADLINE / 2 / 1_000_000 / TICK_MILLIS;
    private static final AtomicLong TICKS = new AtomicLong();

    static {
        Thread ticker = new Thread(LeaderWakeUpTest::tick, "ticker");
        ticker.setDaemon(true);
        ticker.start();
    }

    private static final SpinBudget NO_SPIN = new SpinBudget(0);

    private static final ThreadLocal<Reactor> REACTORS =
            ThreadLocal.withInitial(() -> new Reactor(System::nanoTime, (source, failure) -> {
                throw new IllegalStateException("a command failed", failure);
            }));

    private final Signaler signaler = () -> {};
    private volatile Reactor reactor;
    private volatile boolean wanted;

    private static void tick() {
        try {
            while (true) {
                Thread.sleep(TICK_MILLIS);
                TICKS.incrementAndGet();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the ticker", e);
        }
    }

    @Override
    public boolean mayLeave() {
        return wanted;
    }

    @Override
    public Signaler source() {
        return signaler;
    }

    @Actor
    public void leader(I_Result result) {
        Reactor mine = REACTORS.get();
        reactor = mine;
        long start = System.nanoTime();
        long firstTick = TICKS.get();
        mine.tryLead(this, DEADLINE, NO_SPIN);
        boolean late = System.nanoTime() - start >= DEADLINE;
        result.r1 = late && TICKS.get() - firstTick >= TICKS_UNTIL_MISSED ? 0 : 1;
    }

    @Actor
    public void signaller() {
        while (reactor == null) {
            Thread.onSpinWait();
        }
        wanted = true;
        reactor.wakeLeader(signaler);
    }
}
