package io.zmq4j.internal.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MailboxTest {

    private static final FailureHandler NONE = (source, failure) -> {
        throw new AssertionError(failure);
    };

    private final AtomicInteger signals = new AtomicInteger();
    private final Mailbox mailbox = new Mailbox(signals::incrementAndGet);
    private final List<String> executed = new ArrayList<>();

    private void send(String name) {
        mailbox.send(() -> executed.add(name));
    }

    @Test
    void shouldSignalOnlyTheFirstCommandAfterTheOwnerLooked() {
        send("a");
        send("b");
        assertThat(signals).hasValue(1);
        assertThat(mailbox.isPending()).isTrue();
        assertThat(mailbox.drain(10, NONE)).isEqualTo(2);
        assertThat(executed).containsExactly("a", "b");
        assertThat(mailbox.isPending()).isFalse();
        assertThat(mailbox.drain(10, NONE)).isZero();
        send("c");
        assertThat(signals).hasValue(2);
    }

    @Test
    void shouldLeaveTheRestPendingWithoutASignal() {
        send("a");
        send("b");
        send("c");
        assertThat(mailbox.drain(2, NONE)).isEqualTo(2);
        assertThat(mailbox.isPending()).isTrue();
        assertThat(signals).hasValue(1);
        assertThat(mailbox.drain(2, NONE)).isEqualTo(1);
        assertThat(executed).containsExactly("a", "b", "c");
    }

    @Test
    void shouldReportACommandThatThrowsAndGoOn() {
        List<Throwable> failures = new ArrayList<>();
        IllegalStateException failure = new IllegalStateException("broken");
        mailbox.send(() -> {
            throw failure;
        });
        send("next");
        assertThat(mailbox.drain(10, (source, thrown) -> failures.add(thrown))).isEqualTo(2);
        assertThat(failures).containsExactly(failure);
        assertThat(executed).containsExactly("next");
    }

    @Test
    void shouldExecuteWhatACommandSendsToItsOwnMailbox() {
        mailbox.send(() -> send("inner"));
        assertThat(mailbox.drain(10, NONE)).isEqualTo(2);
        assertThat(executed).containsExactly("inner");
    }

    @Test
    void shouldSignalTheNewOwnerWhenCommandsAreWaiting() {
        AtomicInteger newOwner = new AtomicInteger();
        mailbox.signalTo(newOwner::incrementAndGet);
        assertThat(newOwner).hasValue(0);
        send("a");
        assertThat(newOwner).hasValue(1);
        AtomicInteger third = new AtomicInteger();
        mailbox.signalTo(third::incrementAndGet);
        assertThat(third).hasValue(1);
        assertThat(signals).hasValue(0);
    }

    @Test
    void shouldNeverLetACommandWaitForAnotherOneWhenManyThreadsSend() throws InterruptedException {
        int senders = 3;
        int each = Integer.getInteger("zmq4j.test.mailboxCommands", 100_000);
        Semaphore wake = new Semaphore(0);
        Mailbox shared = new Mailbox(wake::release);
        AtomicInteger received = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int s = 0; s < senders; s++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    shared.send(received::incrementAndGet);
                }
            });
            threads.add(thread);
            thread.start();
        }
        while (received.get() < senders * each) {
            assertThat(wake.tryAcquire(20, TimeUnit.SECONDS))
                    .as("signalled after " + received)
                    .isTrue();
            while (shared.isPending()) {
                shared.drain(1024, NONE);
            }
        }
        for (Thread thread : threads) {
            thread.join(10_000);
        }
        assertThat(received).hasValue(senders * each);
    }
}
