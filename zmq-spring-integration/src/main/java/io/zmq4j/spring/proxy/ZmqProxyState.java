package io.zmq4j.spring.proxy;

/** What a proxy does at the moment. */
public enum ZmqProxyState {
    /** Messages pass. */
    RUNNING,
    /** Its sockets are open, and messages wait in their queues. */
    PAUSED,
    /** It was not started, or was stopped; its sockets stay open. */
    STOPPED,
    /** It has ended by itself, as one of its sockets was closed; it can be started again. */
    FAILED
}
