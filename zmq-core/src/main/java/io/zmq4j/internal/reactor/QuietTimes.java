package io.zmq4j.internal.reactor;

/**
 * Tells a burst of a few messages from a flood, over all sockets of a reactor: in quiet times senders write at once
 * themselves, in a flood it is better when messages gather. Its fields are hints, which any thread touches; what races lose
 * does not matter.
 */
final class QuietTimes {

    /** Visits in a row before it is no longer quiet, and the pause that earns one of them again. */
    private static final int MOST_VISITS = 8;

    private static final long NANOS_PER_VISIT = 10_000;

    private long busyUntil;
    private int visits = MOST_VISITS;

    /** Somebody has left commands. Whether it should execute them itself at once. */
    boolean admits(long now) {
        long pause = now - busyUntil;
        busyUntil = now;
        int left = (int) Math.min(MOST_VISITS, visits + Math.max(0, pause) / NANOS_PER_VISIT);
        visits = Math.max(0, left - 1);
        return left > 0;
    }

    /** A visit has ended, whose own time was no pause. */
    void onVisited(long now) {
        busyUntil = now;
    }
}
