package io.zmq4j;

import java.time.Duration;

/**
 * Something that happened to a binding or a connection of a socket; see {@link SocketMonitor}. A {@code peerId} is the
 * {@link SocketStats.Peer#id} of the connection: it stays the same through all its events, also when a connection is made
 * again.
 */
public sealed interface SocketEvent {

    /** The endpoint that the application bound or connected; empty for what concerns none. */
    String endpoint();

    /** The endpoint, as resolved, accepts connections. libzmq: ZMQ_EVENT_LISTENING. */
    record Listening(String endpoint) implements SocketEvent {}

    /** libzmq: ZMQ_EVENT_BIND_FAILED. */
    record BindFailed(String endpoint, String reason) implements SocketEvent {}

    /** A peer has connected; the handshake follows. libzmq: ZMQ_EVENT_ACCEPTED. */
    record Accepted(String endpoint, String peerAddress, long peerId) implements SocketEvent {}

    /**
     * A connection could not be accepted, as when file descriptors are used up: the listener pauses and tries again; or its
     * peer passes none of the {@code tcpAcceptFilters}, or is of none of the {@code ipcAcceptUsers} and
     * {@code ipcAcceptGroups}, or a limit of {@link SocketConfig.Limits} is reached, and it was closed. libzmq: ZMQ_EVENT_ACCEPT_FAILED.
     */
    record AcceptFailed(String endpoint, String reason) implements SocketEvent {}

    /** The transport is connected; the handshake follows. libzmq: ZMQ_EVENT_CONNECTED. */
    record Connected(String endpoint, String peerAddress, long peerId) implements SocketEvent {}

    /** The peer has been asked, and has not answered at once. libzmq: ZMQ_EVENT_CONNECT_DELAYED. */
    record ConnectDelayed(String endpoint, String peerAddress, long peerId) implements SocketEvent {}

    /** An attempt to connect failed, the resolution of a name included. */
    record ConnectFailed(String endpoint, String reason, long peerId) implements SocketEvent {}

    /** The next attempt follows after this time. libzmq: ZMQ_EVENT_CONNECT_RETRIED. */
    record ConnectRetried(String endpoint, Duration delay, long peerId) implements SocketEvent {}

    /** The peer is ready for messages. libzmq: ZMQ_EVENT_HANDSHAKE_SUCCEEDED. */
    record HandshakeSucceeded(String endpoint, String peerAddress, Metadata peer, long peerId) implements SocketEvent {}

    /**
     * The peer broke the protocol, was refused or refuses, was too slow or left before it was ready. libzmq:
     * ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL, _PROTOCOL and _AUTH.
     *
     * @param code the {@link ProtocolError#code} of a protocol error; the status 300, 400 or 500 where authentication
     *     failed; else 0
     */
    record HandshakeFailed(String endpoint, String peerAddress, String reason, int code, long peerId)
            implements SocketEvent {

        /** What the code stands for. */
        public HandshakeFailure kind() {
            return switch (code) {
                case 0 -> HandshakeFailure.NO_DETAIL;
                case 300, 400, 500 -> HandshakeFailure.AUTHENTICATION;
                default -> HandshakeFailure.PROTOCOL;
            };
        }
    }

    /** Why a handshake failed. */
    enum HandshakeFailure {
        /** The connection was lost, or the time was over. */
        NO_DETAIL,
        /** The peer sent what the protocol does not allow. */
        PROTOCOL,
        /** The credentials were refused, or could not be checked. */
        AUTHENTICATION
    }

    /**
     * A connection whose peer was ready has ended. libzmq: ZMQ_EVENT_DISCONNECTED.
     *
     * @param routingId what the peer was known as, see {@link SocketStats.Peer#routingId}; empty = nothing
     * @param code the {@link ProtocolError#code} when the peer broke the protocol, else 0
     */
    record Disconnected(String endpoint, String peerAddress, String reason, long peerId, byte[] routingId, int code)
            implements SocketEvent {}

    /** From now on a ROUTER knows the peer by this routing id, which the peer has chosen or the ROUTER has generated. */
    record PeerNamed(String endpoint, String peerAddress, long peerId, byte[] routingId) implements SocketEvent {}

    /**
     * The queue to a peer has reached its high-water mark: the peer is slower than the sender, or away. {@link PeerDrained}
     * follows before the next one of this peer, and there is at most one a second.
     *
     * @param queued messages that wait for the peer
     */
    record PeerSlow(String endpoint, String peerAddress, long peerId, long queued) implements SocketEvent {}

    /** A peer of which {@link PeerSlow} told has taken all that was queued for it, or has gone. */
    record PeerDrained(String endpoint, String peerAddress, long peerId) implements SocketEvent {}

    /**
     * Messages over udp were lost: datagrams that nobody listens for or that the system refuses to send, received ones that are
     * malformed or find the queue of the application full. {@link DropReason} has the sums. At most one a second.
     *
     * @param reason of one of them
     * @param dropped how many since the last such event of this endpoint
     */
    record DatagramsDropped(String endpoint, String reason, long dropped, long peerId) implements SocketEvent {}

    /** A binding ended. libzmq: ZMQ_EVENT_CLOSED. */
    record Closed(String endpoint) implements SocketEvent {}

    /** A binding ended, but the system reported an error. libzmq: ZMQ_EVENT_CLOSE_FAILED. */
    record CloseFailed(String endpoint, String reason) implements SocketEvent {}

    /** The last event of a monitor: it was closed, or its socket was. libzmq: ZMQ_EVENT_MONITOR_STOPPED. */
    record MonitorStopped(String endpoint) implements SocketEvent {}
}
