package io.zmq4j.internal.socket;

import io.zmq4j.Interest;
import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqInterruptedException;
import io.zmq4j.internal.pattern.Inbound;
import io.zmq4j.internal.pattern.Outbound;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.reactor.FailureHandler;
import io.zmq4j.internal.reactor.Leader;
import io.zmq4j.internal.reactor.Mailbox;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.reactor.Signaler;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings the calls of application threads to the pattern, one at a time, and lets those wait that find no room or no message.
 * A waiting thread is outside the guard; it is woken by the first command that comes into the mailbox, executes what is there
 * and tries again.
 */
final class MessageCalls {

    private static final int COMMANDS_PER_CALL = 1024;

    private final SocketCore socket;
    private final SocketGuard guard;
    private final Waiters waiters;
    private final Mailbox mailbox;
    private final FailureHandler failures;

    /** Whether a receive must be followed by a send. */
    private final boolean oneByOne;

    private final BriefSpin spin;
    private final Leading leading;

    /** A hint for whoever receives next, which any of them may set. */
    private @Nullable Pipe expected;

    // -- inside the guard --
    private final Inbound inbound;
    private final Outbound outbound;
    private final SocketPipes pipes;
    private final TrafficCounters traffic;
    private final SendPace pace;

    /** How often commands were executed; written inside the guard, read by who waits. */
    private volatile int executions;

    MessageCalls(
            SocketCore socket,
            SocketGuard guard,
            Waiters waiters,
            Mailbox mailbox,
            SocketPipes pipes,
            Leading leading,
            long spinNanos,
            TrafficCounters traffic,
            FailureHandler failures) {
        this.socket = socket;
        this.oneByOne = socket.type() == SocketType.REQ || socket.type() == SocketType.REP;
        this.guard = guard;
        this.waiters = waiters;
        this.mailbox = mailbox;
        this.pipes = pipes;
        this.leading = leading;
        this.spin = new BriefSpin(spinNanos);
        this.inbound = pipes.pattern().in();
        this.outbound = pipes.pattern().out();
        this.pace = new SendPace(socket.config());
        this.traffic = traffic;
        this.failures = failures;
    }

    boolean send(Msg msg, Duration timeout) {
        boolean sent;
        SendPace.Way way;
        Reactor target;
        int seen;
        guard.enter();
        try {
            sent = sendNow(msg);
            way = afterSend(sent, msg);
            target = pace.reactor();
            seen = executions;
            if (!sent && !timeout.isZero()) {
                waiters.add(Thread.currentThread());
            }
        } catch (Throwable e) {
            leaveSignalling();
            throw e;
        }
        guard.exit();
        if (way != SendPace.Way.NOTHING) {
            depart(way, target);
        }
        return sent || !timeout.isZero() && sendLater(msg, System.nanoTime() + Deadline.nanos(timeout), seen);
    }

    private boolean sendNow(Msg msg) {
        requireOpen();
        executeCommands();
        return outbound.trySend(msg);
    }

    private SendPace.Way afterSend(boolean sent, Msg msg) {
        Reactor left = pipes.takeLeft();
        if (sent) {
            long size = msg.byteCount();
            traffic.onSent(1, size);
            return pace.onSent(size, left);
        }
        if (left != null) {
            left.signal();
        }
        return SendPace.Way.NOTHING;
    }

    /** @param reactor that of the pace, as it was inside the guard */
    private void depart(SendPace.Way way, @Nullable Reactor reactor) {
        if (reactor == null) {
            return;
        }
        switch (way) {
            case RUN -> {
                reactor.tryRun();
                pace.onResumed();
            }
            case DEFER -> reactor.nudgeLater();
            case WAKE -> reactor.signal();
            case NOTHING -> {}
        }
    }

    private boolean sendLater(Msg msg, long deadline, int executionsSeen) {
        boolean inside = false;
        int seen = executionsSeen;
        SendPace.Way way = SendPace.Way.NOTHING;
        Reactor target = null;
        try {
            while (true) {
                boolean late = park(deadline, seen);
                guard.enter();
                inside = true;
                boolean sent = sendNow(msg);
                way = afterSend(sent, msg);
                target = pace.reactor();
                seen = executions;
                if (sent || late) {
                    return sent;
                }
                requireNotInterrupted("send");
                inside = false;
                guard.exit();
            }
        } finally {
            stopWaiting(inside);
            pace.onResumed();
            depart(way, target);
        }
    }

    @Nullable
    Msg receive(Duration timeout) {
        Pipe source = expected;
        if (source != null && !timeout.isZero()) {
            spin.await(source, mailbox);
        }
        Msg msg;
        Reactor left;
        int seen;
        guard.enter();
        try {
            msg = receiveNow();
            seen = executions;
            if (msg == null && !timeout.isZero()) {
                waiters.add(Thread.currentThread());
            }
            left = pipes.takeLeft();
        } catch (Throwable e) {
            leaveSignalling();
            throw e;
        }
        guard.exit();
        if (left != null) {
            left.nudge();
        }
        return msg != null || timeout.isZero() ? msg : receiveLater(System.nanoTime() + Deadline.nanos(timeout), seen);
    }

    private @Nullable Msg receiveNow() {
        requireOpen();
        executeCommands();
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
                boolean late = park(deadline, seen);
                guard.enter();
                inside = true;
                Msg msg = receiveNow();
                seen = executions;
                if (msg != null || late) {
                    return msg;
                }
                requireNotInterrupted("receive");
                inside = false;
                leaveSignalling();
            }
        } finally {
            stopWaiting(inside);
        }
    }

    /**
     * Sleeps until something may have changed, by polling the reactor of the connections if nobody else waits for it. The
     * caller is registered already, so a command that came since is seen here or ends the sleep. Returns whether the deadline
     * has passed.
     *
     * @param seen how often commands had been executed when the caller looked last
     */
    private boolean park(long deadline, int seen) {
        Wait wait = new Wait(seen);
        if (wait.mayLeave() || Thread.currentThread().isInterrupted()) {
            return false;
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            return true;
        }
        if (!leading.tryLead(wait, left)) {
            leading.park(left);
        }
        return false;
    }

    /**
     * One wait of one thread. What a command has brought may be for this thread though another one, which looked at the
     * socket for something else, has executed it meanwhile; so it looks again when anybody has executed any.
     */
    private final class Wait implements Leader {

        private final int seen;

        Wait(int seen) {
            this.seen = seen;
        }

        @Override
        public boolean mayLeave() {
            return mailbox.isPending() || executions != seen || socket.isClosed();
        }

        @Override
        public Signaler source() {
            return waiters;
        }
    }

    private static void requireNotInterrupted(String call) {
        if (Thread.currentThread().isInterrupted()) {
            throw new ZmqInterruptedException("interrupted while waiting in " + call);
        }
    }

    private void stopWaiting(boolean inside) {
        if (!inside) {
            guard.enter();
        }
        waiters.remove(Thread.currentThread());
        leaveSignalling();
    }

    /** Leaves the guard, and has those woken for whom something was left inside. */
    void leaveSignalling() {
        Reactor left = pipes.takeLeft();
        guard.exit();
        if (left != null) {
            left.signal();
        }
    }

    int sendAll(List<Msg> msgs, Duration timeout) {
        long deadline = System.nanoTime() + Deadline.nanos(timeout);
        int sent = 0;
        try {
            while (sent < msgs.size()) {
                int batch = sendWithoutWaiting(msgs, sent);
                sent += batch;
                if (batch == 0) {
                    long left = Math.max(0, deadline - System.nanoTime());
                    if (!send(msgs.get(sent), Duration.ofNanos(left))) {
                        return sent;
                    }
                    sent++;
                }
            }
        } catch (RuntimeException e) {
            // the caller must learn what was taken; what has failed will fail again when it is sent next
            if (sent == 0) {
                throw e;
            }
        }
        return sent;
    }

    /** Sends up to a full batch of these. */
    private int sendWithoutWaiting(List<Msg> msgs, int from) {
        int end = (int) Math.min(msgs.size(), (long) from + pace.fullMessages());
        int index = from;
        SendPace.Way way;
        Reactor target;
        guard.enter();
        try {
            requireOpen();
            executeCommands();
            long size = 0;
            pipes.startGathering();
            try {
                while (index < end && size < pace.fullBytes() && outbound.trySend(msgs.get(index))) {
                    size += msgs.get(index).byteCount();
                    index++;
                }
            } catch (RuntimeException e) {
                if (index == from) {
                    throw e;
                }
            } finally {
                pipes.stopGathering();
                traffic.onSent(index - from, size);
            }
            way = pace.onSent(index - from, size, pipes.takeLeft());
            target = pace.reactor();
        } catch (Throwable e) {
            leaveSignalling();
            throw e;
        }
        guard.exit();
        depart(way, target);
        return index - from;
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
            while (count < max && !oneByOne && !socket.isClosed() && (msg = receiveNow()) != null) {
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

    /** Inside the guard. */
    void reconfigure(SocketConfig changed) {
        pace.reconfigure(changed);
    }

    void executeCommands() {
        if (mailbox.isPending()) {
            executions = executions + 1; // before the mailbox looks empty to who waits
            mailbox.drain(COMMANDS_PER_CALL, failures);
        }
    }

    /**
     * Waits until this holds, inside the guard, which only commands can bring about.
     *
     * @return whether it did within this time
     */
    boolean await(BooleanSupplier condition, Duration timeout, String call) {
        long deadline = System.nanoTime() + Deadline.nanos(timeout);
        boolean late = timeout.isZero();
        guard.enter();
        boolean inside = true;
        try {
            waiters.add(Thread.currentThread());
            while (true) {
                requireOpen();
                executeCommands();
                if (condition.getAsBoolean()) {
                    return true;
                }
                if (late) {
                    return false;
                }
                requireNotInterrupted(call);
                int seen = executions;
                inside = false;
                leaveSignalling();
                late = park(deadline, seen);
                guard.enter();
                inside = true;
            }
        } finally {
            stopWaiting(inside);
        }
    }

    /** Finds something out inside the guard of an open socket. */
    <T> T ask(Supplier<T> question) {
        guard.enter();
        try {
            requireOpen();
            executeCommands();
            return question.get();
        } finally {
            leaveSignalling();
        }
    }

    /** Runs an action inside the guard of an open socket. */
    void inside(Runnable action) {
        guard.enter();
        try {
            requireOpen();
            executeCommands();
            action.run();
        } finally {
            leaveSignalling();
        }
    }

    private void requireOpen() {
        if (socket.isClosed()) {
            throw socket.closedException();
        }
    }

    /** Which of these are possible without waiting; all of them on a closed socket, as the call tells then. */
    boolean isReady(Interest interest) {
        if (socket.isClosed()) {
            return true;
        }
        guard.enter();
        try {
            if (socket.isClosed()) {
                return true;
            }
            executeCommands();
            return switch (interest) {
                case READABLE -> inbound.canReceive();
                case WRITABLE -> outbound.canSend();
            };
        } finally {
            leaveSignalling();
        }
    }
}
