package io.zmq4j.spring;

import io.zmq4j.ZmqSocket;

/** Is told when a named socket opens and closes; called on the thread that does it, which must not be held up. */
public interface ZmqSocketListener {

    /** The socket is subscribed, bound and connected; its {@link ZmqSocket#boundEndpoints()} have the real ports. */
    default void onOpened(ZmqSocketSpec spec, ZmqSocket socket) {}

    /** The socket could not be opened, as an endpoint could not be bound; it is closed. */
    default void onOpenFailed(ZmqSocketSpec spec, RuntimeException cause) {}

    /** The socket was closed. */
    default void onClosed(ZmqSocketSpec spec) {}
}
