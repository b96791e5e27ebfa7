package io.zmq4j;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Builds a {@link SocketConfig}, whose records say what each option means, its unit and default. Not thread-safe. */
public final class SocketConfigBuilder {

    private boolean confined;
    private Duration linger;
    private Duration sendTimeout;
    private Duration receiveTimeout;
    private int sendHwm;
    private int receiveHwm;
    private boolean immediate;
    private boolean conflate;
    private long sendHwmBytes;
    private long receiveHwmBytes;
    private Duration reconnectInterval;
    private Duration reconnectMaxInterval;
    private Set<ReconnectStop> reconnectStop;
    private Duration heartbeatInterval;
    private Duration heartbeatTtl;
    private Duration heartbeatTimeout;
    private Duration handshakeTimeout;
    private Duration connectTimeout;
    private long maxMessageSize;
    private int maxFrames;
    private Map<String, String> metadata;
    private ZmtpVersion minProtocol;
    private int tcpKeepAlive;
    private int tcpKeepAliveCount;
    private int tcpKeepAliveIdle;
    private int tcpKeepAliveInterval;
    private int sendBuffer;
    private int receiveBuffer;
    private int tos;
    private int backlog;
    private boolean ipv6;
    private List<String> tcpAcceptFilters;
    private String socksProxy;
    private String socksUsername;
    private String socksPassword;
    private int maxConnections;
    private int maxConnectionsPerAddress;
    private int maxHandshakes;
    private int maxHandshakeSize;
    private int maxSubscriptions;
    private long maxSubscriptionBytes;
    private int maxSubscriptionNotices;
    private Set<String> ipcAcceptUsers;
    private Set<String> ipcAcceptGroups;
    private Set<String> wsAllowedOrigins;
    private byte[] routingId;
    private boolean routerMandatory;
    private boolean routerHandover;
    private Set<RouterNotify> routerNotify;
    private boolean probeRouter;
    private boolean reqCorrelate;
    private boolean reqRelaxed;
    private boolean xpubVerbose;
    private boolean xpubVerboser;
    private boolean xpubManual;
    private boolean xpubNoDrop;
    private byte[] xpubWelcome;
    private boolean invertMatching;
    private byte[] helloMessage;
    private byte[] disconnectMessage;
    private byte[] hiccupMessage;
    private boolean xpubManualLastValue;
    private boolean xsubVerboseUnsubscribe;
    private boolean onlyFirstSubscribe;
    private boolean streamNotify;
    private int multicastHops;
    private boolean multicastLoop;
    private long affinity;
    private Security security;
    private String zapDomain;
    private @Nullable SSLContext tls;
    private boolean tlsClientAuthentication;
    private boolean tlsVerifyHost;
    private List<String> tlsProtocols;

    SocketConfigBuilder(SocketConfig from) {
        confined = from.confined();
        linger = from.linger();
        sendTimeout = from.sendTimeout();
        receiveTimeout = from.receiveTimeout();
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
        tcpKeepAlive = from.tcp().keepAlive();
        tcpKeepAliveCount = from.tcp().keepAliveCount();
        tcpKeepAliveIdle = from.tcp().keepAliveIdle();
        tcpKeepAliveInterval = from.tcp().keepAliveInterval();
        sendBuffer = from.tcp().sendBuffer();
        receiveBuffer = from.tcp().receiveBuffer();
        tos = from.tcp().tos();
        backlog = from.tcp().backlog();
        ipv6 = from.tcp().ipv6();
        tcpAcceptFilters = from.tcp().acceptFilters();
        socksProxy = from.socks().proxy();
        socksUsername = from.socks().username();
        socksPassword = from.socks().password();
        maxConnections = from.limits().connections();
        maxConnectionsPerAddress = from.limits().connectionsPerAddress();
        maxHandshakes = from.limits().handshakes();
        maxHandshakeSize = from.limits().handshakeSize();
        maxSubscriptions = from.limits().subscriptions();
        maxSubscriptionBytes = from.limits().subscriptionBytes();
        maxSubscriptionNotices = from.limits().subscriptionNotices();
        ipcAcceptUsers = from.ipc().acceptUsers();
        ipcAcceptGroups = from.ipc().acceptGroups();
        wsAllowedOrigins = from.webSocket().allowedOrigins();
        routingId = from.routing().routingId();
        routerMandatory = from.routing().mandatory();
        routerHandover = from.routing().handover();
        routerNotify = from.routing().notices();
        probeRouter = from.routing().probe();
        reqCorrelate = from.req().correlate();
        reqRelaxed = from.req().relaxed();
        xpubVerbose = from.pub().verbose();
        xpubVerboser = from.pub().verboser();
        xpubManual = from.pub().manual();
        xpubNoDrop = from.pub().noDrop();
        xpubWelcome = from.pub().welcome();
        invertMatching = from.pub().invertMatching();
        helloMessage = from.notices().hello();
        disconnectMessage = from.notices().disconnect();
        hiccupMessage = from.notices().hiccup();
        xpubManualLastValue = from.pub().manualLastValue();
        xsubVerboseUnsubscribe = from.pub().verboseUnsubscribe();
        onlyFirstSubscribe = from.pub().onlyFirstSubscribe();
        streamNotify = from.stream().notifyPeers();
        multicastHops = from.multicast().hops();
        multicastLoop = from.multicast().loop();
        affinity = from.affinity();
        security = from.security();
        zapDomain = from.zapDomain();
        tls = from.tls().context();
        tlsClientAuthentication = from.tls().clientAuthentication();
        tlsVerifyHost = from.tls().verifyHost();
        tlsProtocols = from.tls().protocols();
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
        sendHwm = value;
        return this;
    }

    /** ZMQ_RCVHWM; see {@link SocketConfig.Queues}. */
    public SocketConfigBuilder receiveHwm(int value) {
        receiveHwm = value;
        return this;
    }

    /** ZMQ_IMMEDIATE; see {@link SocketConfig.Queues}. */
    public SocketConfigBuilder immediate(boolean value) {
        immediate = value;
        return this;
    }

    /** ZMQ_CONFLATE; see {@link SocketConfig.Queues}. */
    public SocketConfigBuilder conflate(boolean value) {
        conflate = value;
        return this;
    }

    /** bytes that may wait for one peer; see {@link SocketConfig.Queues}. */
    public SocketConfigBuilder sendHwmBytes(long value) {
        sendHwmBytes = value;
        return this;
    }

    /** bytes of one peer that may wait for the application; see {@link SocketConfig.Queues}. */
    public SocketConfigBuilder receiveHwmBytes(long value) {
        receiveHwmBytes = value;
        return this;
    }

    /** ZMQ_RECONNECT_IVL; see {@link SocketConfig.Reconnect}. */
    public SocketConfigBuilder reconnectInterval(Duration value) {
        reconnectInterval = value;
        return this;
    }

    /** ZMQ_RECONNECT_IVL_MAX; see {@link SocketConfig.Reconnect}. */
    public SocketConfigBuilder reconnectMaxInterval(Duration value) {
        reconnectMaxInterval = value;
        return this;
    }

    /** ZMQ_RECONNECT_STOP; see {@link SocketConfig.Reconnect}. */
    public SocketConfigBuilder reconnectStop(ReconnectStop... after) {
        reconnectStop = Set.copyOf(Arrays.asList(after));
        return this;
    }

    /** ZMQ_HEARTBEAT_IVL; see {@link SocketConfig.Heartbeat}. */
    public SocketConfigBuilder heartbeatInterval(Duration value) {
        heartbeatInterval = value;
        return this;
    }

    /** ZMQ_HEARTBEAT_TTL; see {@link SocketConfig.Heartbeat}. */
    public SocketConfigBuilder heartbeatTtl(Duration value) {
        heartbeatTtl = value;
        return this;
    }

    /** ZMQ_HEARTBEAT_TIMEOUT; see {@link SocketConfig.Heartbeat}. */
    public SocketConfigBuilder heartbeatTimeout(Duration value) {
        heartbeatTimeout = value;
        return this;
    }

    /** ZMQ_HANDSHAKE_IVL; see {@link SocketConfig.Handshake}. */
    public SocketConfigBuilder handshakeTimeout(Duration value) {
        handshakeTimeout = value;
        return this;
    }

    /** ZMQ_CONNECT_TIMEOUT; see {@link SocketConfig.Handshake}. */
    public SocketConfigBuilder connectTimeout(Duration value) {
        connectTimeout = value;
        return this;
    }

    /** ZMQ_MAXMSGSIZE; see {@link SocketConfig.Handshake}. */
    public SocketConfigBuilder maxMessageSize(long value) {
        maxMessageSize = value;
        return this;
    }

    /** frames of a received message; see {@link SocketConfig.Handshake}. */
    public SocketConfigBuilder maxFrames(int value) {
        maxFrames = value;
        return this;
    }

    /** ZMQ_METADATA; see {@link SocketConfig.Handshake}. */
    public SocketConfigBuilder metadata(Map<String, String> value) {
        metadata = value;
        return this;
    }

    /** the oldest protocol that a peer may speak; see {@link SocketConfig.Handshake}. */
    public SocketConfigBuilder minProtocol(ZmtpVersion value) {
        minProtocol = value;
        return this;
    }

    /** ZMQ_TCP_KEEPALIVE; see {@link SocketConfig.Tcp}. */
    public SocketConfigBuilder tcpKeepAlive(int value) {
        tcpKeepAlive = value;
        return this;
    }

    /** ZMQ_TCP_KEEPALIVE. */
    public SocketConfigBuilder tcpKeepAlive(boolean on) {
        return tcpKeepAlive(on ? 1 : 0);
    }

    /** ZMQ_TCP_KEEPALIVE_CNT; see {@link SocketConfig.Tcp}. */
    public SocketConfigBuilder tcpKeepAliveCount(int value) {
        tcpKeepAliveCount = value;
        return this;
    }

    /** ZMQ_TCP_KEEPALIVE_IDLE, in seconds; see {@link SocketConfig.Tcp}. */
    public SocketConfigBuilder tcpKeepAliveIdle(int value) {
        tcpKeepAliveIdle = value;
        return this;
    }

    /** ZMQ_TCP_KEEPALIVE_INTVL, in seconds; see {@link SocketConfig.Tcp}. */
    public SocketConfigBuilder tcpKeepAliveInterval(int value) {
        tcpKeepAliveInterval = value;
        return this;
    }

    /** ZMQ_SNDBUF, in bytes; see {@link SocketConfig.Tcp}. */
    public SocketConfigBuilder sendBuffer(int value) {
        sendBuffer = value;
        return this;
    }

    /** ZMQ_RCVBUF, in bytes; see {@link SocketConfig.Tcp}. */
    public SocketConfigBuilder receiveBuffer(int value) {
        receiveBuffer = value;
        return this;
    }

    /** ZMQ_TOS; see {@link SocketConfig.Tcp}. */
    public SocketConfigBuilder tos(int value) {
        tos = value;
        return this;
    }

    /** ZMQ_BACKLOG; see {@link SocketConfig.Tcp}. */
    public SocketConfigBuilder backlog(int value) {
        backlog = value;
        return this;
    }

    /** ZMQ_IPV6; see {@link SocketConfig.Tcp}. */
    public SocketConfigBuilder ipv6(boolean value) {
        ipv6 = value;
        return this;
    }

    /** ZMQ_TCP_ACCEPT_FILTER, in CIDR notation; see {@link SocketConfig.Tcp}. */
    public SocketConfigBuilder tcpAcceptFilters(List<String> value) {
        tcpAcceptFilters = value;
        return this;
    }

    /** ZMQ_SOCKS_PROXY, {@code host:port}; see {@link SocketConfig.Socks}. */
    public SocketConfigBuilder socksProxy(String value) {
        socksProxy = value;
        return this;
    }

    /** ZMQ_SOCKS_USERNAME; see {@link SocketConfig.Socks}. */
    public SocketConfigBuilder socksUsername(String value) {
        socksUsername = value;
        return this;
    }

    /** ZMQ_SOCKS_PASSWORD; see {@link SocketConfig.Socks}. */
    public SocketConfigBuilder socksPassword(String value) {
        socksPassword = value;
        return this;
    }

    /** Of one binding, 0 = no limit; see {@link SocketConfig.Limits}. */
    public SocketConfigBuilder maxConnections(int value) {
        maxConnections = value;
        return this;
    }

    /** Of one binding from one IP address, 0 = no limit; see {@link SocketConfig.Limits}. */
    public SocketConfigBuilder maxConnectionsPerAddress(int value) {
        maxConnectionsPerAddress = value;
        return this;
    }

    /** Of one binding at a time, 0 = no limit; see {@link SocketConfig.Limits}. */
    public SocketConfigBuilder maxHandshakes(int value) {
        maxHandshakes = value;
        return this;
    }

    /** Bytes of a command of a peer that is not ready; see {@link SocketConfig.Limits}. */
    public SocketConfigBuilder maxHandshakeSize(int value) {
        maxHandshakeSize = value;
        return this;
    }

    /** Of one peer, 0 = no limit; see {@link SocketConfig.Limits}. */
    public SocketConfigBuilder maxSubscriptions(int value) {
        maxSubscriptions = value;
        return this;
    }

    /** Of the topics of one peer, 0 = no limit; see {@link SocketConfig.Limits}. */
    public SocketConfigBuilder maxSubscriptionBytes(long value) {
        maxSubscriptionBytes = value;
        return this;
    }

    /** That may wait for the application of an XPUB, 0 = no limit; see {@link SocketConfig.Limits}. */
    public SocketConfigBuilder maxSubscriptionNotices(int value) {
        maxSubscriptionNotices = value;
        return this;
    }

    /** ZMQ_IPC_FILTER_UID, by names; see {@link SocketConfig.Ipc}. */
    public SocketConfigBuilder ipcAcceptUsers(Set<String> value) {
        ipcAcceptUsers = value;
        return this;
    }

    /** ZMQ_IPC_FILTER_GID, by names; see {@link SocketConfig.Ipc}. */
    public SocketConfigBuilder ipcAcceptGroups(Set<String> value) {
        ipcAcceptGroups = value;
        return this;
    }

    /** of which sites the pages may be that connect to a WebSocket; see {@link SocketConfig.WebSocket}. */
    public SocketConfigBuilder wsAllowedOrigins(Set<String> value) {
        wsAllowedOrigins = value;
        return this;
    }

    /** ZMQ_ROUTING_ID; see {@link SocketConfig.Routing}. */
    public SocketConfigBuilder routingId(byte[] value) {
        routingId = value;
        return this;
    }

    /** ZMQ_ROUTING_ID, in UTF-8. */
    public SocketConfigBuilder routingId(String value) {
        return routingId(value.getBytes(StandardCharsets.UTF_8));
    }

    /** ZMQ_ROUTER_MANDATORY; see {@link SocketConfig.Routing}. */
    public SocketConfigBuilder routerMandatory(boolean value) {
        routerMandatory = value;
        return this;
    }

    /** ZMQ_ROUTER_HANDOVER; see {@link SocketConfig.Routing}. */
    public SocketConfigBuilder routerHandover(boolean value) {
        routerHandover = value;
        return this;
    }

    /** ZMQ_ROUTER_NOTIFY of both the coming and the going of peers, or of neither; see {@link SocketConfig.Routing}. */
    public SocketConfigBuilder routerNotify(boolean value) {
        return value ? routerNotify(RouterNotify.values()) : routerNotify();
    }

    /** ZMQ_ROUTER_NOTIFY; see {@link SocketConfig.Routing}. */
    public SocketConfigBuilder routerNotify(RouterNotify... of) {
        routerNotify = Set.copyOf(Arrays.asList(of));
        return this;
    }

    /** ZMQ_PROBE_ROUTER; see {@link SocketConfig.Routing}. */
    public SocketConfigBuilder probeRouter(boolean value) {
        probeRouter = value;
        return this;
    }

    /** ZMQ_REQ_CORRELATE; see {@link SocketConfig.Req}. */
    public SocketConfigBuilder reqCorrelate(boolean value) {
        reqCorrelate = value;
        return this;
    }

    /** ZMQ_REQ_RELAXED; see {@link SocketConfig.Req}. */
    public SocketConfigBuilder reqRelaxed(boolean value) {
        reqRelaxed = value;
        return this;
    }

    /** ZMQ_XPUB_VERBOSE; see {@link SocketConfig.Pub}. */
    public SocketConfigBuilder xpubVerbose(boolean value) {
        xpubVerbose = value;
        return this;
    }

    /** ZMQ_XPUB_VERBOSER; see {@link SocketConfig.Pub}. */
    public SocketConfigBuilder xpubVerboser(boolean value) {
        xpubVerboser = value;
        return this;
    }

    /** ZMQ_XPUB_MANUAL; see {@link SocketConfig.Pub}. */
    public SocketConfigBuilder xpubManual(boolean value) {
        xpubManual = value;
        return this;
    }

    /** ZMQ_XPUB_NODROP; see {@link SocketConfig.Pub}. */
    public SocketConfigBuilder xpubNoDrop(boolean value) {
        xpubNoDrop = value;
        return this;
    }

    /** ZMQ_XPUB_WELCOME_MSG; see {@link SocketConfig.Pub}. */
    public SocketConfigBuilder xpubWelcome(byte[] value) {
        xpubWelcome = value;
        return this;
    }

    /** ZMQ_XPUB_WELCOME_MSG, in UTF-8. */
    public SocketConfigBuilder xpubWelcome(String value) {
        return xpubWelcome(value.getBytes(StandardCharsets.UTF_8));
    }

    /** ZMQ_INVERT_MATCHING; see {@link SocketConfig.Pub}. */
    public SocketConfigBuilder invertMatching(boolean value) {
        invertMatching = value;
        return this;
    }

    /** ZMQ_HELLO_MSG; see {@link SocketConfig.Notices}. */
    public SocketConfigBuilder helloMessage(byte[] value) {
        helloMessage = value;
        return this;
    }

    /** ZMQ_HELLO_MSG, in UTF-8. */
    public SocketConfigBuilder helloMessage(String value) {
        return helloMessage(value.getBytes(StandardCharsets.UTF_8));
    }

    /** ZMQ_DISCONNECT_MSG; see {@link SocketConfig.Notices}. */
    public SocketConfigBuilder disconnectMessage(byte[] value) {
        disconnectMessage = value;
        return this;
    }

    /** ZMQ_DISCONNECT_MSG, in UTF-8. */
    public SocketConfigBuilder disconnectMessage(String value) {
        return disconnectMessage(value.getBytes(StandardCharsets.UTF_8));
    }

    /** ZMQ_HICCUP_MSG; see {@link SocketConfig.Notices}. */
    public SocketConfigBuilder hiccupMessage(byte[] value) {
        hiccupMessage = value;
        return this;
    }

    /** ZMQ_HICCUP_MSG, in UTF-8. */
    public SocketConfigBuilder hiccupMessage(String value) {
        return hiccupMessage(value.getBytes(StandardCharsets.UTF_8));
    }

    /** ZMQ_XPUB_MANUAL_LAST_VALUE; see {@link SocketConfig.Pub}. */
    public SocketConfigBuilder xpubManualLastValue(boolean value) {
        xpubManualLastValue = value;
        return this;
    }

    /** ZMQ_XSUB_VERBOSE_UNSUBSCRIBE; see {@link SocketConfig.Pub}. */
    public SocketConfigBuilder xsubVerboseUnsubscribe(boolean value) {
        xsubVerboseUnsubscribe = value;
        return this;
    }

    /** ZMQ_ONLY_FIRST_SUBSCRIBE; see {@link SocketConfig.Pub}. */
    public SocketConfigBuilder onlyFirstSubscribe(boolean value) {
        onlyFirstSubscribe = value;
        return this;
    }

    /** ZMQ_STREAM_NOTIFY; see {@link SocketConfig.Stream}. */
    public SocketConfigBuilder streamNotify(boolean value) {
        streamNotify = value;
        return this;
    }

    /** ZMQ_MULTICAST_HOPS; see {@link SocketConfig.Multicast}. */
    public SocketConfigBuilder multicastHops(int value) {
        multicastHops = value;
        return this;
    }

    /** ZMQ_MULTICAST_LOOP; see {@link SocketConfig.Multicast}. */
    public SocketConfigBuilder multicastLoop(boolean value) {
        multicastLoop = value;
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
        tls = value;
        return this;
    }

    /** Whether peers that connect over {@code tls://} need a certificate; see {@link SocketConfig.Tls}. */
    public SocketConfigBuilder tlsClientAuthentication(boolean value) {
        tlsClientAuthentication = value;
        return this;
    }

    /** Whether a certificate must be for the host that is connected to; see {@link SocketConfig.Tls}. */
    public SocketConfigBuilder tlsVerifyHost(boolean value) {
        tlsVerifyHost = value;
        return this;
    }

    /** Versions of TLS; see {@link SocketConfig.Tls}. */
    public SocketConfigBuilder tlsProtocols(List<String> value) {
        tlsProtocols = value;
        return this;
    }

    /** @throws IllegalArgumentException when an option is out of its range */
    public SocketConfig build() {
        return new SocketConfig(
                confined,
                linger,
                sendTimeout,
                receiveTimeout,
                new SocketConfig.Queues(sendHwm, receiveHwm, immediate, conflate, sendHwmBytes, receiveHwmBytes),
                new SocketConfig.Reconnect(reconnectInterval, reconnectMaxInterval, reconnectStop),
                new SocketConfig.Heartbeat(heartbeatInterval, heartbeatTtl, heartbeatTimeout),
                new SocketConfig.Handshake(
                        handshakeTimeout, connectTimeout, maxMessageSize, maxFrames, metadata, minProtocol),
                new SocketConfig.Tcp(
                        tcpKeepAlive,
                        tcpKeepAliveCount,
                        tcpKeepAliveIdle,
                        tcpKeepAliveInterval,
                        sendBuffer,
                        receiveBuffer,
                        tos,
                        backlog,
                        ipv6,
                        tcpAcceptFilters),
                new SocketConfig.Socks(socksProxy, socksUsername, socksPassword),
                new SocketConfig.Limits(
                        maxConnections,
                        maxConnectionsPerAddress,
                        maxHandshakes,
                        maxHandshakeSize,
                        maxSubscriptions,
                        maxSubscriptionBytes,
                        maxSubscriptionNotices),
                new SocketConfig.Ipc(ipcAcceptUsers, ipcAcceptGroups),
                new SocketConfig.WebSocket(wsAllowedOrigins),
                new SocketConfig.Routing(routingId, routerMandatory, routerHandover, routerNotify, probeRouter),
                new SocketConfig.Req(reqCorrelate, reqRelaxed),
                new SocketConfig.Pub(
                        xpubVerbose,
                        xpubVerboser,
                        xpubManual,
                        xpubNoDrop,
                        xpubWelcome,
                        invertMatching,
                        xpubManualLastValue,
                        xsubVerboseUnsubscribe,
                        onlyFirstSubscribe),
                new SocketConfig.Notices(helloMessage, disconnectMessage, hiccupMessage),
                new SocketConfig.Stream(streamNotify),
                new SocketConfig.Multicast(multicastHops, multicastLoop),
                affinity,
                security,
                zapDomain,
                new SocketConfig.Tls(tls, tlsClientAuthentication, tlsVerifyHost, tlsProtocols));
    }
}
