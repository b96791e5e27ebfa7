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
        PAIR
    }

    /** A socket with the options that the implementation has by default. The thread that opens it alone uses it. */
    PeerSocket open(Type type);

    /** The names that {@link #of} knows. */
    List<String> NAMES = List.of("zmq4j", "zmq4j-confined", "zmq4j-batch", "jeromq", "libzmq-jna");

    static Peer of(String name) {
        return switch (name) {
            case "zmq4j" -> new Zmq4jPeer(false, false);
            case "zmq4j-confined" -> new Zmq4jPeer(true, false);
            case "zmq4j-batch" -> new Zmq4jPeer(true, true);
            case "jeromq" -> new JeroMqPeer();
            case "libzmq-jna" -> new LibzmqPeer();
            default -> throw new IllegalArgumentException("peer is " + name + ", allowed: " + NAMES);
        };
    }
}
