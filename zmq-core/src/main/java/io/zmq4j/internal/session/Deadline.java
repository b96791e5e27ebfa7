package io.zmq4j.internal.session;

import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.reactor.Timers;
import org.jspecify.annotations.Nullable;

/** When something has to end. It may come nearer, and never moves away. Owner: the reactor. */
final class Deadline {

    private final Reactor reactor;
    private final Runnable end;
    private Timers.@Nullable Timer timer;
    private long at;

    Deadline(Reactor reactor, Runnable end) {
        this.reactor = reactor;
        this.end = end;
    }

    boolean isSet() {
        return timer != null;
    }

    /** The shortest time counts, as when a socket is closed soon after its endpoint was disconnected. */
    void within(long nanos) {
        long wanted = reactor.now() + nanos;
        if (timer != null) {
            if (wanted - at >= 0) {
                return;
            }
            timer.cancel();
        }
        at = wanted;
        timer = reactor.schedule(nanos, end);
    }

    void cancel() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
