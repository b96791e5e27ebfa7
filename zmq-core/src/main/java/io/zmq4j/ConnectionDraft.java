package io.zmq4j;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Options of a connection and of the queue behind it, while a {@link SocketConfigBuilder} collects them. */
final class ConnectionDraft {

    int sendHwm;
    int receiveHwm;
    boolean immediate;
    boolean conflate;
    long sendHwmBytes;
    long receiveHwmBytes;
    Duration reconnectInterval;
    Duration reconnectMaxInterval;
    Set<ReconnectStop> reconnectStop;
    Duration heartbeatInterval;
    Duration heartbeatTtl;
    Duration heartbeatTimeout;
    Duration handshakeTimeout;
    Duration connectTimeout;
    long maxMessageSize;
    int maxFrames;
    Map<String, String> metadata;
    ZmtpVersion minProtocol;
    int maxConnections;
    int maxConnectionsPerAddress;
    int maxHandshakes;
    int maxHandshakeSize;
    int maxSubscriptions;
    long maxSubscriptionBytes;
    int maxSubscriptionNotices;

    ConnectionDraft(SocketConfig from) {
        sendHwm = from.queues().sendHwm();
        receiveHwm = from.queues().receiveHwm();
        immediate = from.queues().immediate();
        conflate = from.queues().conflate();
        sendHwmBytes = from.queues().sendHwmBytes();
        receiveHwmBytes = from.queues().receiveHwmBytes();
        reconnectInterval = from.reconnect().interval();
        reconnectMaxInterval = from.reconnect().maxInterval();
        reconnectStop = from.reconnect().stop();
        heartbeatInterval = from.heartbeat().interval();
        heartbeatTtl = from.heartbeat().ttl();
        heartbeatTimeout = from.heartbeat().timeout();
        handshakeTimeout = from.handshake().timeout();
        connectTimeout = from.handshake().connectTimeout();
        maxMessageSize = from.handshake().maxMessageSize();
        maxFrames = from.handshake().maxFrames();
        metadata = from.handshake().metadata();
        minProtocol = from.handshake().minProtocol();
        maxConnections = from.limits().connections();
        maxConnectionsPerAddress = from.limits().connectionsPerAddress();
        maxHandshakes = from.limits().handshakes();
        maxHandshakeSize = from.limits().handshakeSize();
        maxSubscriptions = from.limits().subscriptions();
        maxSubscriptionBytes = from.limits().subscriptionBytes();
        maxSubscriptionNotices = from.limits().subscriptionNotices();
    }

    SocketConfig.Queues queues() {
        return new SocketConfig.Queues(sendHwm, receiveHwm, immediate, conflate, sendHwmBytes, receiveHwmBytes);
    }

    SocketConfig.Reconnect reconnect() {
        return new SocketConfig.Reconnect(reconnectInterval, reconnectMaxInterval, reconnectStop);
    }

    SocketConfig.Heartbeat heartbeat() {
        return new SocketConfig.Heartbeat(heartbeatInterval, heartbeatTtl, heartbeatTimeout);
    }

    SocketConfig.Handshake handshake() {
        return new SocketConfig.Handshake(
                handshakeTimeout, connectTimeout, maxMessageSize, maxFrames, metadata, minProtocol);
    }

    SocketConfig.Limits limits() {
        return new SocketConfig.Limits(
                maxConnections,
                maxConnectionsPerAddress,
                maxHandshakes,
                maxHandshakeSize,
                maxSubscriptions,
                maxSubscriptionBytes,
                maxSubscriptionNotices);
    }
}
