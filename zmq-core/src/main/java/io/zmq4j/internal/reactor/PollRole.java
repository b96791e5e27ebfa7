package io.zmq4j.internal.reactor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** The role of who polls the channels of a {@link Reactor}: whether anybody has it, whether that one sleeps, and its wake-up. */
final class PollRole {

    private static final VarHandle TAKEN;
    private static final VarHandle SLEEPING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TAKEN = lookup.findVarHandle(PollRole.class, "taken", boolean.class);
            SLEEPING = lookup.findVarHandle(PollRole.class, "sleeping", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Channels channels;
    private volatile boolean taken;
    private volatile boolean sleeping;
    private volatile @Nullable Leader leader;

    PollRole(Channels channels) {
        this.channels = channels;
    }

    // -- any thread --

    boolean tryTake() {
        return !taken && TAKEN.compareAndSet(this, false, true);
    }

    boolean isTaken() {
        return taken;
    }

    boolean isSleeping() {
        return sleeping;
    }

    /** Lets who polls, if it sleeps, look around. */
    void wake() {
        if (sleeping && SLEEPING.compareAndSet(this, true, false)) {
            channels.wakeUp();
        }
    }

    /** As {@link #wake}, if who polls is a leader that waits for this source. */
    void wakeLeader(Signaler source) {
        Leader current = leader;
        if (current != null && current.source() == source) {
            wake();
        }
    }

    // -- who has the role --

    /** From now on it is a leader that polls. */
    void lead(Leader candidate) {
        leader = candidate;
    }

    /** To be called inside, before the last look at what may have come. */
    void fallAsleep() {
        sleeping = true;
    }

    void awake() {
        sleeping = false;
    }

    void leave() {
        if (leader != null) {
            leader = null;
        }
        taken = false;
    }
}
