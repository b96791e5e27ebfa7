package io.zmq4j.spring.listener;

import io.zmq4j.SocketType;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.template.ZmqOperations;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.validation.Validator;

/** Makes containers that have the same settings. The setters are for the time before its first container. */
public class ZmqListenerContainerFactory {

    private static final Log LOG = LogFactory.getLog(ZmqListenerContainerFactory.class);

    /** Stands for no observer, and is never told of anything. */
    static final ZmqListenerObserver NOBODY = (container, nanos, failure) -> {};

    private final ZmqSockets sockets;
    private final SocketReaders readers;
    private MsgMapper mapper;
    private @Nullable ZmqOperations operations;
    private boolean autoStartup = true;
    private int concurrency = 1;
    private int queueCapacity = 256;
    private int batchSize = 64;
    private Duration shutdownTimeout = Duration.ofSeconds(10);
    private Duration asyncTimeout = Duration.ofSeconds(30);
    private boolean returnExceptions;
    private boolean virtualThreads;
    private ZmqErrorHandler errorHandler = new LoggingErrorHandler();
    private @Nullable ZmqMessageRecoverer recoverer;
    private @Nullable RetryPolicy retryPolicy;
    private ZmqListenerObserver observer = NOBODY;
    private Consumer<ZmqListenerEvent> events = event -> {};
    private ZmqListenerContainerCustomizer customizer = endpoint -> endpoint;
    private List<HandlerMethodArgumentResolver> argumentResolvers = List.of();
    private @Nullable Validator validator;

    /**
     * @param mapper between frames and messages; it should take the whole envelope of a request
     *     ({@link MsgMapper#withWholeEnvelope}), so that correlated requests are understood
     */
    public ZmqListenerContainerFactory(ZmqSockets sockets, MsgMapper mapper) {
        this.sockets = sockets;
        this.mapper = mapper;
        this.readers = new SocketReaders(sockets);
    }

    /** The sockets that its containers read. */
    public ZmqSockets getSockets() {
        return sockets;
    }

    public MsgMapper getMapper() {
        return mapper;
    }

    public void setMapper(MsgMapper mapper) {
        this.mapper = mapper;
    }

    /** Sends results that go elsewhere. */
    public void setOperations(@Nullable ZmqOperations operations) {
        this.operations = operations;
    }

    /** Whether containers start with the application context; default true. */
    public void setAutoStartup(boolean autoStartup) {
        this.autoStartup = autoStartup;
    }

    /** How many threads call a listener, from 1; default 1. More than one gives up the order of messages. */
    public void setConcurrency(int concurrency) {
        this.concurrency = atLeastOne("concurrency", concurrency);
    }

    /** How many received messages may wait for the workers, from 1; default 256. */
    public void setQueueCapacity(int capacity) {
        this.queueCapacity = atLeastOne("queueCapacity", capacity);
    }

    /** How many messages a batch listener gets at most, from 1; default 64. */
    public void setBatchSize(int size) {
        this.batchSize = atLeastOne("batchSize", size);
    }

    /** How long a stop waits for what was read to be worked off; default 10 s. */
    public void setShutdownTimeout(Duration timeout) {
        this.shutdownTimeout = positive("shutdownTimeout", timeout);
    }

    /** How long an asynchronous result may take; default 30 s. */
    public void setAsyncTimeout(Duration timeout) {
        this.asyncTimeout = positive("asyncTimeout", timeout);
    }

    /** Whether a failure is answered with its message; default false: with an empty reply where one is waited for. */
    public void setReturnExceptions(boolean returnExceptions) {
        this.returnExceptions = returnExceptions;
    }

    /** Whether listeners are called on virtual threads; default false. */
    public void setVirtualThreads(boolean virtualThreads) {
        this.virtualThreads = virtualThreads;
    }

    public void setErrorHandler(ZmqErrorHandler errorHandler) {
        this.errorHandler = errorHandler;
    }

    /**
     * Takes the messages that a listener could not handle; null, the default, leaves them to the error handler. A
     * {@link ZmqDeadLetterRecoverer} is passed over for listeners that read what it sends.
     */
    public void setRecoverer(@Nullable ZmqMessageRecoverer recoverer) {
        this.recoverer = recoverer;
    }

    /**
     * Whether, how often and after which pauses a message that a listener failed on is given to it again; null, the
     * default: never. What does not fit the listener (conversion, validation) is never tried again. A worker waits with
     * its message, so that the order stays, and a stop of the container ends the pauses.
     */
    public void setRetryPolicy(@Nullable RetryPolicy retryPolicy) {
        this.retryPolicy = retryPolicy;
    }

    public void setObserver(ZmqListenerObserver observer) {
        this.observer = observer;
    }

    /** Is told when containers start, stop and fail; called on the thread where that happens. */
    public void setEvents(Consumer<ZmqListenerEvent> events) {
        this.events = events;
    }

    /** Changes every endpoint before a container is made of it. */
    public void setContainerCustomizer(ZmqListenerContainerCustomizer customizer) {
        this.customizer = customizer;
    }

    /** Resolve parameters of annotated methods before the resolvers of this library and of Spring do. */
    public void setArgumentResolvers(List<? extends HandlerMethodArgumentResolver> resolvers) {
        this.argumentResolvers = List.copyOf(resolvers);
    }

    public List<HandlerMethodArgumentResolver> getArgumentResolvers() {
        return argumentResolvers;
    }

    /** Validates payloads whose parameter says so; null, the default: the one {@code Validator} bean, if there is one. */
    public void setValidator(@Nullable Validator validator) {
        this.validator = validator;
    }

    public @Nullable Validator getValidator() {
        return validator;
    }

    /**
     * A container that is not started.
     *
     * @throws io.zmq4j.spring.UnknownZmqSocketException when its socket is not declared
     * @throws IllegalArgumentException when the endpoint does not fit the type of its socket
     */
    public ZmqListenerContainer createContainer(ZmqListenerEndpoint endpoint) {
        return create(customizer.customize(endpoint));
    }

    private ZmqListenerContainer create(ZmqListenerEndpoint endpoint) {
        SocketType type = sockets.spec(endpoint.socket()).type();
        int workers = endpoint.concurrency() == null ? concurrency : endpoint.concurrency();
        String listener = "listener '" + endpoint.id() + "' of socket '" + endpoint.socket() + "' (" + type + "): ";
        if (!type.canReceive()) {
            throw new IllegalArgumentException(
                    listener + "a socket of this type receives nothing, allowed: a type that does");
        }
        if (!endpoint.subscribe().isEmpty() && !SocketReaders.canShare(type)) {
            throw new IllegalArgumentException(listener + "subscribe is " + endpoint.subscribe()
                    + ", allowed: nothing, except on SUB, XSUB and DISH");
        }
        if (type == SocketType.REP && workers > 1) {
            throw new IllegalArgumentException(listener + "concurrency is " + workers
                    + ", allowed: 1, as a REP answers one request after the other; a ROUTER serves them at once");
        }
        if (endpoint.isBatch() && ReplySender.canReply(type) && type != SocketType.PAIR) {
            throw new IllegalArgumentException(
                    listener + "batch is set, allowed: no batch, as every request needs its own reply");
        }
        boolean start = endpoint.autoStartup() == null ? autoStartup : endpoint.autoStartup();
        return new ZmqListenerContainer(endpoint, settings(recoverer(endpoint, listener)), workers, start);
    }

    /** A dead letter that fails in the listener of dead letters would go round in circles. */
    private @Nullable ZmqMessageRecoverer recoverer(ZmqListenerEndpoint endpoint, String listener) {
        ZmqSocketSpec spec = sockets.spec(endpoint.socket());
        if (endpoint.recoverer() instanceof ZmqDeadLetterRecoverer own && own.leadsTo(spec)) {
            throw new IllegalArgumentException(
                    listener + "its " + own + " leads back to the socket that it reads, allowed: one that does not");
        }
        if (recoverer instanceof ZmqDeadLetterRecoverer shared && shared.leadsTo(spec)) {
            LOG.info(listener + "reads what is sent to " + shared + "; what fails here goes to the error handler");
            return null;
        }
        return recoverer;
    }

    /** Whether what a listener returns can go back on its socket of this type. */
    public static boolean canReply(SocketType type) {
        return ReplySender.canReply(type);
    }

    private ListenerSettings settings(@Nullable ZmqMessageRecoverer forFailed) {
        return new ListenerSettings(
                sockets,
                readers,
                mapper.withIds(false),
                operations,
                queueCapacity,
                batchSize,
                shutdownTimeout,
                asyncTimeout,
                returnExceptions,
                virtualThreads,
                errorHandler,
                forFailed,
                retryPolicy,
                observer,
                events);
    }

    private static int atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", allowed: from 1");
        }
        return value;
    }

    private static Duration positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " is " + value + ", allowed: more than zero");
        }
        return value;
    }
}
