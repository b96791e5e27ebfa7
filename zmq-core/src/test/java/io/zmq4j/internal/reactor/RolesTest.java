package io.zmq4j.internal.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.testing.Scale;
import io.zmq4j.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reactor without an io thread: who visits and who leads. */
@Timeout(60)
class RolesTest {

    private static final long SECOND = 1_000_000_000L;

    private final Reactor reactor = new Reactor(System::nanoTime, (source, failure) -> {
        throw new AssertionError(failure);
    });
    private final List<String> calls = new ArrayList<>();
    private final AtomicInteger executed = new AtomicInteger();
    private final SpinBudget noSpin = new SpinBudget(0);

    RolesTest() {
        reactor.attendedBy(new Attendant() {
            @Override
            public void call() {
                calls.add("call");
            }

            @Override
            public void standBy() {
                calls.add("stand by");
            }

            @Override
            public void onLeaderRefused() {
                calls.add("refused");
            }

            @Override
            public void onLeft() {
                calls.add("left");
            }
        });
    }

    @AfterEach
    void close() {
        reactor.close();
    }

    private static Leader leader(BooleanSupplier mayLeave) {
        return new Leader() {
            @Override
            public boolean mayLeave() {
                return mayLeave.getAsBoolean();
            }

            @Override
            public Signaler source() {
                return () -> {};
            }
        };
    }

    @Test
    void shouldExecuteWhatWasLeft() {
        reactor.mailbox().leave(executed::incrementAndGet);
        reactor.tryRun();
        assertThat(executed).hasValue(1);
        assertThat(reactor.isCurrent()).isFalse();
        assertThat(calls).isEmpty();
        assertThat(reactor.visitCounts().visits()).isEqualTo(1);
    }

    @Test
    void shouldExecuteABoundedNumberAndCallTheAttendantForTheRest() {
        for (int i = 0; i < 100; i++) {
            reactor.mailbox().leave(executed::incrementAndGet);
        }
        reactor.tryRun();
        assertThat(executed).hasValue(48);
        assertThat(calls).containsExactly("call");
        reactor.runOnce(0);
        assertThat(executed).hasValue(100);
    }

    @Test
    void shouldNotCountTheVisitsOfItsAttendant() {
        reactor.mailbox().leave(executed::incrementAndGet);
        reactor.attend();
        assertThat(executed).hasValue(1);
        assertThat(reactor.visitCounts().visits()).isZero();
    }

    @Test
    void shouldExecuteWhatAVisitorLeavesWhileItVisits() {
        reactor.mailbox().leave(() -> {
            reactor.mailbox().leave(executed::incrementAndGet);
            reactor.tryRun(); // inside already, so it is done when this one is
            assertThat(executed).hasValue(0);
        });
        reactor.tryRun();
        assertThat(executed).hasValue(1);
    }

    @Test
    void shouldCallTheAttendantForACommandThatIsSentWhenNobodyPolls() {
        reactor.mailbox().send(executed::incrementAndGet);
        assertThat(calls).containsExactly("call");
    }

    @Test
    void shouldOnlyAskTheAttendantToStandByForWhatIsDeferred() {
        reactor.mailbox().leave(executed::incrementAndGet);
        reactor.nudge();
        assertThat(calls).isEmpty();
        reactor.nudgeLater();
        assertThat(calls).containsExactly("stand by");
    }

    @Test
    void shouldLeaveAtTheDeadline() {
        long start = System.nanoTime();
        assertThat(reactor.tryLead(leader(() -> false), 20_000_000, noSpin)).isTrue();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000);
        assertThat(calls).containsExactly("left");
        assertThat(reactor.isPolled()).isFalse();
    }

    @Test
    void shouldLeaveWhenInterruptedAndKeepTheFlag() {
        Thread.currentThread().interrupt();
        assertThat(reactor.tryLead(leader(() -> false), 30 * SECOND, noSpin)).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldLeaveWhenWhatItWaitsForHasComeAndExecuteWhatCameLast() {
        reactor.mailbox().send(executed::incrementAndGet);
        assertThat(reactor.tryLead(leader(() -> executed.get() > 0), 30 * SECOND, noSpin))
                .isTrue();
        reactor.mailbox().leave(executed::incrementAndGet);
        assertThat(reactor.tryLead(leader(() -> true), 30 * SECOND, noSpin)).isTrue();
        assertThat(executed).hasValue(2);
    }

    @Test
    void shouldRefuseASecondLeader() {
        reactor.mailbox().send(() -> assertThat(reactor.tryLead(leader(() -> true), SECOND, noSpin))
                .isFalse());
        reactor.runOnce(0);
        assertThat(calls).containsExactly("call", "refused");
    }

    @Test
    void shouldServeChannelsOfOthersEvenWhenEachTurnBringsWhatItWaitsFor() throws IOException {
        Pipe channels = Pipe.open();
        try {
            channels.source().configureBlocking(false);
            AtomicInteger ready = new AtomicInteger();
            reactor.mailbox().send(() -> register(channels.source(), ready));
            reactor.runOnce(0);
            channels.sink().write(ByteBuffer.wrap(new byte[1]));
            int turns = 0;
            while (ready.get() == 0 && turns < 100) {
                int before = executed.get();
                reactor.mailbox().send(executed::incrementAndGet);
                reactor.tryLead(leader(() -> executed.get() > before), SECOND, noSpin);
                turns++;
            }
            assertThat(ready).hasValue(1);
            assertThat(turns).isEqualTo(9); // eight may end without a look
        } finally {
            channels.source().close();
            channels.sink().close();
        }
    }

    private void register(Pipe.SourceChannel source, AtomicInteger ready) {
        IoHandler handler = new IoHandler() {
            @Override
            public void onReady(int readyOps) {
                ready.incrementAndGet();
            }

            @Override
            public void onFailure(Throwable failure) {
                throw new AssertionError(failure);
            }
        };
        try {
            reactor.register(source, SelectionKey.OP_READ, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldWakeThePollerForATimerThatAVisitorSets() throws InterruptedException {
        AtomicInteger fired = new AtomicInteger();
        Thread poller = new Thread(() -> reactor.tryLead(leader(() -> fired.get() > 0), 30 * SECOND, noSpin));
        poller.start();
        Waiting.until("it sleeps", reactor::isSleeping);
        reactor.mailbox().leave(() -> reactor.schedule(Duration.ofMillis(5).toNanos(), fired::incrementAndGet));
        reactor.tryRun();
        poller.join(10_000);
        assertThat(poller.isAlive()).isFalse();
        assertThat(fired).hasValue(1);
    }

    @Test
    void shouldWakeAPollerThatSleepsForWhatIsLeft() throws InterruptedException {
        Thread poller = new Thread(() -> reactor.tryLead(leader(() -> executed.get() > 0), 30 * SECOND, noSpin));
        poller.start();
        Waiting.until("it sleeps", reactor::isSleeping);
        reactor.mailbox().leave(executed::incrementAndGet);
        reactor.nudge();
        poller.join(10_000);
        assertThat(poller.isAlive()).isFalse();
    }

    @Test
    void shouldLetOnlyOneThreadInsideAndForgetNoCommandWhenManyTakeTurns() throws InterruptedException {
        int rounds = Scale.of("rounds", 3_000);
        AtomicInteger polling = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        reactor.attendedBy(Attendant.NONE); // the other one is not for several threads
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Thread thread = new Thread(() -> {
                for (int round = 0; round < rounds; round++) {
                    if (reactor.tryTurn(0) >= 0) {
                        reactor.tryRun();
                    }
                    reactor.mailbox().leave(() -> {
                        most.accumulateAndGet(polling.incrementAndGet(), Math::max); // inside, one at a time
                        executed.incrementAndGet();
                        polling.decrementAndGet();
                    });
                    if (!reactor.tryLead(leader(() -> true), SECOND, noSpin)) {
                        reactor.tryRun();
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join(30_000);
            assertThat(thread.isAlive()).isFalse();
        }
        assertThat(most).hasValue(1);
        reactor.tryRun();
        assertThat(executed).hasValue(3 * rounds);
    }
}
