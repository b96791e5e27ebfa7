package io.zmq4j.internal.session;

import io.zmq4j.SocketConfig;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketType;
import io.zmq4j.internal.pipe.PipeHost;
import java.util.concurrent.Executor;

/** What sessions and listeners know of their socket. Any thread may call it. */
public interface SessionOwner {

    SocketType type();

    /** The options as they are now. */
    SocketConfig config();

    /** Who gets the pipes of accepted peers. */
    PipeHost host();

    Resolver resolver();

    Authentication authentication();

    /** Runs what takes time in handshakes; a full one refuses. */
    Executor helpers();

    ConnectionCounters counters();

    /** Never waits. */
    void publish(SocketEvent event);

    /** Enters a new child; false = the socket is closing, and the child has to end at once. */
    boolean adopt(Child child);

    /** A child has ended. */
    void release(Child child);
}
