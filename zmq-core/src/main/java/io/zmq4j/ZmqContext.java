package io.zmq4j;

import io.zmq4j.internal.socket.Contexts;

/**
 * The io threads and the sockets that share them. Create one for an application, and close it at its end. Thread-safe.
 * libzmq: {@code zmq_ctx_new}.
 */
public interface ZmqContext extends AutoCloseable {

    static ZmqContext create() {
        return create(ContextConfig.defaults());
    }

    static ZmqContext create(ContextConfig config) {
        return Contexts.create(config);
    }

    /** A socket with {@link ContextConfig#socketDefaults()}. */
    default ZmqSocket socket(SocketType type) {
        return socket(type, config().socketDefaults());
    }

    /**
     * A socket that is neither bound nor connected.
     *
     * @throws ContextClosedException when this context is closed
     * @throws ZmqException when {@link ContextConfig#maxSockets()} sockets are open
     */
    ZmqSocket socket(SocketType type, SocketConfig config);

    /** A poller for the calling thread. */
    Poller poller();

    /** Starts a loop whose thread has this name. */
    ZmqLoop loop(String name);

    ContextConfig config();

    /** How many sockets are open, those that linger included. */
    int openSockets();

    boolean isClosed();

    /**
     * Whether this context is open and all of its io threads run. Nothing that happens inside one ends it, but the
     * {@link ContextConfig#threadFactory()} may.
     */
    boolean isServing();

    /**
     * Closes every socket, which ends every blocked call with {@link ContextClosedException}, waits for what their linger
     * allows and ends the io threads. Idempotent, callable from any thread. An interrupt does not cut it short; the flag
     * is kept.
     */
    @Override
    void close();
}
