package io.zmq4j.internal.reactor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** How often threads other than the attendant were inside a {@link Reactor}: counted inside, read by the attendant, roughly. */
final class VisitCounts {

    private static final VarHandle VISITS;
    private static final VarHandle LEADER_TURNS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            VISITS = lookup.findVarHandle(VisitCounts.class, "visits", long.class);
            LEADER_TURNS = lookup.findVarHandle(VisitCounts.class, "leaderTurns", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long visits;
    private long leaderTurns;

    void onVisit() {
        VISITS.setOpaque(this, visits + 1);
    }

    /** A visit that serves the channels too. */
    void onLeaderTurn() {
        onVisit();
        LEADER_TURNS.setOpaque(this, leaderTurns + 1);
    }

    long visits() {
        return (long) VISITS.getOpaque(this);
    }

    long leaderTurns() {
        return (long) LEADER_TURNS.getOpaque(this);
    }
}
