package io.zmq4j;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** Builds a {@link SocketConfig}, whose records say what each option means, its unit and default. Not thread-safe. */
public final class SocketConfigBuilder {

    private final ConnectionDraft connection;
    private final TransportDraft transport;
    private final PatternDraft pattern;
    private boolean confined;
    private Duration linger;
    private Duration sendTimeout;
    private Duration receiveTimeout;
    private long affinity;
    private Security security;
    private String zapDomain;

    SocketConfigBuilder(SocketConfig from) {
        connection = new ConnectionDraft(from);
        transport = new TransportDraft(from);
        pattern = new PatternDraft(from);
        confined = from.confined();
        linger = from.linger();
        sendTimeout = from.sendTimeout();
        receiveTimeout = from.receiveTimeout();
        affinity = from.affinity();
        security = from.security();
        zapDomain = from.zapDomain();
    }

    /** one thread at a time, without a lock; see {@link SocketConfig}. */
    public SocketConfigBuilder confined(boolean value) {
        confined = value;
        return this;
    }

    /** ZMQ_LINGER; see {@link SocketConfig}. */
    public SocketConfigBuilder linger(Duration value) {
        linger = value;
        return this;
    }

    /** ZMQ_SNDTIMEO; see {@link SocketConfig}. */
    public SocketConfigBuilder sendTimeout(Duration value) {
        sendTimeout = value;
        return this;
    }

    /** ZMQ_RCVTIMEO; see {@link SocketConfig}. */
    public SocketConfigBuilder receiveTimeout(Duration value) {
        receiveTimeout = value;
        return this;
    }

    /** ZMQ_SNDHWM; see {@link SocketConfig.Queues}. */
    public SocketConfigBuilder sendHwm(int value) {
        connection.sendHwm = value;
        return this;
    }

    /** ZMQ_RCVHWM; see {@link SocketConfig.Queues}. */
    public SocketConfigBuilder receiveHwm(int value) {
        connection.receiveHwm = value;
        return this;
    }

    /** ZMQ_IMMEDIATE; see {@link SocketConfig.Queues}. */
    public SocketConfigBuilder immediate(boolean value) {
        connection.immediate = value;
        return this;
    }

    /** ZMQ_CONFLATE; see {@link SocketConfig.Queues}. */
    public SocketConfigBuilder conflate(boolean value) {
        connection.conflate = value;
        return this;
    }

    /** bytes that may wait for one peer; see {@link SocketConfig.Queues}. */
    public SocketConfigBuilder sendHwmBytes(long value) {
        connection.sendHwmBytes = value;
        return this;
    }

    /** bytes of one peer that may wait for the application; see {@link SocketConfig.Queues}. */
    public SocketConfigBuilder receiveHwmBytes(long value) {
        connection.receiveHwmBytes = value;
        return this;
    }

    /** ZMQ_RECONNECT_IVL; see {@link SocketConfig.Reconnect}. */
    public SocketConfigBuilder reconnectInterval(Duration value) {
        connection.reconnectInterval = value;
        return this;
    }

    /** ZMQ_RECONNECT_IVL_MAX; see {@link SocketConfig.Reconnect}. */
    public SocketConfigBuilder reconnectMaxInterval(Duration value) {
        connection.reconnectMaxInterval = value;
        return this;
    }

    /** ZMQ_RECONNECT_STOP; see {@link SocketConfig.Reconnect}. */
    public SocketConfigBuilder reconnectStop(ReconnectStop... after) {
        connection.reconnectStop = Set.copyOf(Arrays.asList(after));
        return this;
    }

    /** ZMQ_HEARTBEAT_IVL; see {@link SocketConfig.Heartbeat}. */
    public SocketConfigBuilder heartbeatInterval(Duration value) {
        connection.heartbeatInterval = value;
        return this;
    }

    /** ZMQ_HEARTBEAT_TTL; see {@link SocketConfig.Heartbeat}. */
    public SocketConfigBuilder heartbeatTtl(Duration value) {
        connection.heartbeatTtl = value;
        return this;
    }

    /** ZMQ_HEARTBEAT_TIMEOUT; see {@link SocketConfig.Heartbeat}. */
    public SocketConfigBuilder heartbeatTimeout(Duration value) {
        connection.heartbeatTimeout = value;
        return this;
    }

    /** ZMQ_HANDSHAKE_IVL; see {@link SocketConfig.Handshake}. */
    public SocketConfigBuilder handshakeTimeout(Duration value) {
        connection.handshakeTimeout = value;
        return this;
    }

    /** ZMQ_CONNECT_TIMEOUT; see {@link SocketConfig.Handshake}. */
    public SocketConfigBuilder connectTimeout(Duration value) {
        connection.connectTimeout = value;
        return this;
    }

    /** ZMQ_MAXMSGSIZE; see {@link SocketConfig.Handshake}. */
    public SocketConfigBuilder maxMessageSize(long value) {
        connection.maxMessageSize = value;
        return this;
    }

    /** frames of a received message; see {@link SocketConfig.Handshake}. */
    public SocketConfigBuilder maxFrames(int value) {
        connection.maxFrames = value;
        return this;
    }

    /** ZMQ_METADATA; see {@link SocketConfig.Handshake}. */
    public SocketConfigBuilder metadata(Map<String, String> value) {
        connection.metadata = value;
        return this;
    }

    /** the oldest protocol that a peer may speak; see {@link SocketConfig.Handshake}. */
    public SocketConfigBuilder minProtocol(ZmtpVersion value) {
        connection.minProtocol = value;
        return this;
    }

    /** ZMQ_TCP_KEEPALIVE; see {@link SocketConfig.Tcp}. */
    public SocketConfigBuilder tcpKeepAlive(int value) {
        transport.tcpKeepAlive = value;
        return this;
    }

    /** ZMQ_TCP_KEEPALIVE. */
    public SocketConfigBuilder tcpKeepAlive(boolean on) {
        return tcpKeepAlive(on ? 1 : 0);
    }

    /** ZMQ_TCP_KEEPALIVE_CNT; see {@link SocketConfig.Tcp}. */
    public SocketConfigBuilder tcpKeepAliveCount(int value) {
        transport.tcpKeepAliveCount = value;
        return this;
    }

    /** ZMQ_TCP_KEEPALIVE_IDLE, in seconds; see {@link SocketConfig.Tcp}. */
    public SocketConfigBuilder tcpKeepAliveIdle(int value) {
        transport.tcpKeepAliveIdle = value;
        return this;
    }

    /** ZMQ_TCP_KEEPALIVE_INTVL, in seconds; see {@link SocketConfig.Tcp}. */
    public SocketConfigBuilder tcpKeepAliveInterval(int value) {
        transport.tcpKeepAliveInterval = value;
        return this;
    }

    /** ZMQ_SNDBUF, in bytes; see {@link SocketConfig.Tcp}. */
    public SocketConfigBuilder sendBuffer(int value) {
        transport.sendBuffer = value;
        return this;
    }

    /** ZMQ_RCVBUF, in bytes; see {@link SocketConfig.Tcp}. */
    public SocketConfigBuilder receiveBuffer(int value) {
        transport.receiveBuffer = value;
        return this;
    }

    /** ZMQ_TOS; see {@link SocketConfig.Tcp}. */
    public SocketConfigBuilder tos(int value) {
        transport.tos = value;
        return this;
    }

    /** ZMQ_BACKLOG; see {@link SocketConfig.Tcp}. */
    public SocketConfigBuilder backlog(int value) {
        transport.backlog = value;
        return this;
    }

    /** ZMQ_IPV6; see {@link SocketConfig.Tcp}. */
    public SocketConfigBuilder ipv6(boolean value) {
        transport.ipv6 = value;
        return this;
    }

    /** ZMQ_TCP_ACCEPT_FILTER, in CIDR notation; see {@link SocketConfig.Tcp}. */
    public SocketConfigBuilder tcpAcceptFilters(List<String> value) {
        transport.tcpAcceptFilters = value;
        return this;
    }

    /** ZMQ_SOCKS_PROXY, {@code host:port}; see {@link SocketConfig.Socks}. */
    public SocketConfigBuilder socksProxy(String value) {
        transport.socksProxy = value;
        return this;
    }

    /** ZMQ_SOCKS_USERNAME; see {@link SocketConfig.Socks}. */
    public SocketConfigBuilder socksUsername(String value) {
        transport.socksUsername = value;
        return this;
    }

    /** ZMQ_SOCKS_PASSWORD; see {@link SocketConfig.Socks}. */
    public SocketConfigBuilder socksPassword(String value) {
        transport.socksPassword = value;
        return this;
    }

    /** Of one binding, 0 = no limit; see {@link SocketConfig.Limits}. */
    public SocketConfigBuilder maxConnections(int value) {
        connection.maxConnections = value;
        return this;
    }

    /** Of one binding from one IP address, 0 = no limit; see {@link SocketConfig.Limits}. */
    public SocketConfigBuilder maxConnectionsPerAddress(int value) {
        connection.maxConnectionsPerAddress = value;
        return this;
    }

    /** Of one binding at a time, 0 = no limit; see {@link SocketConfig.Limits}. */
    public SocketConfigBuilder maxHandshakes(int value) {
        connection.maxHandshakes = value;
        return this;
    }

    /** Bytes of a command of a peer that is not ready; see {@link SocketConfig.Limits}. */
    public SocketConfigBuilder maxHandshakeSize(int value) {
        connection.maxHandshakeSize = value;
        return this;
    }

    /** Of one peer, 0 = no limit; see {@link SocketConfig.Limits}. */
    public SocketConfigBuilder maxSubscriptions(int value) {
        connection.maxSubscriptions = value;
        return this;
    }

    /** Of the topics of one peer, 0 = no limit; see {@link SocketConfig.Limits}. */
    public SocketConfigBuilder maxSubscriptionBytes(long value) {
        connection.maxSubscriptionBytes = value;
        return this;
    }

    /** That may wait for the application of an XPUB, 0 = no limit; see {@link SocketConfig.Limits}. */
    public SocketConfigBuilder maxSubscriptionNotices(int value) {
        connection.maxSubscriptionNotices = value;
        return this;
    }

    /** ZMQ_IPC_FILTER_UID, by names; see {@link SocketConfig.Ipc}. */
    public SocketConfigBuilder ipcAcceptUsers(Set<String> value) {
        transport.ipcAcceptUsers = value;
        return this;
    }

    /** ZMQ_IPC_FILTER_GID, by names; see {@link SocketConfig.Ipc}. */
    public SocketConfigBuilder ipcAcceptGroups(Set<String> value) {
        transport.ipcAcceptGroups = value;
        return this;
    }

    /** of which sites the pages may be that connect to a WebSocket; see {@link SocketConfig.WebSocket}. */
    public SocketConfigBuilder wsAllowedOrigins(Set<String> value) {
        transport.wsAllowedOrigins = value;
        return this;
    }

    /** ZMQ_ROUTING_ID; see {@link SocketConfig.Routing}. */
    public SocketConfigBuilder routingId(byte[] value) {
        pattern.routingId = value;
        return this;
    }

    /** ZMQ_ROUTING_ID, in UTF-8. */
    public SocketConfigBuilder routingId(String value) {
        return routingId(value.getBytes(StandardCharsets.UTF_8));
    }

    /** ZMQ_ROUTER_MANDATORY; see {@link SocketConfig.Routing}. */
    public SocketConfigBuilder routerMandatory(boolean value) {
        pattern.routerMandatory = value;
        return this;
    }

    /** ZMQ_ROUTER_HANDOVER; see {@link SocketConfig.Routing}. */
    public SocketConfigBuilder routerHandover(boolean value) {
        pattern.routerHandover = value;
        return this;
    }

    /** ZMQ_ROUTER_NOTIFY of both the coming and the going of peers, or of neither; see {@link SocketConfig.Routing}. */
    public SocketConfigBuilder routerNotify(boolean value) {
        return value ? routerNotify(RouterNotify.values()) : routerNotify();
    }

    /** ZMQ_ROUTER_NOTIFY; see {@link SocketConfig.Routing}. */
    public SocketConfigBuilder routerNotify(RouterNotify... of) {
        pattern.routerNotify = Set.copyOf(Arrays.asList(of));
        return this;
    }

    /** ZMQ_PROBE_ROUTER; see {@link SocketConfig.Routing}. */
    public SocketConfigBuilder probeRouter(boolean value) {
        pattern.probeRouter = value;
        return this;
    }

    /** ZMQ_REQ_CORRELATE; see {@link SocketConfig.Req}. */
    public SocketConfigBuilder reqCorrelate(boolean value) {
        pattern.reqCorrelate = value;
        return this;
    }

    /** ZMQ_REQ_RELAXED; see {@link SocketConfig.Req}. */
    public SocketConfigBuilder reqRelaxed(boolean value) {
        pattern.reqRelaxed = value;
        return this;
    }

    /** ZMQ_XPUB_VERBOSE; see {@link SocketConfig.Pub}. */
    public SocketConfigBuilder xpubVerbose(boolean value) {
        pattern.xpubVerbose = value;
        return this;
    }

    /** ZMQ_XPUB_VERBOSER; see {@link SocketConfig.Pub}. */
    public SocketConfigBuilder xpubVerboser(boolean value) {
        pattern.xpubVerboser = value;
        return this;
    }

    /** ZMQ_XPUB_MANUAL; see {@link SocketConfig.Pub}. */
    public SocketConfigBuilder xpubManual(boolean value) {
        pattern.xpubManual = value;
        return this;
    }

    /** ZMQ_XPUB_NODROP; see {@link SocketConfig.Pub}. */
    public SocketConfigBuilder xpubNoDrop(boolean value) {
        pattern.xpubNoDrop = value;
        return this;
    }

    /** ZMQ_XPUB_WELCOME_MSG; see {@link SocketConfig.Pub}. */
    public SocketConfigBuilder xpubWelcome(byte[] value) {
        pattern.xpubWelcome = value;
        return this;
    }

    /** ZMQ_XPUB_WELCOME_MSG, in UTF-8. */
    public SocketConfigBuilder xpubWelcome(String value) {
        return xpubWelcome(value.getBytes(StandardCharsets.UTF_8));
    }

    /** ZMQ_INVERT_MATCHING; see {@link SocketConfig.Pub}. */
    public SocketConfigBuilder invertMatching(boolean value) {
        pattern.invertMatching = value;
        return this;
    }

    /** ZMQ_HELLO_MSG; see {@link SocketConfig.Notices}. */
    public SocketConfigBuilder helloMessage(byte[] value) {
        pattern.helloMessage = value;
        return this;
    }

    /** ZMQ_HELLO_MSG, in UTF-8. */
    public SocketConfigBuilder helloMessage(String value) {
        return helloMessage(value.getBytes(StandardCharsets.UTF_8));
    }

    /** ZMQ_DISCONNECT_MSG; see {@link SocketConfig.Notices}. */
    public SocketConfigBuilder disconnectMessage(byte[] value) {
        pattern.disconnectMessage = value;
        return this;
    }

    /** ZMQ_DISCONNECT_MSG, in UTF-8. */
    public SocketConfigBuilder disconnectMessage(String value) {
        return disconnectMessage(value.getBytes(StandardCharsets.UTF_8));
    }

    /** ZMQ_HICCUP_MSG; see {@link SocketConfig.Notices}. */
    public SocketConfigBuilder hiccupMessage(byte[] value) {
        pattern.hiccupMessage = value;
        return this;
    }

    /** ZMQ_HICCUP_MSG, in UTF-8. */
    public SocketConfigBuilder hiccupMessage(String value) {
        return hiccupMessage(value.getBytes(StandardCharsets.UTF_8));
    }

    /** ZMQ_XPUB_MANUAL_LAST_VALUE; see {@link SocketConfig.Pub}. */
    public SocketConfigBuilder xpubManualLastValue(boolean value) {
        pattern.xpubManualLastValue = value;
        return this;
    }

    /** ZMQ_XSUB_VERBOSE_UNSUBSCRIBE; see {@link SocketConfig.Pub}. */
    public SocketConfigBuilder xsubVerboseUnsubscribe(boolean value) {
        pattern.xsubVerboseUnsubscribe = value;
        return this;
    }

    /** ZMQ_ONLY_FIRST_SUBSCRIBE; see {@link SocketConfig.Pub}. */
    public SocketConfigBuilder onlyFirstSubscribe(boolean value) {
        pattern.onlyFirstSubscribe = value;
        return this;
    }

    /** ZMQ_STREAM_NOTIFY; see {@link SocketConfig.Stream}. */
    public SocketConfigBuilder streamNotify(boolean value) {
        pattern.streamNotify = value;
        return this;
    }

    /** ZMQ_MULTICAST_HOPS; see {@link SocketConfig.Multicast}. */
    public SocketConfigBuilder multicastHops(int value) {
        transport.multicastHops = value;
        return this;
    }

    /** ZMQ_MULTICAST_LOOP; see {@link SocketConfig.Multicast}. */
    public SocketConfigBuilder multicastLoop(boolean value) {
        transport.multicastLoop = value;
        return this;
    }

    /** ZMQ_AFFINITY: bit n allows io thread n, 0 = any; see {@link SocketConfig}. */
    public SocketConfigBuilder affinity(long value) {
        affinity = value;
        return this;
    }

    /** the mechanism and its credentials; see {@link SocketConfig}. */
    public SocketConfigBuilder security(Security value) {
        security = value;
        return this;
    }

    /** ZMQ_ZAP_DOMAIN; see {@link SocketConfig}. */
    public SocketConfigBuilder zapDomain(String value) {
        zapDomain = value;
        return this;
    }

    /** Keys and trust of connections over {@code tls://}, which libzmq does not have; see {@link SocketConfig.Tls}. */
    public SocketConfigBuilder tls(SSLContext value) {
        transport.tls = value;
        return this;
    }

    /** Whether peers that connect over {@code tls://} need a certificate; see {@link SocketConfig.Tls}. */
    public SocketConfigBuilder tlsClientAuthentication(boolean value) {
        transport.tlsClientAuthentication = value;
        return this;
    }

    /** Whether a certificate must be for the host that is connected to; see {@link SocketConfig.Tls}. */
    public SocketConfigBuilder tlsVerifyHost(boolean value) {
        transport.tlsVerifyHost = value;
        return this;
    }

    /** Versions of TLS; see {@link SocketConfig.Tls}. */
    public SocketConfigBuilder tlsProtocols(List<String> value) {
        transport.tlsProtocols = value;
        return this;
    }

    /** @throws IllegalArgumentException when an option is out of its range */
    public SocketConfig build() {
        return new SocketConfig(
                confined,
                linger,
                sendTimeout,
                receiveTimeout,
                connection.queues(),
                connection.reconnect(),
                connection.heartbeat(),
                connection.handshake(),
                transport.tcp(),
                transport.socks(),
                connection.limits(),
                transport.ipc(),
                transport.webSocket(),
                pattern.routing(),
                pattern.req(),
                pattern.pub(),
                pattern.notices(),
                pattern.stream(),
                transport.multicast(),
                affinity,
                security,
                zapDomain,
                transport.tls());
    }
}
