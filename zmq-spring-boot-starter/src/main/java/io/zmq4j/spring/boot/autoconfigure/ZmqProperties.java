package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.spring.ZmqHeaderMapper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The keys under {@code zmq}. An unknown key is an error: a misspelt option must not be silently ignored. */
@ConfigurationProperties(prefix = "zmq", ignoreUnknownFields = false)
public class ZmqProperties {

    /** The context that all sockets share. */
    private Context context = new Context(1, 1023, "zmq", true, true, Duration.ofNanos(150_000));

    /** Options that every socket inherits. */
    @NestedConfigurationProperty
    private final SocketOptions defaults = new SocketOptions();

    /** The sockets by name. */
    private Map<String, SocketProperties> sockets = new LinkedHashMap<>();

    /** The proxies by name. */
    private Map<String, ProxyProperties> proxies = new LinkedHashMap<>();

    /** The template. */
    private Template template = new Template(null, Duration.ofSeconds(5), Duration.ofSeconds(5), 10_000, false);

    /** The listeners. */
    private Listener listener = new Listener(
            true,
            1,
            256,
            64,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            false,
            false,
            new Retry(false, 3, Duration.ofMillis(100), 2, Duration.ofSeconds(5), Duration.ZERO),
            "");

    /** Headers in frame modes that have a frame for them. */
    private Header header = new Header(ZmqHeaderMapper.DEFAULT_ACCEPT, ZmqHeaderMapper.DEFAULT_SEND);

    /** Keys and passwords by name. */
    @NestedConfigurationProperty
    private SecurityProperties security = SecurityProperties.NONE;

    /** Events of bindings and connections. */
    private Monitor monitor = new Monitor(false);

    public Context getContext() {
        return context;
    }

    public void setContext(Context context) {
        this.context = context;
    }

    public SocketOptions getDefaults() {
        return defaults;
    }

    public Map<String, SocketProperties> getSockets() {
        return sockets;
    }

    public void setSockets(Map<String, SocketProperties> sockets) {
        this.sockets = sockets;
    }

    public Map<String, ProxyProperties> getProxies() {
        return proxies;
    }

    public void setProxies(Map<String, ProxyProperties> proxies) {
        this.proxies = proxies;
    }

    public Template getTemplate() {
        return template;
    }

    public void setTemplate(Template template) {
        this.template = template;
    }

    public Listener getListener() {
        return listener;
    }

    public void setListener(Listener listener) {
        this.listener = listener;
    }

    public Header getHeader() {
        return header;
    }

    public void setHeader(Header header) {
        this.header = header;
    }

    public SecurityProperties getSecurity() {
        return security;
    }

    public void setSecurity(SecurityProperties security) {
        this.security = security;
    }

    public Monitor getMonitor() {
        return monitor;
    }

    public void setMonitor(Monitor monitor) {
        this.monitor = monitor;
    }

    /**
     * The context that all sockets share.
     *
     * @param ioThreads How many threads move bytes; one is enough for about a gigabit per second (ZMQ_IO_THREADS).
     * @param maxSockets How many sockets may be open at once (ZMQ_MAX_SOCKETS).
     * @param threadNamePrefix What the names of its threads begin with (ZMQ_THREAD_NAME_PREFIX).
     * @param blocky Whether sockets linger that say nothing of it (ZMQ_BLOCKY).
     * @param ipv6 Whether sockets that say nothing of it use IPv6 addresses beside IPv4 (ZMQ_IPV6).
     * @param spinTime How long a thread that waits may look again and again before it sleeps, up to 1ms; 0 = not at all.
     */
    public record Context(
            @DefaultValue("1") int ioThreads,
            @DefaultValue("1023") int maxSockets,
            @DefaultValue("zmq") String threadNamePrefix,
            @DefaultValue("true") boolean blocky,
            @DefaultValue("true") boolean ipv6,
            @DefaultValue("150us") Duration spinTime) {}

    /**
     * The template.
     *
     * @param defaultSocket The destination of calls that name none: a socket, or socket/topic.
     * @param replyTimeout How long a request waits for its reply; -1 = for ever.
     * @param receiveTimeout How long a receive without a timeout of its own waits; -1 = for ever.
     * @param maxPendingRequests How many requests of one socket may wait for their replies at once.
     * @param observationEnabled Whether each send and request is an observation (zmq.template), where there is a registry
     *     of them; otherwise they are only timed, where there is a meter registry.
     */
    public record Template(
            @Nullable String defaultSocket,
            @DefaultValue("5s") Duration replyTimeout,
            @DefaultValue("5s") Duration receiveTimeout,
            @DefaultValue("10000") int maxPendingRequests,
            @DefaultValue("false") boolean observationEnabled) {}

    /**
     * The listeners.
     *
     * @param autoStartup Whether listeners start with the application.
     * @param concurrency How many threads call one listener; more than 1 gives up the order of messages.
     * @param queueCapacity How many received messages may wait for one listener; when they do, its socket is not read.
     * @param batchSize How many messages a batch listener gets at most in one call.
     * @param shutdownTimeout How long a stop waits for calls that are running and messages that are queued.
     * @param asyncTimeout How long a listener's asynchronous result may take.
     * @param returnExceptions Whether a listener that fails answers with the error's message, where it has to answer.
     * @param observationEnabled Whether each call of a listener is an observation (zmq.listener), where there is a registry
     *     of them; otherwise they are only timed, where there is a meter registry.
     * @param retry Whether and when a listener gets a message again that it failed on.
     * @param deadLetterSocket The name of the socket that takes the messages that listeners failed on; none by default.
     */
    public record Listener(
            @DefaultValue("true") boolean autoStartup,
            @DefaultValue("1") int concurrency,
            @DefaultValue("256") int queueCapacity,
            @DefaultValue("64") int batchSize,
            @DefaultValue("10s") Duration shutdownTimeout,
            @DefaultValue("30s") Duration asyncTimeout,
            @DefaultValue("false") boolean returnExceptions,
            @DefaultValue("false") boolean observationEnabled,
            @DefaultValue Retry retry,
            @DefaultValue("") String deadLetterSocket) {}

    /**
     * Whether and when a listener gets a message again that it failed on.
     *
     * @param enabled Whether it does, in the application itself: no peer sends anything again.
     * @param maxRetries How often at most, after the first attempt.
     * @param initialInterval How long to wait before the second attempt; its worker waits with the message.
     * @param multiplier What each further wait is longer by, as a factor.
     * @param maxInterval How long to wait at most.
     * @param jitter By how much a wait may be longer or shorter at random.
     */
    public record Retry(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("3") long maxRetries,
            @DefaultValue("100ms") Duration initialInterval,
            @DefaultValue("2") double multiplier,
            @DefaultValue("5s") Duration maxInterval,
            @DefaultValue("0s") Duration jitter) {}

    /**
     * Events of bindings and connections.
     *
     * @param enabled Whether they are published as application events (ZmqConnectionEvent), by one thread for each
     *     socket.
     */
    public record Monitor(@DefaultValue("false") boolean enabled) {}

    /**
     * Headers in frame modes that have a frame for them.
     *
     * @param accept The headers taken from received messages; a * stands for any characters.
     * @param send The headers put into sent messages; a * stands for any characters.
     */
    public record Header(
            @DefaultValue({"traceparent", "tracestate", "app_*"}) List<String> accept,
            @DefaultValue({"traceparent", "tracestate", "contentType", "app_*"}) List<String> send) {}
}
