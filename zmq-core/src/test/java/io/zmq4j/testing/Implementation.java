package io.zmq4j.testing;

/** The implementations of ZeroMQ that a scenario can be run over. */
public enum Implementation {
    OURS,
    JEROMQ,
    LIBZMQ;

    /** A new context; see {@link LibZmqPeer#open} for what happens without libzmq. */
    public Peer open() {
        return switch (this) {
            case OURS -> new OurPeer();
            case JEROMQ -> new JeroMqPeer();
            case LIBZMQ -> LibZmqPeer.open();
        };
    }
}
