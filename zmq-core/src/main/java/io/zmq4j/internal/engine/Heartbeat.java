package io.zmq4j.internal.engine;

import io.zmq4j.SocketConfig;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.reactor.Timers;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the peer lives. Every interval a PING is sent; when its time-out passes and nothing at all was received
 * since, the peer is given up. A time to live that the peer announced is kept in the same way. Received data costs one
 * assignment, as the timers look at it only when they run out.
 */
final class Heartbeat {

    /** What a heartbeat needs of its engine. */
    interface Pulse {
        void ping(int ttlMillis);

        /** The nanosecond of the last received byte, after a look for what has just come. */
        long lastReceived();

        /** Whether this side has stopped reading, so that silence says nothing of the peer. */
        boolean isInputStopped();

        void onSilence(String reason);
    }

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Reactor reactor;
    private final Pulse pulse;
    private final long interval;
    private final long timeout;
    private final int ttlMillis;
    private long peerTtl;

    /** When the PING was sent that is not answered yet; 0 = there is none. */
    private long asked;

    /** Read by other threads too. */
    private long roundTrip;

    private Timers.@Nullable Timer pingTimer;
    private Timers.@Nullable Timer timeoutTimer;
    private Timers.@Nullable Timer ttlTimer;

    Heartbeat(Reactor reactor, SocketConfig.Heartbeat config, Pulse pulse) {
        this.reactor = reactor;
        this.pulse = pulse;
        this.interval = config.interval().toNanos();
        this.timeout = config.effectiveTimeout().toNanos();
        this.ttlMillis = (int) config.ttl().toMillis();
    }

    void start() {
        if (interval > 0) {
            pingTimer = reactor.schedule(interval, this::onPingDue);
        }
    }

    private void onPingDue() {
        pingTimer = reactor.schedule(interval, this::onPingDue);
        if (timeoutTimer == null) {
            long sent = reactor.now();
            timeoutTimer = reactor.schedule(timeout, () -> onTimeout(sent));
        }
        if (asked == 0) {
            asked = reactor.now() | 1;
        }
        pulse.ping(ttlMillis);
    }

    void onPong() {
        if (asked != 0) {
            roundTrip = Math.max(1, reactor.now() - asked);
            asked = 0;
        }
    }

    /** Nanoseconds from the last PING that was answered to its PONG, 0 = not known. */
    long roundTrip() {
        return roundTrip;
    }

    private void onTimeout(long sent) {
        timeoutTimer = null;
        if (!pulse.isInputStopped() && pulse.lastReceived() - sent < 0) {
            pulse.onSilence("nothing received for " + timeout / NANOS_PER_MILLI + " ms after a PING");
        }
    }

    /** The peer wants to be given up when nothing of it comes for this time; 0 = it does not say. */
    void onPeerTtl(int millis) {
        peerTtl = millis * NANOS_PER_MILLI;
        if (peerTtl > 0 && ttlTimer == null) {
            ttlTimer = reactor.schedule(peerTtl, this::onTtl);
        }
    }

    private void onTtl() {
        ttlTimer = null;
        if (peerTtl == 0) {
            return;
        }
        long silence = reactor.now() - pulse.lastReceived();
        if (silence < peerTtl || pulse.isInputStopped()) {
            ttlTimer = reactor.schedule(Math.max(peerTtl - silence, NANOS_PER_MILLI), this::onTtl);
        } else {
            pulse.onSilence("nothing received for " + peerTtl / NANOS_PER_MILLI + " ms, the peer's time to live");
        }
    }

    void stop() {
        cancel(pingTimer);
        cancel(timeoutTimer);
        cancel(ttlTimer);
    }

    private static void cancel(Timers.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }
}
