package io.zmq4j.testing;

import org.junit.jupiter.api.Assumptions;

/** The implementations of ZeroMQ that a scenario can be run over. */
public enum Implementation {
    OURS,
    JEROMQ,
    LIBZMQ;

    /**
     * A new context. Without libzmq the test is aborted, or fails where it is required: when the environment variable
     * {@code CI} is set, or the system property {@code zmq4j.require-libzmq} is true.
     */
    public Peer open() {
        return switch (this) {
            case OURS -> new OurPeer();
            case JEROMQ -> new JeroMqPeer();
            case LIBZMQ -> {
                String reason = LibZmq.unavailable();
                if (reason != null) {
                    boolean required = System.getenv("CI") != null || Boolean.getBoolean("zmq4j.require-libzmq");
                    if (required) {
                        throw new AssertionError("libzmq is required here, but cannot be loaded: " + reason);
                    }
                    Assumptions.abort("libzmq cannot be loaded: " + reason);
                }
                yield new LibZmqPeer();
            }
        };
    }
}
