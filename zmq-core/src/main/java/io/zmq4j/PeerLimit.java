package io.zmq4j;

import java.util.Locale;

/**
 * A limit that a peer has run into. It has cost the peer its connection, unless it says otherwise; {@link SocketStats#limited}
 * counts, and the reason of the event has the option and its value.
 */
public enum PeerLimit {
    /** {@code maxConnections}; {@link SocketEvent.AcceptFailed}. */
    CONNECTIONS,
    /** {@code maxConnectionsPerAddress}; {@link SocketEvent.AcceptFailed}. */
    CONNECTIONS_PER_ADDRESS,
    /** {@code maxHandshakes}; {@link SocketEvent.AcceptFailed}. */
    HANDSHAKES,
    /** {@code handshakeTimeout}; {@link SocketEvent.HandshakeFailed}. */
    HANDSHAKE_TIME,
    /** {@code maxHandshakeSize}, or 64 properties; {@link SocketEvent.HandshakeFailed}. */
    HANDSHAKE_SIZE,
    /** {@code maxMessageSize}; {@link SocketEvent.Disconnected}. */
    MESSAGE_SIZE,
    /** {@code maxFrames}; {@link SocketEvent.Disconnected}. */
    FRAMES,
    /** {@code maxSubscriptions}; {@link SocketEvent.Disconnected}. */
    SUBSCRIPTIONS,
    /** {@code maxSubscriptionBytes}; {@link SocketEvent.Disconnected}. */
    SUBSCRIPTION_BYTES,
    /** {@code maxSubscriptionNotices}: the notice is lost, and the peer is not disconnected. */
    SUBSCRIPTION_NOTICES;

    /** Its name in metrics, such as {@code message_size}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
