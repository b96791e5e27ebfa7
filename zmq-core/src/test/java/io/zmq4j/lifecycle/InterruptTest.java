package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Interest;
import io.zmq4j.Msg;
import io.zmq4j.Poller;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqInterruptedException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.Ledger;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.Scale;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** One thread works on a socket; the test's thread interrupts it again and again. */
@ExtendWith({LeakGate.class, NoSurprises.class})
@Timeout(300)
class InterruptTest {

    /** A third for each of receive, send and poll, over each of two transports. */
    private static final int INTERRUPTS = Scale.of("interrupts", 1_000) / 6;

    private static final int SIZE = 100;

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private final AtomicInteger seen = new AtomicInteger();
    private final AtomicBoolean done = new AtomicBoolean();
    private final Ledger ledger = new Ledger();
    private final Crew crew = new Crew();

    /** Repeats a call until it is not interrupted, and counts how often it was. */
    private <T> T uninterrupted(Supplier<T> call) {
        while (true) {
            try {
                return call.get();
            } catch (ZmqInterruptedException e) {
                assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
                seen.incrementAndGet();
            }
        }
    }

    /** Interrupts this thread so often, each time after it has noticed the last one. */
    private void interrupt(Thread thread, Runnable between) {
        for (int i = 1; i <= INTERRUPTS; i++) {
            int count = i;
            thread.interrupt();
            Waiting.until("interrupt " + i + " is noticed", () -> {
                crew.assertNoFailure();
                return seen.get() >= count;
            });
            between.run();
        }
    }

    @OverTransports
    void shouldLoseNothingWhenReceiveIsInterrupted(Transport transport) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        Thread receiver = crew.once("receiver", () -> {
            Msg msg = uninterrupted(() -> pull.receive(SocketConfig.FOREVER));
            while (msg.size() > 1) {
                ledger.received(0, msg.frames());
                msg = uninterrupted(() -> pull.receive(SocketConfig.FOREVER));
            }
        });
        interrupt(receiver, () -> push.send(Msg.of(ledger.next(1, 2, SIZE))));
        push.send(Msg.of("the end"));
        crew.assertDone();
        ledger.assertComplete();
    }

    @OverTransports
    void shouldLoseAndDoubleNothingWhenSendIsInterrupted(Transport transport) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport, options -> options.receiveHwm(1));
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull, options -> options.sendHwm(1));
        Thread sender = crew.once("sender", () -> {
            while (!done.get()) {
                Msg msg = Msg.of(ledger.next(1, 2, 50_000));
                uninterrupted(() -> push.send(msg, SocketConfig.FOREVER));
            }
        });
        interrupt(sender, () -> ledger.received(0, pull.receive().frames()));
        done.set(true);
        Waiting.until("the sender is done", () -> {
            Msg msg = pull.receive(Waiting.MOMENT);
            if (msg != null) {
                ledger.received(0, msg.frames());
            }
            return msg == null && !sender.isAlive();
        });
        crew.assertDone();
        ledger.assertComplete();
    }

    @OverTransports
    void shouldLoseNothingWhenPollIsInterrupted(Transport transport) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        Thread poller = crew.once("poller", () -> {
            try (Poller poll = sockets.context().poller()) {
                poll.add(pull, Interest.READABLE);
                while (!done.get()) {
                    uninterrupted(() -> poll.poll(SocketConfig.FOREVER));
                    drain(pull);
                }
            }
        });
        interrupt(poller, () -> push.send(Msg.of(ledger.next(1, 2, SIZE))));
        done.set(true);
        push.send(Msg.of(ledger.next(1, 2, SIZE)));
        crew.assertDone();
        drain(pull);
        ledger.assertComplete();
    }

    private void drain(ZmqSocket pull) {
        Msg msg = pull.tryReceive();
        while (msg != null) {
            List<byte[]> frames = msg.frames();
            ledger.received(0, frames);
            msg = pull.tryReceive();
        }
    }
}
