package io.zmq4j.internal.session;

import io.zmq4j.DropReason;
import io.zmq4j.SocketEvent;
import io.zmq4j.internal.reactor.Reactor;
import java.time.Duration;
import java.util.function.Supplier;

/** Counts the datagrams that an endpoint of udp loses, and tells of them once a second at most. Owner: the reactor. */
final class DatagramLosses {

    private static final long INTERVAL = Duration.ofSeconds(1).toNanos();

    private final SessionOwner owner;
    private final Reactor reactor;
    private final String endpoint;
    private final long id;
    private long untold;
    private boolean everTold;
    private long toldAt;
    private String lastReason = "";

    DatagramLosses(SessionOwner owner, Reactor reactor, String endpoint, long id) {
        this.owner = owner;
        this.reactor = reactor;
        this.endpoint = endpoint;
        this.id = id;
    }

    /** @param why asked only when it is told */
    void count(DropReason reason, Supplier<String> why) {
        owner.counters().drop(reason, 1);
        untold++;
        long now = reactor.now();
        if (!everTold || now - toldAt >= INTERVAL) {
            everTold = true;
            toldAt = now;
            lastReason = why.get();
            tell();
        }
    }

    /** Tells what was not told yet. */
    void tellRest() {
        if (untold > 0) {
            tell();
        }
    }

    private void tell() {
        owner.counters().error("datagrams at " + endpoint + ": " + lastReason);
        owner.publish(new SocketEvent.DatagramsDropped(endpoint, lastReason, untold, id));
        untold = 0;
    }
}
