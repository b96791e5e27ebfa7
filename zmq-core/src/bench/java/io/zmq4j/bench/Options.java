package io.zmq4j.bench;

/**
 * What every peer sets alike; all else stays at its default. A negative number leaves the default, 0 is no limit.
 *
 * @param hwm both high-water marks, in messages
 * @param backlog connections that may wait to be accepted
 */
record Options(int hwm, int backlog) {

    /**
     * A subscriber sends its subscriptions, so they must all have room before there is a connection: libzmq loses those
     * beyond the mark.
     */
    int sendHwm(Peer.Type type) {
        return type == Peer.Type.SUB ? 0 : hwm;
    }

    /** The same at the other end: a publisher receives subscriptions only. */
    int receiveHwm(Peer.Type type) {
        return type == Peer.Type.PUB ? 0 : hwm;
    }
}
