package io.zmq4j;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The options of a socket, immutable and validated. Durations below zero mean "no limit" and become {@link #FOREVER}.
 *
 * @param confined the socket belongs to one thread at a time and takes no lock; another caller is refused
 * @param linger how long what was sent may still be delivered after close (ZMQ_LINGER; default 1 s)
 * @param sendTimeout how long {@link ZmqSocket#send(Msg)} waits (ZMQ_SNDTIMEO; default no limit)
 * @param receiveTimeout how long {@link ZmqSocket#receive()} waits (ZMQ_RCVTIMEO; default no limit)
 * @param security the mechanism of all connections over tcp, ws and ipc (ZMQ_MECHANISM; default none)
 * @param zapDomain what the {@link Authenticator} is told of the socket, at most 255 bytes. If it is not empty, somebody has to
 *     let every peer in, and nobody is let in when there is no authenticator (ZMQ_ZAP_DOMAIN with ZMQ_ZAP_ENFORCE_DOMAIN;
 *     default empty)
 */
public record SocketConfig(
        boolean confined,
        Duration linger,
        Duration sendTimeout,
        Duration receiveTimeout,
        Queues queues,
        Reconnect reconnect,
        Heartbeat heartbeat,
        Handshake handshake,
        Tcp tcp,
        Socks socks,
        Limits limits,
        Ipc ipc,
        WebSocket webSocket,
        Routing routing,
        Req req,
        Pub pub,
        Notices notices,
        Stream stream,
        Multicast multicast,
        long affinity,
        Security security,
        String zapDomain,
        Tls tls) {

    /** No limit. */
    public static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    private static final SocketConfig DEFAULTS = SocketDefaults.create();

    public SocketConfig {
        linger = OptionRules.orForever(linger);
        sendTimeout = OptionRules.orForever(sendTimeout);
        receiveTimeout = OptionRules.orForever(receiveTimeout);
        OptionRules.notTooLong("zapDomain", zapDomain);
        boolean open = security instanceof Security.None && zapDomain.isEmpty();
        if (handshake.minProtocol() != ZmtpVersion.V3 && !open) {
            throw new IllegalArgumentException("minProtocol is " + handshake.minProtocol() + ", allowed with security: "
                    + ZmtpVersion.V3 + ", as peers of older versions have none");
        }
    }

    /**
     * The queue of each peer.
     *
     * @param sendHwm messages that may wait for one peer, 0 = unlimited (ZMQ_SNDHWM; default 1000)
     * @param receiveHwm messages of one peer that may wait for the application, 0 = unlimited (ZMQ_RCVHWM; default 1000)
     * @param immediate queue only for peers that are connected (ZMQ_IMMEDIATE; default false)
     * @param conflate keep only the newest message of each peer, whole messages of any number of frames; for PUB, SUB, PUSH,
     *     PULL and DEALER, without effect on others (ZMQ_CONFLATE; default false)
     * @param sendHwmBytes bytes of all frames that may wait for one peer: one more message is taken as long as there are
     *     fewer, so a message of any size goes alone; 0 = unlimited (default 0)
     * @param receiveHwmBytes bytes of one peer that may wait for the application, in the same way (default 0)
     */
    public record Queues(
            int sendHwm, int receiveHwm, boolean immediate, boolean conflate, long sendHwmBytes, long receiveHwmBytes) {
        public Queues {
            OptionRules.atLeast("sendHwm", sendHwm, 0);
            OptionRules.atLeast("receiveHwm", receiveHwm, 0);
            OptionRules.atLeast("sendHwmBytes", sendHwmBytes, 0);
            OptionRules.atLeast("receiveHwmBytes", receiveHwmBytes, 0);
        }
    }

    /**
     * What follows a lost connection: the time before each attempt is random in the upper half of a span that doubles from
     * the first to the longest one, and starts anew only after a completed handshake.
     *
     * @param interval the first span; zero or negative = never reconnect (ZMQ_RECONNECT_IVL; default 100 ms)
     * @param maxInterval the longest span; zero = always the first (ZMQ_RECONNECT_IVL_MAX; default 5 s)
     * @param stop after what the connection is given up; disconnect its endpoint to connect it anew (ZMQ_RECONNECT_STOP;
     *     default none)
     */
    public record Reconnect(Duration interval, Duration maxInterval, Set<ReconnectStop> stop) {
        public Reconnect {
            OptionRules.notNegative("reconnectMaxInterval", maxInterval);
            stop = Set.copyOf(stop);
        }

        /** Whether a lost connection is made again. */
        public boolean enabled() {
            return !interval.isNegative() && !interval.isZero();
        }
    }

    /**
     * Finding dead peers. PING is sent to peers of ZMTP 3.0 and newer.
     *
     * @param interval between two PINGs; zero = none (ZMQ_HEARTBEAT_IVL; default none)
     * @param ttl after which the peer may give us up, at most 6553.5 s; zero = not told (ZMQ_HEARTBEAT_TTL)
     * @param timeout of silence after a PING; zero = the interval (ZMQ_HEARTBEAT_TIMEOUT)
     */
    public record Heartbeat(Duration interval, Duration ttl, Duration timeout) {
        private static final Duration LONGEST_TTL = Duration.ofMillis(6_553_500);

        public Heartbeat {
            OptionRules.notNegative("heartbeatInterval", interval);
            OptionRules.notNegative("heartbeatTtl", ttl);
            OptionRules.notNegative("heartbeatTimeout", timeout);
            if (ttl.compareTo(LONGEST_TTL) > 0) {
                throw new IllegalArgumentException("heartbeatTtl is " + ttl + ", allowed: up to " + LONGEST_TTL);
            }
        }

        /** How long a peer may be silent after a PING. */
        public Duration effectiveTimeout() {
            return timeout.isZero() ? interval : timeout;
        }
    }

    /**
     * What a peer must keep to.
     *
     * @param timeout from connection to readiness; zero = no limit (ZMQ_HANDSHAKE_IVL; default 30 s)
     * @param connectTimeout for the transport to connect; zero = the system's (ZMQ_CONNECT_TIMEOUT)
     * @param maxMessageSize bytes of all frames of a received message, -1 = up to 2 GiB a frame (ZMQ_MAXMSGSIZE)
     * @param maxFrames frames of a received message (default 1024)
     * @param metadata properties sent to every peer, whose names begin with {@code X-} (ZMQ_METADATA)
     * @param minProtocol the oldest protocol that a peer may speak. The older ones of libzmq 2 and 3 have no security, no
     *     heartbeats and, in {@code V1}, no check of socket types; a PUB sends everything to a peer of {@code V1} without a
     *     greeting, as that filters itself. Not with {@link SocketConfig#security()} (default {@code V3}; libzmq accepts
     *     {@code V1} wherever there is no security)
     */
    public record Handshake(
            Duration timeout,
            Duration connectTimeout,
            long maxMessageSize,
            int maxFrames,
            Map<String, String> metadata,
            ZmtpVersion minProtocol) {
        public Handshake {
            OptionRules.notNegative("handshakeTimeout", timeout);
            OptionRules.notNegative("connectTimeout", connectTimeout);
            if (maxMessageSize < -1) {
                throw new IllegalArgumentException(
                        "maxMessageSize is " + maxMessageSize + ", allowed: bytes from 0, or -1 for no limit");
            }
            OptionRules.atLeast("maxFrames", maxFrames, 1);
            metadata = Map.copyOf(metadata);
            OptionRules.metadataNames(metadata.keySet());
        }
    }

    /**
     * TCP.
     *
     * @param keepAlive 1 = on, 0 = off, -1 = the system's (ZMQ_TCP_KEEPALIVE)
     * @param keepAliveCount probes, -1 = the system's (ZMQ_TCP_KEEPALIVE_CNT)
     * @param keepAliveIdle seconds before the first probe, -1 = the system's (ZMQ_TCP_KEEPALIVE_IDLE)
     * @param keepAliveInterval seconds between probes, -1 = the system's (ZMQ_TCP_KEEPALIVE_INTVL)
     * @param sendBuffer bytes of the kernel's buffer, 0 = the system's (ZMQ_SNDBUF)
     * @param receiveBuffer bytes of the kernel's buffer, 0 = the system's (ZMQ_RCVBUF)
     * @param tos the type-of-service octet, 0 to 255 (ZMQ_TOS)
     * @param backlog connections that may wait to be accepted (ZMQ_BACKLOG; default 100)
     * @param ipv6 whether IPv6 addresses are used beside IPv4 (ZMQ_IPV6; here true by default)
     * @param acceptFilters ranges such as {@code 10.0.0.0/8} or {@code fd00::/8}, one of which a peer must come from to be
     *     accepted; none = from anywhere (ZMQ_TCP_ACCEPT_FILTER)
     */
    public record Tcp(
            int keepAlive,
            int keepAliveCount,
            int keepAliveIdle,
            int keepAliveInterval,
            int sendBuffer,
            int receiveBuffer,
            int tos,
            int backlog,
            boolean ipv6,
            List<String> acceptFilters) {
        public Tcp {
            if (keepAlive < -1 || keepAlive > 1) {
                throw new IllegalArgumentException("tcpKeepAlive is " + keepAlive + ", allowed: -1, 0 or 1");
            }
            OptionRules.atLeast("tcpKeepAliveCount", keepAliveCount, -1);
            OptionRules.atLeast("tcpKeepAliveIdle", keepAliveIdle, -1);
            OptionRules.atLeast("tcpKeepAliveInterval", keepAliveInterval, -1);
            OptionRules.atLeast("sendBuffer", sendBuffer, 0);
            OptionRules.atLeast("receiveBuffer", receiveBuffer, 0);
            if (tos < 0 || tos > 255) {
                throw new IllegalArgumentException("tos is " + tos + ", allowed: 0 to 255");
            }
            OptionRules.atLeast("backlog", backlog, 1);
            acceptFilters = List.copyOf(acceptFilters);
            acceptFilters.forEach(filter -> Cidr.parse("tcpAcceptFilters", filter));
        }

        /** Whether a peer of this address passes the {@code acceptFilters}. */
        public boolean accepts(InetAddress peer) {
            return acceptFilters.isEmpty()
                    || acceptFilters.stream().anyMatch(filter -> Cidr.parse("tcpAcceptFilters", filter)
                            .contains(peer));
        }
    }

    /**
     * The SOCKS 5 proxy (RFC 1928) through which connections over tcp are made. The proxy resolves the names of peers.
     *
     * @param proxy {@code host:port}, empty = none (ZMQ_SOCKS_PROXY)
     * @param username for the proxy, at most 255 bytes in UTF-8, empty = it asks for none (ZMQ_SOCKS_USERNAME)
     * @param password for the proxy, at most 255 bytes in UTF-8; sent unprotected, as RFC 1929 says (ZMQ_SOCKS_PASSWORD)
     */
    public record Socks(String proxy, String username, String password) {
        public Socks {
            OptionRules.proxy(proxy);
            OptionRules.notTooLong("socksUsername", username);
            OptionRules.notTooLong("socksPassword", password);
        }

        /** Whether there is a proxy. */
        public boolean isSet() {
            return !proxy.isEmpty();
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Socks[" + (username.isEmpty() ? "" : username + "@") + proxy + "]";
        }
    }

    /**
     * What peers may take up: those of one binding together, and each. Who comes when a limit of a binding is reached is
     * disconnected at once and told of by {@link SocketEvent.AcceptFailed}, once a second at most. Who goes beyond one of its
     * own is disconnected, and the event names the limit. {@link SocketStats#limited} counts all.
     *
     * @param connections at a time, 0 = no limit. More than most systems have file descriptors for, and few enough that idle
     *     ones cannot take up the memory (default 10,000)
     * @param connectionsPerAddress of one IP address at a time, 0 = no limit. Not of ipc. No limit by default, as many peers
     *     may stand behind one address (default 0)
     * @param handshakes connections whose peer is not ready yet, 0 = no limit. Half of all connections, so that peers who
     *     say nothing leave room (default 5,000)
     * @param handshakeSize bytes of each command of a peer that is not ready yet, from 1024, as those of CURVE have to fit
     *     (default 65,536)
     * @param subscriptions topics that one peer of a PUB or XPUB may be subscribed to, or groups of a RADIO that it may have
     *     joined, 0 = no limit (default 2,000,000)
     * @param subscriptionBytes bytes of all these topics or groups of one peer, 0 = no limit (default 256 MiB)
     * @param subscriptionNotices of subscriptions and cancellations of all peers that may wait for the application of an XPUB,
     *     0 = no limit. Beyond it they are dropped, as the application may never mean to receive any, and nobody is
     *     disconnected (default 2,000,000)
     */
    public record Limits(
            int connections,
            int connectionsPerAddress,
            int handshakes,
            int handshakeSize,
            int subscriptions,
            long subscriptionBytes,
            int subscriptionNotices) {
        private static final int LEAST_HANDSHAKE_SIZE = 1024;

        public Limits {
            OptionRules.atLeast("maxConnections", connections, 0);
            OptionRules.atLeast("maxConnectionsPerAddress", connectionsPerAddress, 0);
            OptionRules.atLeast("maxHandshakes", handshakes, 0);
            OptionRules.atLeast("maxHandshakeSize", handshakeSize, LEAST_HANDSHAKE_SIZE);
            OptionRules.atLeast("maxSubscriptions", subscriptions, 0);
            OptionRules.atLeast("maxSubscriptionBytes", subscriptionBytes, 0);
            OptionRules.atLeast("maxSubscriptionNotices", subscriptionNotices, 0);
        }
    }

    /**
     * Unix domain sockets. Who is of one of these users, or of one of these groups, is accepted; with neither set everybody
     * is. For systems that tell who a peer is, which Windows does not: there nobody is accepted while any is set.
     *
     * @param acceptUsers names of users as which the process of a peer may run, or the number of one who has no name
     *     (ZMQ_IPC_FILTER_UID)
     * @param acceptGroups names of groups as which it may run, or the number of one that has no name; other groups of its
     *     user do not count, which libzmq looks up (ZMQ_IPC_FILTER_GID)
     */
    public record Ipc(Set<String> acceptUsers, Set<String> acceptGroups) {
        public Ipc {
            acceptUsers = OptionRules.notBlank("ipcAcceptUsers", acceptUsers);
            acceptGroups = OptionRules.notBlank("ipcAcceptGroups", acceptGroups);
        }

        /** Whether everybody is accepted. */
        public boolean acceptsAll() {
            return acceptUsers.isEmpty() && acceptGroups.isEmpty();
        }

        /** Whether a peer whose process runs as this user and group is accepted. */
        public boolean accepts(String user, String group) {
            return acceptsAll() || acceptUsers.contains(user) || acceptGroups.contains(group);
        }
    }

    /**
     * WebSockets: {@code ws://host:port/path}. Browsers can speak ZWS 2.0 only without a mechanism, as they refuse the names of
     * the others, so no page gets in where there is security or a {@link SocketConfig#zapDomain}.
     *
     * @param allowedOrigins of which sites the pages are that may connect, such as {@code https://example.com} or
     *     {@code http://localhost:8080}; {@code null} is that of a page without a site, such as a file. None = any page that a
     *     browser shows. It is of browsers that it protects: a client that tells no origin is none, and is let in (libzmq has
     *     no such option)
     */
    public record WebSocket(Set<String> allowedOrigins) {
        public WebSocket {
            OptionRules.origins(allowedOrigins);
            allowedOrigins = Set.copyOf(allowedOrigins);
        }
    }

    /**
     * Addressing of peers.
     *
     * @param routingId what this socket tells a ROUTER to call it, at most 255 bytes that do not begin with a zero byte;
     *     empty = the ROUTER chooses (ZMQ_ROUTING_ID)
     * @param mandatory a ROUTER refuses to send to a peer that it does not know, and waits for one whose queue is full,
     *     where it would drop the message (ZMQ_ROUTER_MANDATORY)
     * @param handover a new peer takes a routing id over from an older one (ZMQ_ROUTER_HANDOVER)
     * @param notices when a ROUTER receives {@code [routing id, ""]}: as a peer comes, as it goes, or both
     *     (ZMQ_ROUTER_NOTIFY; default never)
     * @param probe an empty message is sent to each new peer (ZMQ_PROBE_ROUTER)
     */
    public record Routing(
            byte[] routingId, boolean mandatory, boolean handover, Set<RouterNotify> notices, boolean probe) {
        public Routing {
            OptionRules.routingId(routingId);
            notices = Set.copyOf(notices);
        }

        /** Whether a ROUTER is told of any coming or going. */
        public boolean notifyPeers() {
            return !notices.isEmpty();
        }
    }

    /**
     * REQ.
     *
     * @param correlate requests and replies are matched by a number in an additional frame (ZMQ_REQ_CORRELATE)
     * @param relaxed a new request may be sent before the reply to the last one (ZMQ_REQ_RELAXED)
     */
    public record Req(boolean correlate, boolean relaxed) {}

    /**
     * Publishing.
     *
     * @param verbose an XPUB receives every subscription, not only new ones (ZMQ_XPUB_VERBOSE)
     * @param verboser as verbose, and every cancellation (ZMQ_XPUB_VERBOSER)
     * @param manual an XPUB subscribes its peers itself, each time the one whose message it received last (ZMQ_XPUB_MANUAL)
     * @param noDrop a send waits for a full subscriber where it would drop its message (ZMQ_XPUB_NODROP)
     * @param welcome sent to each new subscriber; empty = none (ZMQ_XPUB_WELCOME_MSG)
     * @param invertMatching a PUB or XPUB sends to those who have not subscribed, and a SUB takes what it has not
     *     subscribed to (ZMQ_INVERT_MATCHING)
     * @param manualLastValue as manual, and after a subscription was received the next message goes to its peer alone, if
     *     that is subscribed to it: the last value of a cache need not go to all (ZMQ_XPUB_MANUAL_LAST_VALUE)
     * @param verboseUnsubscribe an XSUB passes every cancellation on, not only the last one of a topic
     *     (ZMQ_XSUB_VERBOSE_UNSUBSCRIBE)
     * @param onlyFirstSubscribe the first frame of a message of several is a subscription or cancellation if it begins with
     *     a byte 1 or 0, to an XPUB that receives it and to an XSUB that is to send it; the frames behind are a message.
     *     Without, such a message is not taken apart (ZMQ_ONLY_FIRST_SUBSCRIBE)
     */
    public record Pub(
            boolean verbose,
            boolean verboser,
            boolean manual,
            boolean noDrop,
            byte[] welcome,
            boolean invertMatching,
            boolean manualLastValue,
            boolean verboseUnsubscribe,
            boolean onlyFirstSubscribe) {}

    /**
     * Messages that the library sends and receives by itself, each of one frame; empty = none. They take effect for later
     * connections, need no room in a queue and are without effect on types that are not named.
     *
     * @param hello the first message to each peer, on every new connection; of ROUTER, DEALER, CLIENT, SERVER and PEER
     *     (ZMQ_HELLO_MSG)
     * @param disconnect what ROUTER, SERVER and PEER receive from a peer that has connected to them, over inproc from any
     *     peer, when it is lost, after its last message (ZMQ_DISCONNECT_MSG)
     * @param hiccup what DEALER, CLIENT and PEER receive from a peer that they have connected to when the connection is
     *     lost, after its last message; never over inproc, where no connection is made again (ZMQ_HICCUP_MSG)
     */
    public record Notices(byte[] hello, byte[] disconnect, byte[] hiccup) {}

    /**
     * STREAM.
     *
     * @param notifyPeers {@code [routing id, ""]} is received when a connection is made and when it has ended
     *     (ZMQ_STREAM_NOTIFY; default true)
     */
    public record Stream(boolean notifyPeers) {}

    /**
     * Multicast groups of {@code udp://}.
     *
     * @param hops how many routers a datagram may pass and one more, 1 to 255 (ZMQ_MULTICAST_HOPS; default 1, the local network)
     * @param loop whether sockets of the sending machine receive it, too (ZMQ_MULTICAST_LOOP; default true)
     */
    public record Multicast(int hops, boolean loop) {
        public Multicast {
            if (hops < 1 || hops > 255) {
                throw new IllegalArgumentException("multicastHops is " + hops + ", allowed: 1 to 255");
            }
        }
    }

    /**
     * TLS, of connections over {@code tls://}.
     *
     * @param context what this side shows and whom it trusts: a server needs a certificate of its own, a client one that it
     *     trusts; null = there can be no connection over {@code tls://} (default)
     * @param clientAuthentication whether a peer that connects has to show a certificate that {@code context} trusts (default
     *     false)
     * @param verifyHost whether a peer that is connected to has to show a certificate for the host of the endpoint, as HTTPS
     *     wants it (RFC 2818; default true)
     * @param protocols which of {@code TLSv1.3} and {@code TLSv1.2} are spoken; older ones are not safe (default both)
     */
    public record Tls(
            @Nullable SSLContext context, boolean clientAuthentication, boolean verifyHost, List<String> protocols) {
        private static final List<String> SAFE = List.of("TLSv1.3", "TLSv1.2");

        public Tls {
            protocols = List.copyOf(protocols);
            if (protocols.isEmpty() || !SAFE.containsAll(protocols)) {
                throw new IllegalArgumentException(
                        "tlsProtocols are " + protocols + ", allowed: one or more of " + SAFE);
            }
        }

        @Override
        public String toString() {
            return "Tls[" + (context == null ? "no context" : context.getProtocol() + " of " + context.getProvider())
                    + ", clientAuthentication=" + clientAuthentication + ", verifyHost=" + verifyHost + ", protocols="
                    + protocols + "]";
        }
    }

    public static SocketConfig defaults() {
        return DEFAULTS;
    }

    public static SocketConfigBuilder builder() {
        return new SocketConfigBuilder(DEFAULTS);
    }

    public SocketConfigBuilder toBuilder() {
        return new SocketConfigBuilder(this);
    }
}
