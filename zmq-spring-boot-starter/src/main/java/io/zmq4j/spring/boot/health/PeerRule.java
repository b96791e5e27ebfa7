package io.zmq4j.spring.boot.health;

import java.time.Duration;

/**
 * When a socket has too few peers to count as healthy.
 *
 * @param minPeers how many must be ready; 0 = peers do not count
 * @param grace how long there may be fewer
 */
public record PeerRule(int minPeers, Duration grace) {

    /** Peers do not count: ZeroMQ connects in the background, and a peer that is away is no fault of this side. */
    public static final PeerRule NONE = new PeerRule(0, Duration.ZERO);
}
