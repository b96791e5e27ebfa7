package io.zmq4j.bench;

import java.util.List;

/** An implementation of ZeroMQ under measurement: one context. Sockets may be opened from any thread. */
interface Peer {

    /** The types of socket that the programs use. */
    enum Type {
        PUSH,
        PULL,
        REQ,
        REP,
        DEALER,
        ROUTER,
        PUB,
        SUB,
        PAIR
    }

    /**
     * A socket with the {@link Options} of this peer. The thread that opens it alone uses it.
     *
     * @throws IllegalArgumentException when the peer has no such type
     */
    PeerSocket open(Type type);

    /** The names that {@link #of} knows. */
    List<String> NAMES =
            List.of("zmq4j", "zmq4j-confined", "zmq4j-batch", "zmq4j-direct", "jeromq", "libzmq-jna", "raw");

    static Peer of(String name, Options options) {
        return switch (name) {
            case "zmq4j" -> new Zmq4jPeer(options, Zmq4jPeer.Style.PLAIN);
            case "zmq4j-confined" -> new Zmq4jPeer(options, Zmq4jPeer.Style.CONFINED);
            case "zmq4j-batch" -> new Zmq4jPeer(options, Zmq4jPeer.Style.BATCHES);
            case "zmq4j-direct" -> new Zmq4jPeer(options, Zmq4jPeer.Style.DIRECT);
            case "jeromq" -> new JeroMqPeer(options);
            case "libzmq-jna" -> new LibzmqPeer(options);
            case "raw" -> new RawPeer();
            default -> throw new IllegalArgumentException("peer is " + name + ", allowed: " + NAMES);
        };
    }
}
