package io.zmq4j.internal.socket;

import io.zmq4j.Msg;
import io.zmq4j.internal.pattern.Inbound;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.reactor.Mailbox;
import io.zmq4j.internal.reactor.Reactor;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Brings the messages of the pattern to application threads, and lets those wait that find none. */
final class ReceiveCalls {

    private final SocketLife life;
    private final SocketGuard guard;
    private final GuardedCalls calls;
    private final Mailbox mailbox;

    /** Whether a receive must be followed by a send. */
    private final boolean oneByOne;

    private final BriefSpin spin;

    /** A hint for whoever receives next, which any of them may set. */
    private @Nullable Pipe expected;

    // -- inside the guard --
    private final Inbound inbound;
    private final SocketPipes pipes;
    private final TrafficCounters traffic;

    ReceiveCalls(
            SocketLife life,
            SocketGuard guard,
            GuardedCalls calls,
            Mailbox mailbox,
            SocketPipes pipes,
            BriefSpin spin,
            boolean oneByOne,
            TrafficCounters traffic) {
        this.life = life;
        this.guard = guard;
        this.calls = calls;
        this.mailbox = mailbox;
        this.pipes = pipes;
        this.spin = spin;
        this.oneByOne = oneByOne;
        this.inbound = pipes.pattern().in();
        this.traffic = traffic;
    }

    @Nullable
    Msg receive(Duration timeout) {
        Pipe source = expected;
        if (source != null && !timeout.isZero()) {
            spin.await(source, mailbox);
        }
        Msg msg;
        Reactor left;
        int seen = 0;
        guard.enter();
        try {
            msg = receiveNow();
            if (msg == null && !timeout.isZero()) {
                seen = calls.startWaiting();
            }
            left = pipes.takeLeft();
        } catch (Throwable e) {
            calls.leave();
            throw e;
        }
        guard.exit();
        if (left != null) {
            left.nudge();
        }
        return msg != null || timeout.isZero() ? msg : receiveLater(System.nanoTime() + Deadline.nanos(timeout), seen);
    }

    private @Nullable Msg receiveNow() {
        calls.begin();
        Msg msg = inbound.tryReceive();
        if (msg != null) {
            traffic.onReceived(msg.byteCount());
            Pipe source = inbound.expectedSource();
            if (expected != source) {
                expected = source;
            }
        }
        return msg;
    }

    private @Nullable Msg receiveLater(long deadline, int executionsSeen) {
        boolean inside = false;
        int seen = executionsSeen;
        try {
            while (true) {
                boolean late = calls.park(deadline, seen);
                guard.enter();
                inside = true;
                Msg msg = receiveNow();
                seen = calls.executions();
                if (msg != null || late) {
                    return msg;
                }
                GuardedCalls.requireNotInterrupted("receive");
                inside = false;
                calls.leave();
            }
        } finally {
            calls.stopWaiting(inside);
        }
    }

    int receive(Collection<? super Msg> into, int max, Duration timeout) {
        Msg first = receive(timeout);
        if (first == null) {
            return 0;
        }
        into.add(first);
        int count = 1;
        Reactor left;
        guard.enter();
        try {
            Msg msg;
            // what was taken must reach the caller: no exception for what cannot be taken any more
            while (count < max && !oneByOne && !life.isClosed() && (msg = receiveNow()) != null) {
                into.add(msg);
                count++;
            }
            left = pipes.takeLeft();
        } finally {
            guard.exit();
        }
        if (left != null) {
            left.nudge();
        }
        return count;
    }
}
