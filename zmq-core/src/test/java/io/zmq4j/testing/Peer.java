package io.zmq4j.testing;

import io.zmq4j.SocketType;

/** A context of one implementation of ZeroMQ, so that a scenario can be run over any two of them. */
public interface Peer extends AutoCloseable {

    default PeerSocket socket(SocketType type) {
        return socket(type, PeerOptions.DEFAULTS);
    }

    PeerSocket socket(SocketType type, PeerOptions options);

    /** Closes its sockets and ends its threads, within a bound. */
    @Override
    void close();
}
