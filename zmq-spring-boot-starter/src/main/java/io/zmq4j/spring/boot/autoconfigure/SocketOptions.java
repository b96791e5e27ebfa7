package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.ReconnectStop;
import io.zmq4j.ZmtpVersion;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * The options that every type of socket has. What is not set is inherited: a socket takes it from {@code zmq.defaults},
 * and that from the starter.
 */
public class SocketOptions {

    /**
     * How long what was sent may still be delivered after a socket is closed, at shutdown for instance; -1 = without
     * limit (ZMQ_LINGER).
     */
    private @Nullable Duration linger;

    /**
     * How long a send waits for room or for a peer before it fails; 0 = not at all, -1 = without limit (ZMQ_SNDTIMEO).
     */
    private @Nullable Duration sendTimeout;

    /** How long a plain receive on the socket waits; -1 = without limit (ZMQ_RCVTIMEO). */
    private @Nullable Duration receiveTimeout;

    /** How many messages may wait for one peer; 0 = without limit (ZMQ_SNDHWM). */
    private @Nullable Integer sendHwm;

    /** How many messages of one peer may wait for the application; 0 = without limit (ZMQ_RCVHWM). */
    private @Nullable Integer receiveHwm;

    /** How many bytes may wait for one peer, beside the number of messages; 0 = without limit. */
    private @Nullable DataSize sendHwmBytes;

    /** How many bytes of one peer may wait for the application, beside the number of messages; 0 = without limit. */
    private @Nullable DataSize receiveHwmBytes;

    /** Whether messages are queued only for peers that are connected (ZMQ_IMMEDIATE). */
    private @Nullable Boolean immediate;

    /** Whether only the newest message is kept; for pub, sub, push, pull and dealer (ZMQ_CONFLATE). */
    private @Nullable Boolean conflate;

    /** How long a new connection may take to become ready; 0 = without limit (ZMQ_HANDSHAKE_IVL). */
    private @Nullable Duration handshakeTimeout;

    /** How long an attempt to connect may take; 0 = as long as the system allows (ZMQ_CONNECT_TIMEOUT). */
    private @Nullable Duration connectTimeout;

    /**
     * The most that a received message may have in all its frames; a peer that sends more is disconnected; -1B = 2 GiB
     * a frame (ZMQ_MAXMSGSIZE).
     */
    private @Nullable DataSize maxMessageSize;

    /** How many frames a received message may have. */
    private @Nullable Integer maxFrames;

    /** Properties told to every peer in the handshake; their names begin with X- (ZMQ_METADATA). */
    private Map<String, String> metadata = new LinkedHashMap<>();

    /** The oldest protocol that a peer may speak; v2 and v1 let peers of libzmq 3 and 2 in. */
    private @Nullable ZmtpVersion minProtocol;

    /** Which io threads may serve the socket, as a bit mask; 0 = any (ZMQ_AFFINITY). */
    private @Nullable Long affinity;

    /** What follows a lost connection. */
    private @Nullable Reconnect reconnect;

    /** How dead peers are found. */
    private @Nullable Heartbeat heartbeat;

    /** Options of TCP connections. */
    private @Nullable Tcp tcp;

    /** What the peers of one binding may take up together. */
    private @Nullable Limits limits;

    /** What the authenticator is told of the socket; if it is set, somebody has to let every peer in (ZMQ_ZAP_DOMAIN). */
    private @Nullable String zapDomain;

    /** Options of connections over Unix domain sockets. */
    private @Nullable Ipc ipc;

    private @Nullable Ws ws;

    /** Options of connections over TLS. */
    private @Nullable Tls tls;

    public @Nullable Duration getLinger() {
        return linger;
    }

    public void setLinger(@Nullable Duration linger) {
        this.linger = linger;
    }

    public @Nullable Duration getSendTimeout() {
        return sendTimeout;
    }

    public void setSendTimeout(@Nullable Duration sendTimeout) {
        this.sendTimeout = sendTimeout;
    }

    public @Nullable Duration getReceiveTimeout() {
        return receiveTimeout;
    }

    public void setReceiveTimeout(@Nullable Duration receiveTimeout) {
        this.receiveTimeout = receiveTimeout;
    }

    public @Nullable Integer getSendHwm() {
        return sendHwm;
    }

    public void setSendHwm(@Nullable Integer sendHwm) {
        this.sendHwm = sendHwm;
    }

    public @Nullable Integer getReceiveHwm() {
        return receiveHwm;
    }

    public void setReceiveHwm(@Nullable Integer receiveHwm) {
        this.receiveHwm = receiveHwm;
    }

    public @Nullable DataSize getSendHwmBytes() {
        return sendHwmBytes;
    }

    public void setSendHwmBytes(@Nullable DataSize sendHwmBytes) {
        this.sendHwmBytes = sendHwmBytes;
    }

    public @Nullable DataSize getReceiveHwmBytes() {
        return receiveHwmBytes;
    }

    public void setReceiveHwmBytes(@Nullable DataSize receiveHwmBytes) {
        this.receiveHwmBytes = receiveHwmBytes;
    }

    public @Nullable Boolean getImmediate() {
        return immediate;
    }

    public void setImmediate(@Nullable Boolean immediate) {
        this.immediate = immediate;
    }

    public @Nullable Boolean getConflate() {
        return conflate;
    }

    public void setConflate(@Nullable Boolean conflate) {
        this.conflate = conflate;
    }

    public @Nullable Duration getHandshakeTimeout() {
        return handshakeTimeout;
    }

    public void setHandshakeTimeout(@Nullable Duration handshakeTimeout) {
        this.handshakeTimeout = handshakeTimeout;
    }

    public @Nullable Duration getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(@Nullable Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public @Nullable DataSize getMaxMessageSize() {
        return maxMessageSize;
    }

    public void setMaxMessageSize(@Nullable DataSize maxMessageSize) {
        this.maxMessageSize = maxMessageSize;
    }

    public @Nullable Integer getMaxFrames() {
        return maxFrames;
    }

    public void setMaxFrames(@Nullable Integer maxFrames) {
        this.maxFrames = maxFrames;
    }

    public Map<String, String> getMetadata() {
        return metadata;
    }

    public void setMetadata(Map<String, String> metadata) {
        this.metadata = metadata;
    }

    public @Nullable ZmtpVersion getMinProtocol() {
        return minProtocol;
    }

    public void setMinProtocol(@Nullable ZmtpVersion minProtocol) {
        this.minProtocol = minProtocol;
    }

    public @Nullable Long getAffinity() {
        return affinity;
    }

    public void setAffinity(@Nullable Long affinity) {
        this.affinity = affinity;
    }

    public @Nullable Reconnect getReconnect() {
        return reconnect;
    }

    public void setReconnect(@Nullable Reconnect reconnect) {
        this.reconnect = reconnect;
    }

    public @Nullable Heartbeat getHeartbeat() {
        return heartbeat;
    }

    public void setHeartbeat(@Nullable Heartbeat heartbeat) {
        this.heartbeat = heartbeat;
    }

    public @Nullable Tcp getTcp() {
        return tcp;
    }

    public void setTcp(@Nullable Tcp tcp) {
        this.tcp = tcp;
    }

    public @Nullable Limits getLimits() {
        return limits;
    }

    public void setLimits(@Nullable Limits limits) {
        this.limits = limits;
    }

    public @Nullable String getZapDomain() {
        return zapDomain;
    }

    public void setZapDomain(@Nullable String zapDomain) {
        this.zapDomain = zapDomain;
    }

    public @Nullable Ipc getIpc() {
        return ipc;
    }

    public void setIpc(@Nullable Ipc ipc) {
        this.ipc = ipc;
    }

    public @Nullable Ws getWs() {
        return ws;
    }

    public void setWs(@Nullable Ws ws) {
        this.ws = ws;
    }

    public @Nullable Tls getTls() {
        return tls;
    }

    public void setTls(@Nullable Tls tls) {
        this.tls = tls;
    }

    /**
     * What follows a lost connection.
     *
     * @param interval The time before the first attempt; 0 = never reconnect (ZMQ_RECONNECT_IVL).
     * @param maxInterval The longest time between two attempts, which doubles until then; 0 = always the first time
     *     (ZMQ_RECONNECT_IVL_MAX).
     * @param stop After what the connection is given up: refused, handshake-failed, after-disconnect; none = never
     *     (ZMQ_RECONNECT_STOP).
     */
    public record Reconnect(
            @Nullable Duration interval, @Nullable Duration maxInterval, @Nullable Set<ReconnectStop> stop) {}

    /**
     * How dead peers are found.
     *
     * @param interval The time between two PINGs to a peer; 0 = none are sent (ZMQ_HEARTBEAT_IVL).
     * @param timeout How long a peer may be silent after a PING; 0 = as long as the interval (ZMQ_HEARTBEAT_TIMEOUT).
     * @param ttl After what silence the peer may give this side up; 0 = it is not told (ZMQ_HEARTBEAT_TTL).
     */
    public record Heartbeat(@Nullable Duration interval, @Nullable Duration timeout, @Nullable Duration ttl) {}

    /**
     * Options of TCP connections.
     *
     * @param keepAlive Whether the system looks for dead connections (ZMQ_TCP_KEEPALIVE).
     * @param keepAliveCount How many keep-alive probes may stay unanswered (ZMQ_TCP_KEEPALIVE_CNT).
     * @param keepAliveIdle The silence before the first keep-alive probe, in whole seconds (ZMQ_TCP_KEEPALIVE_IDLE).
     * @param keepAliveInterval The time between two keep-alive probes, in whole seconds (ZMQ_TCP_KEEPALIVE_INTVL).
     * @param sendBuffer The size of the system's send buffer (ZMQ_SNDBUF).
     * @param receiveBuffer The size of the system's receive buffer (ZMQ_RCVBUF).
     * @param tos The type-of-service octet, 0 to 255 (ZMQ_TOS).
     * @param backlog How many connections may wait to be accepted (ZMQ_BACKLOG).
     * @param ipv6 Whether IPv6 addresses are used beside IPv4 (ZMQ_IPV6).
     * @param acceptFilters Ranges such as 10.0.0.0/8 or fd00::/8, one of which a peer must come from to be accepted; none =
     *     from anywhere (ZMQ_TCP_ACCEPT_FILTER).
     * @param socksProxy The SOCKS 5 proxy through which connections are made, host:port (ZMQ_SOCKS_PROXY).
     * @param socksUsername The name for the proxy; empty = it asks for none (ZMQ_SOCKS_USERNAME).
     * @param socksPassword The password for the proxy (ZMQ_SOCKS_PASSWORD).
     */
    public record Tcp(
            @Nullable Boolean keepAlive,
            @Nullable Integer keepAliveCount,
            @Nullable Duration keepAliveIdle,
            @Nullable Duration keepAliveInterval,
            @Nullable DataSize sendBuffer,
            @Nullable DataSize receiveBuffer,
            @Nullable Integer tos,
            @Nullable Integer backlog,
            @Nullable Boolean ipv6,
            @Nullable List<String> acceptFilters,
            @Nullable String socksProxy,
            @Nullable String socksUsername,
            @Nullable String socksPassword) {

        /** Without the password of the proxy. */
        @Override
        public String toString() {
            return "Tcp[keepAlive=" + keepAlive + ", acceptFilters=" + acceptFilters + ", socksProxy=" + socksProxy
                    + ", socksUsername=" + socksUsername + ", ...]";
        }
    }

    /**
     * What the peers of one binding may take up together.
     *
     * @param connections How many connections there may be at a time; 0 = no limit.
     * @param connectionsPerAddress How many connections there may be of one IP address at a time; 0 = no limit.
     * @param handshakes How many connections may be there whose peer is not ready yet; 0 = no limit.
     * @param handshakeSize How large each command of a peer may be that is not ready yet.
     * @param subscriptions How many topics or groups one peer may be subscribed to; 0 = no limit.
     * @param subscriptionBytes How many bytes the topics or groups of one peer may have together; 0 = no limit.
     * @param subscriptionNotices How many subscriptions and cancellations may wait for the application of an xpub; 0 =
     *     no limit.
     */
    public record Limits(
            @Nullable Integer connections,
            @Nullable Integer connectionsPerAddress,
            @Nullable Integer handshakes,
            @Nullable DataSize handshakeSize,
            @Nullable Integer subscriptions,
            @Nullable DataSize subscriptionBytes,
            @Nullable Integer subscriptionNotices) {}

    /**
     * Options of connections over Unix domain sockets.
     *
     * @param acceptUsers Users as which the process of a peer may run to be accepted; with accept-groups, either is enough;
     *     neither = everybody (ZMQ_IPC_FILTER_UID).
     * @param acceptGroups Groups as which the process of a peer may run to be accepted (ZMQ_IPC_FILTER_GID).
     */
    public record Ipc(@Nullable Set<String> acceptUsers, @Nullable Set<String> acceptGroups) {}

    /**
     * Options of connections over WebSockets.
     *
     * @param allowedOrigins Sites such as https://example.com whose pages may connect; none = all.
     */
    public record Ws(@Nullable Set<String> allowedOrigins) {}

    /**
     * Options of connections over TLS.
     *
     * @param bundle The SSL bundle below spring.ssl.bundle with the certificate to show and those to trust.
     * @param clientAuthentication Whether a peer that connects has to show a certificate that the bundle trusts.
     * @param verifyHost Whether a peer that is connected to has to show a certificate for the host of the endpoint.
     * @param protocols Versions that are spoken: TLSv1.3, TLSv1.2.
     */
    public record Tls(
            @Nullable String bundle,
            @Nullable Boolean clientAuthentication,
            @Nullable Boolean verifyHost,
            @Nullable List<String> protocols) {}
}
