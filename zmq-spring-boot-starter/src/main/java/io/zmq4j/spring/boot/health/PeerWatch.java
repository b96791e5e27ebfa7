package io.zmq4j.spring.boot.health;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Judges whether a socket has had too few peers for too long. What it says holds for {@link #STEADY} at least, so that a
 * peer that comes and goes many times a second does not make health flap. Thread-safe.
 */
final class PeerWatch {

    /** The shortest time between two changes. */
    static final Duration STEADY = Duration.ofSeconds(1);

    private final PeerRule rule;
    private final ReentrantLock lock = new ReentrantLock();
    // -- under the lock, times in nanoseconds --
    private boolean wasShort;
    private boolean down;
    private long shortSince;
    private long changedAt;

    /** @param now when the watch begins */
    PeerWatch(PeerRule rule, long now) {
        this.rule = rule;
        this.changedAt = now - STEADY.toNanos();
    }

    /** @param now as {@link System#nanoTime()}; the clock of the grace starts when a shortage is first seen */
    boolean isDown(long peers, long now) {
        if (rule.minPeers() == 0) {
            return false;
        }
        lock.lock();
        try {
            boolean isShort = peers < rule.minPeers();
            if (isShort && !wasShort) {
                shortSince = now;
            }
            wasShort = isShort;
            boolean wanted = isShort && now - shortSince >= rule.grace().toNanos();
            if (wanted != down && now - changedAt >= STEADY.toNanos()) {
                down = wanted;
                changedAt = now;
            }
            return down;
        } finally {
            lock.unlock();
        }
    }
}
