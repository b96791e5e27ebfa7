package io.zmq4j.spring.listener;

/** Where a container stands. */
public enum ZmqListenerState {
    /** It reads nothing and holds no socket. */
    STOPPED,
    RUNNING,
    /** It does not read its socket, which stays open. */
    PAUSED,
    /** It works off what was read. */
    STOPPING,
    /** It has stopped by itself, because of an {@link Error} or because its socket was closed. */
    FAILED
}
