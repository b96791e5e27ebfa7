package io.zmq4j.interop;

import io.zmq4j.SocketType;
import io.zmq4j.testing.Peer;
import io.zmq4j.testing.PeerOptions;
import io.zmq4j.testing.PeerSocket;

/** Stands where no peer was opened yet, as when the other one could not be. */
enum Unopened implements Peer {
    PEER;

    @Override
    public PeerSocket socket(SocketType type, PeerOptions options) {
        throw new IllegalStateException("not opened");
    }

    @Override
    public void close() {
        // nothing was opened
    }
}
