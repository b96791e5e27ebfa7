package io.zmq4j.internal.socket;

import io.zmq4j.Interest;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqInterruptedException;
import io.zmq4j.internal.pattern.Inbound;
import io.zmq4j.internal.pattern.Outbound;
import io.zmq4j.internal.pattern.Pattern;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.reactor.FailureHandler;
import io.zmq4j.internal.reactor.Mailbox;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
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

    private final BriefSpin spin = new BriefSpin();

    /** A hint for whoever receives next, which any of them may set. */
    private @Nullable Pipe expected;

    // -- inside the guard --
    private final Inbound inbound;
    private final Outbound outbound;
    private final TrafficCounters traffic;

    MessageCalls(
            SocketCore socket,
            SocketGuard guard,
            Waiters waiters,
            Mailbox mailbox,
            Pattern pattern,
            TrafficCounters traffic,
            FailureHandler failures) {
        this.socket = socket;
        this.oneByOne = socket.type() == SocketType.REQ || socket.type() == SocketType.REP;
        this.guard = guard;
        this.waiters = waiters;
        this.mailbox = mailbox;
        this.inbound = pattern.in();
        this.outbound = pattern.out();
        this.traffic = traffic;
        this.failures = failures;
    }

    boolean send(Msg msg, Duration timeout) {
        guard.enter();
        try {
            if (sendNow(msg)) {
                return true;
            }
            if (timeout.isZero()) {
                return false;
            }
            waiters.add(Thread.currentThread());
        } finally {
            guard.exit();
        }
        return sendLater(msg, System.nanoTime() + Deadline.nanos(timeout));
    }

    private boolean sendNow(Msg msg) {
        requireOpen();
        executeCommands();
        if (!outbound.trySend(msg)) {
            return false;
        }
        traffic.onSent(msg.byteCount());
        return true;
    }

    private boolean sendLater(Msg msg, long deadline) {
        boolean inside = false;
        try {
            while (true) {
                boolean late = park(deadline);
                guard.enter();
                inside = true;
                if (sendNow(msg)) {
                    return true;
                }
                if (late) {
                    return false;
                }
                requireNotInterrupted("send");
                inside = false;
                guard.exit();
            }
        } finally {
            stopWaiting(inside);
        }
    }

    @Nullable
    Msg receive(Duration timeout) {
        Pipe source = expected;
        if (source != null && !timeout.isZero()) {
            spin.await(source, mailbox);
        }
        guard.enter();
        try {
            Msg msg = receiveNow();
            if (msg != null || timeout.isZero()) {
                return msg;
            }
            waiters.add(Thread.currentThread());
        } finally {
            guard.exit();
        }
        return receiveLater(System.nanoTime() + Deadline.nanos(timeout));
    }

    private @Nullable Msg receiveNow() {
        requireOpen();
        executeCommands();
        Msg msg = inbound.tryReceive();
        if (msg != null) {
            traffic.onReceived(msg.byteCount());
            expected = inbound.expectedSource();
        }
        return msg;
    }

    private @Nullable Msg receiveLater(long deadline) {
        boolean inside = false;
        try {
            while (true) {
                boolean late = park(deadline);
                guard.enter();
                inside = true;
                Msg msg = receiveNow();
                if (msg != null || late) {
                    return msg;
                }
                requireNotInterrupted("receive");
                inside = false;
                guard.exit();
            }
        } finally {
            stopWaiting(inside);
        }
    }

    /**
     * Sleeps until something may have changed. The caller is registered already, so a command that came since is seen here
     * or ends the sleep. Returns whether the deadline has passed.
     */
    private boolean park(long deadline) {
        if (mailbox.isPending() || socket.isClosed() || Thread.currentThread().isInterrupted()) {
            return false;
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            return true;
        }
        LockSupport.parkNanos(this, left);
        return false;
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
        try {
            waiters.remove(Thread.currentThread());
        } finally {
            guard.exit();
        }
    }

    int sendAll(List<Msg> msgs, Duration timeout) {
        long deadline = System.nanoTime() + Deadline.nanos(timeout);
        int sent = 0;
        while (sent < msgs.size()) {
            sent += sendWithoutWaiting(msgs.subList(sent, msgs.size()));
            if (sent < msgs.size()) {
                long left = Math.max(0, deadline - System.nanoTime());
                if (!send(msgs.get(sent), Duration.ofNanos(left))) {
                    return sent;
                }
                sent++;
            }
        }
        return sent;
    }

    private int sendWithoutWaiting(List<Msg> msgs) {
        guard.enter();
        try {
            int sent = 0;
            for (Msg msg : msgs) {
                if (!sendNow(msg)) {
                    break;
                }
                sent++;
            }
            return sent;
        } finally {
            guard.exit();
        }
    }

    int receive(Collection<? super Msg> into, int max, Duration timeout) {
        Msg first = receive(timeout);
        if (first == null) {
            return 0;
        }
        into.add(first);
        int count = 1;
        guard.enter();
        try {
            Msg msg;
            // what was taken must reach the caller: no exception for what cannot be taken any more
            while (count < max && !oneByOne && !socket.isClosed() && (msg = receiveNow()) != null) {
                into.add(msg);
                count++;
            }
        } finally {
            guard.exit();
        }
        return count;
    }

    void executeCommands() {
        if (mailbox.isPending()) {
            mailbox.drain(COMMANDS_PER_CALL, failures);
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
            guard.exit();
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
            guard.exit();
        }
    }
}
