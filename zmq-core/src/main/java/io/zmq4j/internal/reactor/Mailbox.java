package io.zmq4j.internal.reactor;

import io.zmq4j.internal.queue.MpscQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Commands from many threads to one owner. The owner is signalled only by the first command after it last looked, so a
 * busy mailbox costs its writers one atomic exchange.
 */
public final class Mailbox {

    private static final VarHandle PENDING;

    static {
        try {
            PENDING = MethodHandles.lookup().findVarHandle(Mailbox.class, "pending", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final MpscQueue<Command> commands = new MpscQueue<>();
    private volatile Signaler signaler;

    /** Whether commands may be waiting; set after they are queued, cleared before they are taken. */
    private volatile boolean pending;

    public Mailbox(Signaler signaler) {
        this.signaler = signaler;
    }

    /** Any thread. */
    public void send(Command command) {
        commands.offer(command);
        // else the flag could be read before the command is visible to an owner that clears it just now
        VarHandle.fullFence();
        // the plain read keeps writers off the cache line while the owner is behind
        if (!pending && PENDING.compareAndSet(this, false, true)) {
            signaler.signal();
        }
    }

    /** Any thread; a hint that costs one volatile read. */
    public boolean isPending() {
        return pending;
    }

    /**
     * Owner only. Executes commands in order, this many at most. What is left keeps {@link #isPending} true, without a
     * signal. A command that throws is given to the handler, and the next one follows.
     *
     * @return how many were executed
     */
    public int drain(int max, FailureHandler failures) {
        if (!pending) {
            return 0;
        }
        pending = false;
        int count = 0;
        Command command;
        while ((command = commands.poll()) != null) {
            try {
                command.execute();
            } catch (Throwable e) {
                failures.onFailure(command, e);
            }
            if (++count == max) {
                pending = true;
                break;
            }
        }
        return count;
    }

    /** Gives the mailbox to another owner, who has to look into it once. */
    public void signalTo(Signaler newOwner) {
        signaler = newOwner;
        if (pending) {
            newOwner.signal();
        }
    }
}
