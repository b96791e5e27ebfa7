package io.zmq4j;

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
        @Nullable String lastError) {

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
     */
    public record Peer(
            String endpoint, String address, PeerState state, Instant since, long reconnects, Metadata metadata) {}
}
