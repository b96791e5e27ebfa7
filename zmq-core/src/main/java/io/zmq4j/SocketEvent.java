package io.zmq4j;

import java.time.Duration;

/** Something that happened to a binding or a connection of a socket; see {@link SocketMonitor}. */
public sealed interface SocketEvent {

    /** The endpoint that the application bound or connected. */
    String endpoint();

    /** The endpoint, as resolved, accepts connections. */
    record Listening(String endpoint) implements SocketEvent {}

    record BindFailed(String endpoint, String reason) implements SocketEvent {}

    record Accepted(String endpoint, String peerAddress) implements SocketEvent {}

    /**
     * A connection could not be accepted, as when file descriptors are used up: the listener pauses and tries again; or its
     * peer passes none of the {@code tcpAcceptFilters}, and it was closed.
     */
    record AcceptFailed(String endpoint, String reason) implements SocketEvent {}

    /** The transport is connected; the handshake follows. */
    record Connected(String endpoint, String peerAddress) implements SocketEvent {}

    /** An attempt to connect failed, the resolution of a name included. */
    record ConnectFailed(String endpoint, String reason) implements SocketEvent {}

    /** The next attempt follows after this time. */
    record ConnectRetried(String endpoint, Duration delay) implements SocketEvent {}

    /** The peer is ready for messages. */
    record HandshakeSucceeded(String endpoint, String peerAddress, Metadata peer) implements SocketEvent {}

    /**
     * The peer broke the protocol, was too slow or left before it was ready.
     *
     * @param code libzmq's ZMQ_PROTOCOL_ERROR value, 0 when it was no protocol error
     */
    record HandshakeFailed(String endpoint, String peerAddress, String reason, int code) implements SocketEvent {}

    /** A connection whose peer was ready has ended. */
    record Disconnected(String endpoint, String peerAddress, String reason) implements SocketEvent {}

    /** A binding ended. */
    record Closed(String endpoint) implements SocketEvent {}
}
