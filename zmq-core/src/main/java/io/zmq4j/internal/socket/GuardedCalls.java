package io.zmq4j.internal.socket;

import io.zmq4j.ZmqInterruptedException;
import io.zmq4j.internal.reactor.FailureHandler;
import io.zmq4j.internal.reactor.Leader;
import io.zmq4j.internal.reactor.Mailbox;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.reactor.Signaler;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Brings the calls of application threads into the guard of a socket, one at a time, and lets those wait that want what only
 * commands can bring. A waiting thread is outside the guard; it is woken by the first command that comes into the mailbox,
 * executes what is there and looks again.
 */
final class GuardedCalls {

    private static final int COMMANDS_PER_CALL = 1024;

    private final SocketLife life;
    private final SocketGuard guard;
    private final Waiters waiters;
    private final Mailbox mailbox;
    private final SocketPipes pipes;
    private final Leading leading;
    private final FailureHandler failures;

    /** How often commands were executed, or something else was changed; written inside the guard, read by who waits. */
    private volatile int executions;

    GuardedCalls(
            SocketLife life,
            SocketGuard guard,
            Waiters waiters,
            Mailbox mailbox,
            SocketPipes pipes,
            Leading leading,
            FailureHandler failures) {
        this.life = life;
        this.guard = guard;
        this.waiters = waiters;
        this.mailbox = mailbox;
        this.pipes = pipes;
        this.leading = leading;
        this.failures = failures;
    }

    // -- inside the guard --

    /** Executes what is in the mailbox, if the socket is open. */
    void begin() {
        if (life.isClosed()) {
            throw life.closedException();
        }
        executeCommands();
    }

    void executeCommands() {
        if (mailbox.isPending()) {
            executions = executions + 1; // before the mailbox looks empty to who waits
            mailbox.drain(COMMANDS_PER_CALL, failures);
        }
    }

    /**
     * Registers the calling thread, which has looked in vain, to be woken. To be ended by {@link #stopWaiting}.
     *
     * @return how often commands have been executed, for {@link #park}
     */
    int startWaiting() {
        waiters.add(Thread.currentThread());
        return executions;
    }

    /** How often commands have been executed, for {@link #park}. */
    int executions() {
        return executions;
    }

    /** Leaves the guard, and has those woken for whom something was left inside. */
    void leave() {
        Reactor left = pipes.takeLeft();
        guard.exit();
        if (left != null) {
            left.signal();
        }
    }

    // -- outside --

    /**
     * Sleeps until something may have changed, by polling the reactor of the connections if nobody else waits for it. The
     * caller is registered already, so a command that came since is seen here or ends the sleep. Returns whether the deadline
     * has passed.
     *
     * @param seen how often commands had been executed when the caller looked last
     */
    boolean park(long deadline, int seen) {
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
            return mailbox.isPending() || executions != seen || life.isClosed();
        }

        @Override
        public Signaler source() {
            return waiters;
        }
    }

    static void requireNotInterrupted(String call) {
        if (Thread.currentThread().isInterrupted()) {
            throw new ZmqInterruptedException("interrupted while waiting in " + call);
        }
    }

    /** @param inside whether the caller is inside the guard, which it has left then */
    void stopWaiting(boolean inside) {
        if (!inside) {
            guard.enter();
        }
        waiters.remove(Thread.currentThread());
        leave();
    }

    // -- whole calls --

    /** Runs an action inside the guard of an open socket. */
    void inside(Runnable action) {
        ask(() -> {
            action.run();
            executions = executions + 1; // who waits looks at what that has changed
            return true;
        });
    }

    /** Finds something out inside the guard of an open socket. */
    <T> T ask(Supplier<T> question) {
        guard.enter();
        try {
            begin();
            return question.get();
        } finally {
            leave();
        }
    }

    /** Finds something out that a closed socket knows too. */
    <T> T look(Supplier<T> question) {
        guard.enter();
        try {
            if (!life.isClosed()) {
                executeCommands();
            }
            return question.get();
        } finally {
            leave();
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
            startWaiting();
            while (true) {
                begin();
                if (condition.getAsBoolean()) {
                    return true;
                }
                if (late) {
                    return false;
                }
                requireNotInterrupted(call);
                int seen = executions;
                inside = false;
                leave();
                late = park(deadline, seen);
                guard.enter();
                inside = true;
            }
        } finally {
            stopWaiting(inside);
        }
    }
}
