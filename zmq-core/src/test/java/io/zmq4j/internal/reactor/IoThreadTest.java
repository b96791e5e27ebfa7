package io.zmq4j.internal.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread that polls while it waits, beside an io thread. */
@Timeout(60)
class IoThreadTest {

    private static final long LONG = Duration.ofSeconds(30).toNanos();
    private static final long SECONDS = 10;

    private final Reactor reactor = new Reactor(System::nanoTime, (source, failure) -> {
        throw new AssertionError(failure);
    });
    private final IoThread ioThread = new IoThread(reactor, Thread::new);
    private final Signaler signaler = () -> {};
    private final Waiter waiter = new Waiter();

    /** Leads until it may leave. */
    private final class Waiter extends Thread implements Leader {

        private volatile boolean leave;

        @Override
        public boolean mayLeave() {
            return leave;
        }

        @Override
        public Signaler source() {
            return signaler;
        }

        @Override
        public void run() {
            while (!leave && !Thread.currentThread().isInterrupted()) {
                if (!reactor.tryLead(this, LONG, new SpinBudget(0))) {
                    reactor.mailbox().send(() -> {}); // whoever polls ends a turn, and sees that a leader was refused
                    LockSupport.parkNanos(20_000); // soon back, as a thread that has its message handled
                }
            }
        }

        void end() throws InterruptedException {
            leave = true;
            interrupt();
            join(SECONDS * 1000);
            assertThat(isAlive()).isFalse();
        }
    }

    private void awaitLeader() {
        Waiting.until("the leader sleeps", () -> reactor.isSleeping() && isInSelector(waiter));
    }

    private static boolean isInSelector(Thread thread) {
        for (StackTraceElement element : thread.getStackTrace()) {
            if (element.getMethodName().equals("lockAndDoSelect")) {
                return true;
            }
        }
        return false;
    }

    @AfterEach
    void close() throws InterruptedException {
        if (waiter.isAlive()) {
            waiter.end();
        }
        if (ioThread.join(1)) {
            reactor.close(); // never started
        } else {
            ioThread.close();
            assertThat(ioThread.join(10_000)).isTrue();
        }
    }

    @Test
    void shouldWakeTheLeaderWhenACommandThatAVisitorExecutesIsWhatItWaitsFor() throws InterruptedException {
        waiter.start();
        awaitLeader();
        reactor.mailbox().leave(() -> {
            waiter.leave = true;
            reactor.wakeLeader(signaler);
        });
        reactor.tryRun();
        waiter.join(SECONDS * 1000);
        assertThat(waiter.isAlive()).as("the leader still sleeps").isFalse();
    }

    @Test
    void shouldServeChannelsWhileOtherThreadsVisitAllTheTime() throws Exception {
        Pipe channels = Pipe.open();
        channels.source().configureBlocking(false);
        Semaphore served = new Semaphore(0);
        AtomicBoolean done = new AtomicBoolean();
        Thread visitor = new Thread(() -> {
            while (!done.get()) {
                reactor.mailbox().leave(() -> {});
                reactor.tryRun();
                LockSupport.parkNanos(20_000);
            }
        });
        ioThread.start();
        reactor.mailbox().send(() -> register(channels.source(), served));
        visitor.start();
        try {
            for (int i = 0; i < 20; i++) {
                reactor.mailbox().leave(() -> {});
                reactor.nudgeLater(); // which asks the io thread to stand by
                LockSupport.parkNanos(i * 1_000_000L);
                channels.sink().write(ByteBuffer.wrap(new byte[1]));
                assertThat(served.tryAcquire(SECONDS, TimeUnit.SECONDS))
                        .as("byte %d is served", i)
                        .isTrue();
            }
        } finally {
            done.set(true);
            visitor.join(SECONDS * 1000);
            channels.source().close();
            channels.sink().close();
        }
    }

    private void register(Pipe.SourceChannel source, Semaphore served) {
        IoHandler handler = new IoHandler() {
            @Override
            public void onReady(int readyOps) {
                try {
                    served.release(source.read(ByteBuffer.allocate(100)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void onFailure(Throwable failure) {}
        };
        try {
            reactor.register(source, SelectionKey.OP_READ, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldExecuteEveryDeferredCommandSoonWhileALeaderSleeps() throws InterruptedException {
        waiter.start();
        awaitLeader();
        ioThread.start();
        for (int i = 0; i < 60; i++) {
            LockSupport.parkNanos((i % 20) * 1_000_000L); // the io thread stands by, looks ever less often, then rests
            CountDownLatch executed = new CountDownLatch(1);
            reactor.mailbox().leave(executed::countDown);
            reactor.nudgeLater();
            assertThat(executed.await(SECONDS, TimeUnit.SECONDS))
                    .as("deferred command %d", i)
                    .isTrue();
        }
    }

    @Test
    void shouldTakeOverWhenTheLeaderHasLeftForGood() throws InterruptedException {
        waiter.start();
        awaitLeader();
        ioThread.start();
        waiter.end();
        Waiting.until("the io thread polls", reactor::isSleeping);
        CountDownLatch executed = new CountDownLatch(1);
        reactor.mailbox().send(executed::countDown);
        assertThat(executed.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldBeCalledByASignalWhenNobodyPolls() throws InterruptedException {
        waiter.start();
        awaitLeader();
        ioThread.start();
        waiter.end();
        CountDownLatch executed = new CountDownLatch(1);
        reactor.mailbox().send(executed::countDown); // most likely while it stands by
        assertThat(executed.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldRestWithoutALookWhileALeaderSleeps() throws Exception {
        Thread[] attendant = new Thread[1];
        Reactor own = new Reactor(System::nanoTime, (source, failure) -> {
            throw new AssertionError(failure);
        });
        IoThread resting = new IoThread(own, task -> attendant[0] = new Thread(task));
        CountDownLatch release = new CountDownLatch(1);
        Thread poller = new Thread(() -> own.tryLead(
                new Leader() {
                    @Override
                    public boolean mayLeave() {
                        return release.getCount() == 0;
                    }

                    @Override
                    public Signaler source() {
                        return signaler;
                    }
                },
                LONG,
                new SpinBudget(0)));
        poller.start();
        Waiting.until("the leader sleeps", own::isSleeping);
        resting.start();
        // a look is a park with a limit, the rest is one without
        Waiting.until("it rests", () -> attendant[0].getState() == Thread.State.WAITING);
        Waiting.staysTrue("it rests", () -> attendant[0].getState() == Thread.State.WAITING);
        release.countDown();
        own.wakeLeader(signaler);
        Waiting.until("the io thread polls", () -> !poller.isAlive() && own.isSleeping());
        resting.close();
        assertThat(resting.join(10_000)).isTrue();
    }

    @Test
    void shouldEndOnceALeaderThatPollsHasLeft() throws InterruptedException {
        waiter.start();
        awaitLeader();
        ioThread.start();
        ioThread.close();
        assertThat(ioThread.join(50)).as("ended under the leader").isFalse();
        waiter.end();
        assertThat(ioThread.join(10_000)).isTrue();
        assertThat(reactor.isPolled()).as("nobody can poll any more").isTrue();
    }
}
