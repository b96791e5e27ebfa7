package io.zmq4j.internal.reactor;

import io.zmq4j.internal.queue.MpscQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Commands from many threads to one owner. The owner is signalled only by the first command after it last looked, so a
 * busy mailbox costs its writers one atomic exchange. A command can also be left without a signal, by who sees to it otherwise
 * that the owner looks before long.
 */
public final class Mailbox {

    private static final int EMPTY = 0;
    private static final int LEFT = 1;
    private static final int SIGNALLED = 2;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Mailbox.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final MpscQueue<Command> commands = new MpscQueue<>();
    private volatile Signaler signaler;

    /** Whether commands may be waiting; set after they are queued, cleared before they are taken. */
    private volatile int state;

    public Mailbox(Signaler signaler) {
        this.signaler = signaler;
    }

    /** Any thread. */
    public void send(Command command) {
        commands.offer(command);
        // else the state could be read before the command is visible to an owner that clears it just now
        VarHandle.fullFence();
        // the plain read keeps writers off the cache line while the owner is behind
        if (state != SIGNALLED && (int) STATE.getAndSet(this, SIGNALLED) != SIGNALLED) {
            signaler.signal();
        }
    }

    /** Any thread. Leaves a command without a signal. */
    public void leave(Command command) {
        commands.offer(command);
        VarHandle.fullFence();
        if (state == EMPTY) {
            STATE.compareAndSet(this, EMPTY, LEFT);
        }
    }

    /** Any thread; a hint that costs one volatile read. */
    public boolean isPending() {
        return state != EMPTY;
    }

    /** Whether commands may be waiting whose sender relies on a signal. Any thread. */
    boolean isSignalled() {
        return state == SIGNALLED;
    }

    /**
     * Owner only. Executes commands in order, this many at most. What is left keeps {@link #isPending} true, without a
     * signal. A command that throws is given to the handler, and the next one follows.
     *
     * @return how many were executed
     */
    public int drain(int max, FailureHandler failures) {
        if (state == EMPTY) {
            return 0;
        }
        state = EMPTY;
        int count = 0;
        Command command;
        while ((command = commands.poll()) != null) {
            try {
                command.execute();
            } catch (Throwable e) {
                failures.onFailure(command, e);
            }
            if (++count == max) {
                state = SIGNALLED;
                break;
            }
        }
        return count;
    }

    /** Gives the mailbox to another owner, who has to look into it once. */
    public void signalTo(Signaler newOwner) {
        signaler = newOwner;
        if (isPending()) {
            newOwner.signal();
        }
    }
}
