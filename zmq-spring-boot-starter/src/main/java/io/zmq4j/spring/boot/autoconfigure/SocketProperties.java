package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.RouterNotify;
import io.zmq4j.SocketType;
import io.zmq4j.spring.FrameMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** One entry of {@code zmq.sockets}: the socket's type, where it is bound or connected, and its options. */
public class SocketProperties extends SocketOptions {

    /** The type of the socket, such as pull or router. */
    private @Nullable SocketType type;

    /** Endpoints at which the socket accepts connections; port 0 = a free one. */
    private List<String> bind = new ArrayList<>();

    /** Endpoints of the peers it connects to. */
    private List<String> connect = new ArrayList<>();

    /** Further peers to connect to, whom this router or stream calls by a name of its own (ZMQ_CONNECT_ROUTING_ID). */
    private List<NamedPeer> connectAs = new ArrayList<>();

    /** Topic prefixes that a sub or xsub socket subscribes to, an empty one = everything; groups that a dish joins. */
    private List<String> subscribe = new ArrayList<>();

    /**
     * Options by the names that libzmq has for them, such as tos or sndhwm, in place of the properties that are named in
     * words.
     */
    private Map<String, String> options = new LinkedHashMap<>();

    /** How frames and messages are mapped; by default as is usual for the type. */
    private @Nullable FrameMode frames;

    /**
     * How long a request of the template over this socket waits for its reply; -1 = for ever; by default
     * zmq.template.reply-timeout.
     */
    private @Nullable Duration requestTimeout;

    /** The name by which a router at the other end shall know this socket (ZMQ_ROUTING_ID). */
    private @Nullable String routingId;

    /**
     * Whether messages go to, or come from, topics that are not subscribed; for pub, xpub and sub
     * (ZMQ_INVERT_MATCHING).
     */
    private @Nullable Boolean invertMatching;

    /** Whether an empty message is sent to each new peer; for req, dealer and router (ZMQ_PROBE_ROUTER). */
    private @Nullable Boolean probeRouter;

    /** The first message to each new peer; for router, dealer, client, server and peer (ZMQ_HELLO_MSG). */
    private @Nullable String helloMessage;

    /** What is received when a peer is lost, after its last message; for router, server and peer (ZMQ_DISCONNECT_MSG). */
    private @Nullable String disconnectMessage;

    /**
     * What is received when a connection that this socket has made is lost; for dealer, client and peer (ZMQ_HICCUP_MSG).
     */
    private @Nullable String hiccupMessage;

    /**
     * Whether only the first frame of a message may be a subscription; for xpub and xsub (ZMQ_ONLY_FIRST_SUBSCRIBE).
     */
    private @Nullable Boolean onlyFirstSubscribe;

    /** Options of a router. */
    private Router router = new Router(null, null, null, null);

    /** Options of a req. */
    private Req req = new Req(null, null);

    /** Options of an xpub. */
    private Xpub xpub = new Xpub(null, null, null, null, null, null);

    /** Options of an xsub. */
    private Xsub xsub = new Xsub(null);

    /** Options of a stream. */
    private Stream stream = new Stream(null);

    /** Options of a radio, dish or dgram over udp. */
    private Multicast multicast = new Multicast(null, null);

    /** How connections are protected, and who may connect. */
    @NestedConfigurationProperty
    private @Nullable SocketSecurityProperties security;

    /** What other libraries expect on the wire. */
    private Compat compat = new Compat(false);

    /** When the socket is healthy. */
    private HealthOptions health = new HealthOptions(0, Duration.ofSeconds(30));

    public @Nullable SocketType getType() {
        return type;
    }

    public void setType(@Nullable SocketType type) {
        this.type = type;
    }

    public List<String> getBind() {
        return bind;
    }

    public void setBind(List<String> bind) {
        this.bind = bind;
    }

    public List<String> getConnect() {
        return connect;
    }

    public void setConnect(List<String> connect) {
        this.connect = connect;
    }

    public List<NamedPeer> getConnectAs() {
        return connectAs;
    }

    public void setConnectAs(List<NamedPeer> connectAs) {
        this.connectAs = connectAs;
    }

    public List<String> getSubscribe() {
        return subscribe;
    }

    public void setSubscribe(List<String> subscribe) {
        // the binder makes an empty list of an empty text, which stands for every topic
        this.subscribe = subscribe.isEmpty() ? List.of("") : subscribe;
    }

    public Map<String, String> getOptions() {
        return options;
    }

    public void setOptions(Map<String, String> options) {
        this.options = options;
    }

    public @Nullable FrameMode getFrames() {
        return frames;
    }

    public void setFrames(@Nullable FrameMode frames) {
        this.frames = frames;
    }

    public @Nullable Duration getRequestTimeout() {
        return requestTimeout;
    }

    public void setRequestTimeout(@Nullable Duration requestTimeout) {
        this.requestTimeout = requestTimeout;
    }

    public @Nullable String getRoutingId() {
        return routingId;
    }

    public void setRoutingId(@Nullable String routingId) {
        this.routingId = routingId;
    }

    public @Nullable Boolean getInvertMatching() {
        return invertMatching;
    }

    public void setInvertMatching(@Nullable Boolean invertMatching) {
        this.invertMatching = invertMatching;
    }

    public @Nullable Boolean getProbeRouter() {
        return probeRouter;
    }

    public void setProbeRouter(@Nullable Boolean probeRouter) {
        this.probeRouter = probeRouter;
    }

    public @Nullable String getHelloMessage() {
        return helloMessage;
    }

    public void setHelloMessage(@Nullable String helloMessage) {
        this.helloMessage = helloMessage;
    }

    public @Nullable String getDisconnectMessage() {
        return disconnectMessage;
    }

    public void setDisconnectMessage(@Nullable String disconnectMessage) {
        this.disconnectMessage = disconnectMessage;
    }

    public @Nullable String getHiccupMessage() {
        return hiccupMessage;
    }

    public void setHiccupMessage(@Nullable String hiccupMessage) {
        this.hiccupMessage = hiccupMessage;
    }

    public @Nullable Boolean getOnlyFirstSubscribe() {
        return onlyFirstSubscribe;
    }

    public void setOnlyFirstSubscribe(@Nullable Boolean onlyFirstSubscribe) {
        this.onlyFirstSubscribe = onlyFirstSubscribe;
    }

    public Router getRouter() {
        return router;
    }

    public void setRouter(Router router) {
        this.router = router;
    }

    public Req getReq() {
        return req;
    }

    public void setReq(Req req) {
        this.req = req;
    }

    public Xpub getXpub() {
        return xpub;
    }

    public void setXpub(Xpub xpub) {
        this.xpub = xpub;
    }

    public Xsub getXsub() {
        return xsub;
    }

    public void setXsub(Xsub xsub) {
        this.xsub = xsub;
    }

    public Stream getStream() {
        return stream;
    }

    public void setStream(Stream stream) {
        this.stream = stream;
    }

    public Multicast getMulticast() {
        return multicast;
    }

    public void setMulticast(Multicast multicast) {
        this.multicast = multicast;
    }

    public @Nullable SocketSecurityProperties getSecurity() {
        return security;
    }

    public void setSecurity(@Nullable SocketSecurityProperties security) {
        this.security = security;
    }

    public Compat getCompat() {
        return compat;
    }

    public void setCompat(Compat compat) {
        this.compat = compat;
    }

    public HealthOptions getHealth() {
        return health;
    }

    public void setHealth(HealthOptions health) {
        this.health = health;
    }

    /**
     * A peer that a router or stream connects to under a name.
     *
     * @param endpoint The endpoint of the peer.
     * @param routingId What the peer is called here, whatever it calls itself.
     */
    public record NamedPeer(@Nullable String endpoint, @Nullable String routingId) {}

    /**
     * Options of a router.
     *
     * @param mandatory Whether a send to an unknown peer fails, and one to a full peer waits (ZMQ_ROUTER_MANDATORY).
     * @param handover Whether a new peer takes a routing id over from an older one (ZMQ_ROUTER_HANDOVER).
     * @param notifyPeers Whether a message tells of every peer that comes or goes (ZMQ_ROUTER_NOTIFY).
     * @param notifyOf Of what a message tells, in place of notify-peers: connect, disconnect (ZMQ_ROUTER_NOTIFY).
     */
    public record Router(
            @Nullable Boolean mandatory,
            @Nullable Boolean handover,
            @Nullable Boolean notifyPeers,
            @Nullable Set<RouterNotify> notifyOf) {}

    /**
     * Options of a req.
     *
     * @param correlate Whether requests and replies are matched by a number (ZMQ_REQ_CORRELATE).
     * @param relaxed Whether a request may follow one that has no reply yet (ZMQ_REQ_RELAXED).
     */
    public record Req(@Nullable Boolean correlate, @Nullable Boolean relaxed) {}

    /**
     * Options of an xpub.
     *
     * @param verbose Whether it receives every subscription, not only new ones (ZMQ_XPUB_VERBOSE).
     * @param verboser Whether it also receives every cancellation (ZMQ_XPUB_VERBOSER).
     * @param manual Whether the application subscribes the peers (ZMQ_XPUB_MANUAL).
     * @param noDrop Whether a send waits for a full subscriber; for pub and radio too (ZMQ_XPUB_NODROP).
     * @param welcome Sent to each new subscriber (ZMQ_XPUB_WELCOME_MSG).
     * @param manualLastValue As manual, and the message after a subscription goes to its peer alone
     *     (ZMQ_XPUB_MANUAL_LAST_VALUE).
     */
    public record Xpub(
            @Nullable Boolean verbose,
            @Nullable Boolean verboser,
            @Nullable Boolean manual,
            @Nullable Boolean noDrop,
            @Nullable String welcome,
            @Nullable Boolean manualLastValue) {}

    /**
     * Options of an xsub.
     *
     * @param verboseUnsubscribe Whether every cancellation is passed on, not only the last one of a topic
     *     (ZMQ_XSUB_VERBOSE_UNSUBSCRIBE).
     */
    public record Xsub(@Nullable Boolean verboseUnsubscribe) {}

    /**
     * Options of a stream.
     *
     * @param notifyPeers Whether a message tells of every connection that is made or has ended (ZMQ_STREAM_NOTIFY).
     */
    public record Stream(@Nullable Boolean notifyPeers) {}

    /**
     * Multicast groups over udp.
     *
     * @param hops How many routers a datagram may pass and one more, 1 to 255; default 1 (ZMQ_MULTICAST_HOPS).
     * @param loop Whether sockets of the sending machine receive it, too; default true (ZMQ_MULTICAST_LOOP).
     */
    public record Multicast(@Nullable Integer hops, @Nullable Boolean loop) {}

    /**
     * What other libraries expect on the wire.
     *
     * @param emptyDelimiter Whether an empty frame stands between topic and payload, as with spring-integration-zeromq.
     */
    public record Compat(@DefaultValue("false") boolean emptyDelimiter) {}

    /**
     * When the socket is healthy.
     *
     * @param minPeers How many peers must be ready; 0 = peers do not count.
     * @param grace How long there may be fewer before the socket counts as down.
     */
    public record HealthOptions(@DefaultValue("0") int minPeers, @DefaultValue("30s") Duration grace) {}
}
