package io.zmq4j;

/** After what a connection is not made again; see {@link SocketConfig.Reconnect#stop}. */
public enum ReconnectStop {
    /** Nobody listens at any address of the endpoint (ZMQ_RECONNECT_STOP_CONN_REFUSED). */
    REFUSED,
    /** The handshake failed, as with a peer that speaks another protocol (ZMQ_RECONNECT_STOP_HANDSHAKE_FAILED). */
    HANDSHAKE_FAILED,
    /**
     * {@link ZmqSocket#disconnect} was called, so what waits for a peer that is away is dropped where the linger time would
     * keep it (ZMQ_RECONNECT_STOP_AFTER_DISCONNECT).
     */
    AFTER_DISCONNECT
}
