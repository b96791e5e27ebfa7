package io.zmq4j;

/** Of what a ROUTER tells its application by a message {@code [routing id, ""]}; see {@link SocketConfig.Routing}. */
public enum RouterNotify {
    /** A peer has come, told before its messages (ZMQ_NOTIFY_CONNECT). */
    CONNECT,
    /** A peer has gone, told after its messages (ZMQ_NOTIFY_DISCONNECT). */
    DISCONNECT
}
