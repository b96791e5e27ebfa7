package io.zmq4j;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of what a socket has done. All counts are since its creation.
 *
 * @param messagesSent messages that the application handed over, dropped ones included
 * @param bytesSent the bytes of their frames
 * @param messagesReceived messages that the application took
 * @param bytesReceived the bytes of their frames
 * @param dropped lost messages by reason, every reason present
 * @param connects completed handshakes
 * @param disconnects connections that ended after their handshake
 * @param reconnects attempts to connect after the first one of each endpoint
 * @param handshakeFailures connections that ended before their peer was ready
 * @param sendQueue messages that wait for their peers
 * @param receiveQueue messages that wait for the application
 * @param subscriptions what this socket has subscribed to (SUB, XSUB), or the groups it has joined (DISH)
 * @param bound resolved endpoints
 * @param connected endpoints given to connect
 * @param peers its connections, those that are being made included
 * @param lastError what went wrong last
 * @param lastErrorAt when that was
 * @param unknownCommands ZMTP commands of peers that this library does not know; they are ignored (RFC 37)
 * @param refused connections that were closed as soon as they were accepted, by a filter or a limit
 * @param limited how often peers have run into each limit, every limit present
 */
public record SocketStats(
        long messagesSent,
        long bytesSent,
        long messagesReceived,
        long bytesReceived,
        Map<DropReason, Long> dropped,
        long connects,
        long disconnects,
        long reconnects,
        long handshakeFailures,
        long sendQueue,
        long receiveQueue,
        List<byte[]> subscriptions,
        List<String> bound,
        List<String> connected,
        List<Peer> peers,
        @Nullable String lastError,
        @Nullable Instant lastErrorAt,
        long unknownCommands,
        long refused,
        Map<PeerLimit, Long> limited) {

    /** All reasons together. */
    public long droppedTotal() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many peers are ready for messages. */
    public long readyPeers() {
        return peers.stream().filter(peer -> peer.state() == PeerState.READY).count();
    }

    /** Where a connection stands. */
    public enum PeerState {
        CONNECTING,
        HANDSHAKING,
        READY,
        WAITING_TO_RECONNECT
    }

    /**
     * One connection.
     *
     * @param endpoint the endpoint that was bound or connected
     * @param address the address of the peer, empty while there is none
     * @param since when it entered this state
     * @param reconnects attempts after the first one
     * @param metadata the peer's properties once it is ready
     * @param id the connection's own number, never 0 and never used again in this process; it outlives reconnects. For
     *     {@link ZmqSocket#closeConnection}
     * @param routingId what the peer is known as: what it calls itself, or at a ROUTER what that calls it; empty = nothing
     * @param traffic what is queued, and what went through
     */
    public record Peer(
            String endpoint,
            String address,
            PeerState state,
            Instant since,
            long reconnects,
            Metadata metadata,
            long id,
            byte[] routingId,
            Traffic traffic) {

        /** The same one with this traffic. */
        public Peer withTraffic(Traffic now) {
            return new Peer(endpoint, address, state, since, reconnects, metadata, id, routingId, now);
        }

        /** The same one under this routing id. */
        public Peer withRoutingId(byte[] name) {
            return new Peer(endpoint, address, state, since, reconnects, metadata, id, name, traffic);
        }
    }

    /**
     * The traffic with one peer, as it was a moment ago.
     *
     * @param sendQueue messages that wait for this peer
     * @param receiveQueue messages of this peer that wait for the application
     * @param messagesSent messages that left the queue for the peer
     * @param messagesReceived messages of the peer that the application's socket has taken
     * @param bytesSent bytes on the wire of the present or last connection, with frame headers and commands; 0 inside this
     *     process
     * @param bytesReceived bytes on the wire of the present or last connection; 0 inside this process
     * @param roundTrip from the last PING that was answered to its PONG; null = not known, as without heartbeats
     */
    public record Traffic(
            long sendQueue,
            long receiveQueue,
            long messagesSent,
            long messagesReceived,
            long bytesSent,
            long bytesReceived,
            @Nullable Duration roundTrip) {

        /** Nothing yet. */
        public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0, 0, null);
    }
}
