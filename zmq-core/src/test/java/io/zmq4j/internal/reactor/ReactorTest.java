package io.zmq4j.internal.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReactorTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong clock = new AtomicLong(1000);
    private final List<Throwable> failures = new ArrayList<>();
    private final Reactor reactor = new Reactor(clock::get, (source, failure) -> failures.add(failure));
    private final List<String> events = new ArrayList<>();
    private Pipe channels;

    @BeforeEach
    void open() throws IOException {
        channels = Pipe.open();
        channels.source().configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        reactor.close();
        channels.source().close();
        channels.sink().close();
    }

    private void write() throws IOException {
        channels.sink().write(ByteBuffer.wrap(new byte[1]));
    }

    private void onTurn(Command command) {
        reactor.mailbox().send(command);
        reactor.runOnce(0);
    }

    private final class Handler implements IoHandler {

        RuntimeException toThrow;
        RuntimeException toThrowOnFailure;

        @Override
        public void onReady(int readyOps) {
            events.add("ready " + readyOps);
            try {
                channels.source().read(ByteBuffer.allocate(100));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            if (toThrow != null) {
                throw toThrow;
            }
        }

        @Override
        public void onFailure(Throwable failure) {
            events.add("failed " + failure.getMessage());
            if (toThrowOnFailure != null) {
                throw toThrowOnFailure;
            }
        }
    }

    private Handler register() {
        Handler handler = new Handler();
        onTurn(() -> {
            try {
                reactor.register(channels.source(), SelectionKey.OP_READ, handler);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(failures).isEmpty();
        return handler;
    }

    @Test
    void shouldRunTimersByTheGivenClock() {
        onTurn(() -> reactor.schedule(SECOND, () -> events.add("timer")));
        assertThat(reactor.runOnce(0)).isZero();
        clock.addAndGet(SECOND - 1);
        assertThat(reactor.runOnce(0)).isZero();
        clock.addAndGet(1);
        assertThat(reactor.runOnce(0)).isEqualTo(1);
        assertThat(events).containsExactly("timer");
        assertThat(reactor.now()).isEqualTo(1000 + SECOND);
    }

    @Test
    void shouldTellItsHandlerThatAChannelIsReady() throws IOException {
        register();
        assertThat(reactor.runOnce(0)).isZero();
        write();
        assertThat(reactor.runOnce(SECOND)).isEqualTo(1);
        assertThat(events).containsExactly("ready " + SelectionKey.OP_READ);
    }

    @Test
    void shouldWaitForAnOperationOnlyWhileItIsEnabled() throws IOException {
        IoHandle[] handle = new IoHandle[1];
        onTurn(() -> {
            try {
                handle[0] = reactor.register(channels.source(), 0, new Handler());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        write();
        assertThat(reactor.runOnce(0)).isZero();
        onTurn(() -> handle[0].enable(SelectionKey.OP_READ));
        assertThat(events).containsExactly("ready " + SelectionKey.OP_READ);
        onTurn(() -> handle[0].disable(SelectionKey.OP_READ));
        write();
        assertThat(reactor.runOnce(0)).isZero();
    }

    @Test
    void shouldTellAHandlerThatThrewToCloseAndServeTheOthers() throws IOException {
        Handler handler = register();
        handler.toThrow = new IllegalStateException("broken");
        write();
        reactor.runOnce(SECOND);
        assertThat(events).containsExactly("ready 1", "failed broken");
        assertThat(failures).containsExactly(handler.toThrow);
        assertThat(reactor.failures()).isEqualTo(1);
        onTurn(() -> events.add("next"));
        assertThat(events).endsWith("next");
    }

    @Test
    void shouldSurviveAHandlerThatThrowsWhenItIsToldToClose() throws IOException {
        Handler handler = register();
        handler.toThrow = new IllegalStateException("broken");
        handler.toThrowOnFailure = new IllegalStateException("broken again");
        write();
        reactor.runOnce(SECOND);
        assertThat(failures).containsExactly(handler.toThrow, handler.toThrowOnFailure);
    }

    @Test
    void shouldSurviveAHandlerThatThrowsAfterItsKeyWasCancelled() throws IOException {
        Handler handler = register();
        handler.toThrow = new CancelledKeyException();
        handler.toThrowOnFailure = new IllegalStateException("broken");
        write();
        reactor.runOnce(SECOND);
        assertThat(failures).containsExactly(handler.toThrowOnFailure);
    }

    @Test
    void shouldRunEveryTaskAfterDeregistrationWhenOneThrows() {
        onTurn(() -> {
            reactor.afterDeregistration(() -> {
                throw new IllegalStateException("broken");
            });
            reactor.afterDeregistration(() -> events.add("second"));
        });
        assertThat(events).containsExactly("second");
        assertThat(failures).hasSize(1);
    }

    @Test
    void shouldGiveBackAClosedChannelBeforeTheTaskAfterDeregistration() {
        register();
        onTurn(() -> {
            try {
                channels.source().close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            reactor.afterDeregistration(
                    () -> events.add(channels.source().isRegistered() ? "registered" : "deregistered"));
        });
        reactor.runOnce(0);
        assertThat(events).containsExactly("deregistered");
    }

    @Test
    void shouldNeverMissASignalWhenItFallsAsleepAgainAndAgain() throws InterruptedException {
        int rounds = 5_000;
        AtomicLong served = new AtomicLong();
        IoThread thread = new IoThread(reactor, Thread::new);
        thread.start();
        long deadline = System.nanoTime() + 30 * SECOND;
        for (int i = 1; i <= rounds; i++) {
            reactor.mailbox().send(served::incrementAndGet);
            while (served.get() < i && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
        }
        thread.close();
        assertThat(thread.join(10_000)).isTrue();
        assertThat(served).hasValue(rounds);
    }

    @Test
    void shouldEndItsThreadWhenItIsClosedByACommand() throws InterruptedException {
        IoThread thread = new IoThread(reactor, Thread::new);
        reactor.mailbox().send(thread::close);
        thread.start();
        assertThat(thread.join(10_000)).isTrue();
    }

    @Test
    void shouldRefuseASecondRunner() throws InterruptedException {
        List<Throwable> refused = new ArrayList<>();
        onTurn(() -> {
            Thread other = new Thread(() -> {
                try {
                    reactor.runOnce(0);
                } catch (IllegalStateException e) {
                    refused.add(e);
                }
            });
            other.start();
            try {
                other.join(10_000);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(refused)
                .singleElement()
                .extracting(Throwable::getMessage)
                .asString()
                .contains("is polled by another");
    }

    @Test
    void shouldExecuteAtOnceOnlyForItsRunner() {
        reactor.execute(() -> events.add("later"));
        assertThat(events).isEmpty();
        onTurn(() -> reactor.execute(() -> events.add("at once")));
        assertThat(events).containsExactly("later", "at once");
        assertThat(reactor.isCurrent()).isFalse();
    }

    private Object selector() throws ReflectiveOperationException {
        var channels = Reactor.class.getDeclaredField("channels");
        channels.setAccessible(true);
        var selector = Channels.class.getDeclaredField("selector");
        selector.setAccessible(true);
        return selector.get(channels.get(reactor));
    }

    @Test
    void shouldReplaceASelectorThatReturnsEarlyForNoReason() throws Exception {
        register();
        Object before = selector();
        for (int i = 0; i < 512; i++) {
            Thread.currentThread().interrupt(); // makes every select return at once
            reactor.runOnce(10 * SECOND);
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(selector()).isNotSameAs(before);
        write();
        assertThat(reactor.runOnce(SECOND)).isEqualTo(1);
        assertThat(events).containsExactly("ready 1");
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldKeepItsThreadAliveWhateverCommandsThrow() throws InterruptedException {
        IoThread thread = new IoThread(reactor, Thread::new);
        thread.start();
        CountDownLatch survived = new CountDownLatch(1);
        reactor.mailbox().send(() -> {
            throw new StackOverflowError("as an error");
        });
        reactor.mailbox().send(survived::countDown);
        assertThat(survived.await(10, TimeUnit.SECONDS)).isTrue();
        thread.close();
        assertThat(thread.join(10_000)).isTrue();
        assertThat(reactor.failures()).isEqualTo(1);
    }

    @Test
    void shouldExecuteWhatWaitsAndCloseItsChannelsWhenItEnds() {
        register();
        reactor.mailbox().send(() -> events.add("executed"));
        assertThat(reactor.close()).isTrue();
        assertThat(events).containsExactly("executed");
        assertThat(channels.source().isOpen()).isFalse();
        assertThat(reactor.close()).as("a second time").isFalse();
    }

    @Test
    void shouldNameNobodyAsOwnerOfTimersOutsideATurn() {
        assertThatThrownBy(() -> reactor.timers()).isInstanceOf(AssertionError.class);
    }
}
