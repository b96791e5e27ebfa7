package io.zmq4j.spring.integration.outbound;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.UnroutableException;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqException;
import io.zmq4j.spring.BoundPorts;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqSendTimeoutException;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.integration.event.ZmqAdapterStartedEvent;
import io.zmq4j.spring.integration.event.ZmqUnroutableEvent;
import io.zmq4j.spring.integration.support.AdapterSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.integration.IntegrationPatternType;
import org.springframework.integration.channel.MessagePublishingErrorHandler;
import org.springframework.integration.expression.ExpressionUtils;
import org.springframework.integration.expression.ValueExpression;
import org.springframework.integration.handler.AbstractMessageHandler;
import org.springframework.integration.support.management.IntegrationManagedResource;
import org.springframework.integration.support.management.ManageableLifecycle;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageDeliveryException;

/**
 * Outbound channel adapter: sends every message to a socket. Thread-safe.
 *
 * <p>Messages are sent on the thread that calls: when the call returns, the socket has taken the message. With
 * {@link #setAsync} the call never waits, and what fails goes to the error channel. One that it has not taken within
 * {@link #setSendTimeout}, because no peer is connected or all queues are full, is a {@link MessageDeliveryException}
 * whose cause is a {@link ZmqSendTimeoutException}; one to a routing id that nobody has is one as well, unless the ROUTER
 * was declared not to be mandatory, and is published as a {@link ZmqUnroutableEvent}. A PUB, XPUB or RADIO never waits: it drops what a slow subscriber has no room for.
 *
 * <p>A start opens the socket and fails with {@link io.zmq4j.spring.ZmqBindException} when it cannot be bound; a message
 * before the first start opens it as well. A stop closes it if it is the adapter's own; what was sent is still delivered
 * within the linger time. After a stop messages are refused.
 */
@ManagedResource
@IntegrationManagedResource
@SuppressWarnings("this-escape") // what its constructor calls is the base class's, or a method that nobody overrides
public class ZmqMessageHandler extends AbstractMessageHandler implements ManageableLifecycle {

    /** How long a send waits if neither the adapter nor the socket says so. */
    public static final Duration DEFAULT_SEND_TIMEOUT = Duration.ofSeconds(5);

    /** How many messages may wait in {@link #setAsync asynchronous} mode unless it is told. */
    public static final int DEFAULT_ASYNC_CAPACITY = 1000;

    private enum State {
        NEW,
        RUNNING,
        STOPPED
    }

    private final AdapterSocket socket;
    private final ReentrantLock lifecycleLock = new ReentrantLock();
    private MsgMapper mapper = new MsgMapper();
    private @Nullable Expression topicExpression;
    private @Nullable Expression groupExpression;
    private @Nullable Expression routingIdExpression;
    private @Nullable Duration sendTimeout;
    private @Nullable EvaluationContext evaluationContext;
    private boolean async;
    private int asyncCapacity = DEFAULT_ASYNC_CAPACITY;
    private @Nullable Executor executor;
    private @Nullable MessageChannel sendFailureChannel;
    private @Nullable String sendFailureChannelName;
    private final MessagePublishingErrorHandler failures = new MessagePublishingErrorHandler();
    private AsyncSends sends = new AsyncSends(this::run, DEFAULT_ASYNC_CAPACITY);
    // -- written under the lifecycle lock, read by anyone --
    private volatile State state = State.NEW;

    /** Sends to a named socket. */
    public ZmqMessageHandler(ZmqSockets sockets, String socketName) {
        this.socket = AdapterSocket.named(sockets, socketName);
    }

    /** Sends to a socket of its own. */
    public ZmqMessageHandler(ZmqContext context, ZmqSocketSpec spec) {
        this(context, () -> spec);
    }

    /** Sends to a socket of its own, whose declaration is asked for when this adapter is initialized. */
    public ZmqMessageHandler(ZmqContext context, Supplier<ZmqSocketSpec> spec) {
        this.socket = AdapterSocket.own(context, spec);
    }

    /** How frames are made of messages; by default {@link MsgMapper#MsgMapper()}. */
    public void setMapper(MsgMapper mapper) {
        this.mapper = mapper;
    }

    /** The topic of every message. */
    public void setTopic(String topic) {
        setTopicExpression(new ValueExpression<>(topic));
    }

    /** The topic of each message, {@code String} or {@code byte[]}; null = its header {@code zmq_topic}, the default. */
    public void setTopicExpression(Expression topicExpression) {
        this.topicExpression = topicExpression;
    }

    /** The group of every message of a RADIO. */
    public void setGroup(String group) {
        setGroupExpression(new ValueExpression<>(group));
    }

    /** The group of each message of a RADIO, a {@code String}; null = its header {@code zmq_group}, the default. */
    public void setGroupExpression(Expression groupExpression) {
        this.groupExpression = groupExpression;
    }

    /** The peer of every message, in UTF-8. */
    public void setRoutingId(String routingId) {
        setRoutingIdExpression(new ValueExpression<>(routingId));
    }

    /** The peer of each message, {@code String} or {@code byte[]}; null = its header {@code zmq_routingId}, the default. */
    public void setRoutingIdExpression(Expression routingIdExpression) {
        this.routingIdExpression = routingIdExpression;
    }

    /**
     * How long a send waits for room or a peer; zero = not at all, negative = without limit. By default the socket's send
     * timeout, or {@link #DEFAULT_SEND_TIMEOUT} where that has no limit.
     */
    public void setSendTimeout(Duration sendTimeout) {
        this.sendTimeout = sendTimeout;
    }

    /**
     * Whether a call returns at once; false by default. A message that the socket does not take then waits, in order, as long
     * as {@link #setSendTimeout} says, and if it cannot be sent is given as an error to the channel of its header
     * {@code errorChannel}, or else to the {@link #setSendFailureChannel}, by default the bean {@code errorChannel}.
     */
    public void setAsync(boolean async) {
        this.async = async;
    }

    /** How many messages may wait in asynchronous mode, from 1; one more fails at once. 1000 by default. */
    public void setAsyncCapacity(int asyncCapacity) {
        if (asyncCapacity < 1) {
            throw new IllegalArgumentException("asyncCapacity is " + asyncCapacity + ", allowed: from 1");
        }
        this.asyncCapacity = asyncCapacity;
    }

    /** What runs the task that sends what waits in asynchronous mode; by default a thread while something waits. */
    public void setTaskExecutor(Executor executor) {
        this.executor = executor;
    }

    /** Where messages go that could not be sent in asynchronous mode. */
    public void setSendFailureChannel(MessageChannel sendFailureChannel) {
        this.sendFailureChannel = sendFailureChannel;
    }

    /** The bean name of the channel for messages that could not be sent in asynchronous mode; overrides the channel. */
    public void setSendFailureChannelName(String sendFailureChannelName) {
        this.sendFailureChannelName = sendFailureChannelName;
    }

    @Override
    public String getComponentType() {
        return "zmq:outbound-channel-adapter";
    }

    @Override
    public IntegrationPatternType getIntegrationPatternType() {
        return IntegrationPatternType.outbound_channel_adapter;
    }

    @Override
    protected void onInit() {
        super.onInit();
        ZmqSocketSpec spec = socket.spec();
        if (!spec.type().canSend()) {
            throw new IllegalArgumentException("socket '" + spec.name() + "' is a " + spec.type()
                    + ", which cannot send, allowed: a type that can, such as PUSH or PUB");
        }
        if (topicExpression != null && !spec.frames().hasTopic()) {
            throw new IllegalArgumentException("socket '" + spec.name() + "' (" + spec.type() + ") has frames "
                    + spec.frames() + ", which have no topic, allowed: no topic, or a mode with one");
        }
        if (groupExpression != null && spec.type() != SocketType.RADIO) {
            throw new IllegalArgumentException("socket '" + spec.name() + "' is a " + spec.type()
                    + ", which has no groups to send to, allowed: no group, or a RADIO");
        }
        if (routingIdExpression != null && !isAddressed(spec)) {
            throw new IllegalArgumentException("socket '" + spec.name() + "' is a " + spec.type()
                    + ", which has no routing ids, allowed: no routing id, or a ROUTER, STREAM, SERVER or PEER");
        }
        evaluationContext = ExpressionUtils.createStandardEvaluationContext(getBeanFactory());
        sends = new AsyncSends(this::run, asyncCapacity);
        failures.setBeanFactory(getBeanFactory());
        if (sendFailureChannelName != null) {
            failures.setDefaultErrorChannelName(sendFailureChannelName);
        } else if (sendFailureChannel != null) {
            failures.setDefaultErrorChannel(sendFailureChannel);
        }
    }

    private void run(Runnable task) {
        if (executor != null) {
            executor.execute(task);
        } else {
            String name = getComponentName();
            new Thread(task, (name == null ? "zmq-" + socket.name() : name) + "-send").start();
        }
    }

    private static boolean isAddressed(ZmqSocketSpec spec) {
        return switch (spec.type()) {
            case ROUTER, STREAM, SERVER, PEER -> true;
            case PAIR, PUB, SUB, REQ, REP, DEALER, PULL, PUSH, XPUB, XSUB, CLIENT -> false;
            case RADIO, DISH, GATHER, SCATTER, DGRAM, CHANNEL -> false;
        };
    }

    /** The name of the socket. */
    public String getSocketName() {
        return socket.name();
    }

    /**
     * The port of the first TCP endpoint that the socket is bound to.
     *
     * @throws IllegalStateException when this adapter is not running or binds no TCP endpoint
     */
    @ManagedAttribute
    public int getBoundPort() {
        if (!isRunning()) {
            throw new IllegalStateException(getComponentName() + " has no port, as it is not running");
        }
        return socket.sockets().boundPort(socket.name());
    }

    /** How many messages wait to be sent, in asynchronous mode. */
    @ManagedAttribute
    public int getWaitingCount() {
        return sends.waiting();
    }

    @Override
    public void start() {
        lifecycleLock.lock();
        try {
            if (state != State.RUNNING) {
                List<Integer> ports = BoundPorts.of(socket.open().boundEndpoints());
                state = State.RUNNING;
                sends.start();
                publish(new ZmqAdapterStartedEvent(this, socket.name(), ports));
            }
        } finally {
            lifecycleLock.unlock();
        }
    }

    private void publish(ApplicationEvent event) {
        ApplicationContext context = getApplicationContext();
        if (context != null) {
            context.publishEvent(event);
        }
    }

    @Override
    public void stop() {
        lifecycleLock.lock();
        try {
            state = State.STOPPED;
            sends.stop();
            socket.release();
        } finally {
            lifecycleLock.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        return state == State.RUNNING;
    }

    @Override
    public void destroy() {
        stop();
        super.destroy();
    }

    @Override
    protected void handleMessageInternal(Message<?> message) {
        if (async) {
            sendAsync(message).whenComplete((sent, failure) -> {
                if (failure != null) {
                    failures.handleError(
                            failure instanceof CompletionException && failure.getCause() != null
                                    ? failure.getCause()
                                    : failure);
                }
            });
            return;
        }
        try {
            requireNotStopped(message);
            Duration timeout = effectiveTimeout();
            if (!send(message, toMsg(message), timeout)) {
                throw late(message, timeout);
            }
        } catch (MessageDeliveryException e) {
            reportUnroutable(message, e);
            throw e;
        }
    }

    /**
     * Sends without waiting: what the socket does not take at once waits its turn, whatever {@link #setAsync} says.
     *
     * @return fails with a {@link MessageDeliveryException}, or as the message cannot be made into frames; what it calls then
     *     holds up the next message
     */
    public CompletableFuture<Void> sendAsync(Message<?> message) {
        try {
            requireNotStopped(message);
            Msg msg = toMsg(message);
            Duration timeout = effectiveTimeout();
            CompletableFuture<Void> result =
                    sends.send(message, wait -> send(message, msg, wait), timeout, () -> late(message, timeout));
            return result.whenComplete((sent, failure) -> reportUnroutable(message, failure));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void requireNotStopped(Message<?> message) {
        if (state == State.STOPPED) {
            throw new MessageDeliveryException(message, this + " is stopped");
        }
    }

    private Msg toMsg(Message<?> message) {
        Expression topic = groupExpression == null ? topicExpression : groupExpression;
        return mapper.toMsg(message, socket.spec(), evaluate(topic, message), evaluate(routingIdExpression, message));
    }

    private boolean send(Message<?> message, Msg msg, Duration timeout) {
        try {
            return socket.open().send(msg, timeout);
        } catch (ZmqException | IllegalArgumentException e) {
            throw undelivered(message, e);
        }
    }

    private void reportUnroutable(Message<?> message, @Nullable Throwable failure) {
        if (failure != null && failure.getCause() instanceof UnroutableException cause) {
            publish(new ZmqUnroutableEvent(this, socket.name(), message, cause));
        }
    }

    private MessageDeliveryException late(Message<?> message, Duration timeout) {
        return undelivered(message, new ZmqSendTimeoutException(message, socket.name(), timeout));
    }

    private MessageDeliveryException undelivered(Message<?> message, RuntimeException cause) {
        return new MessageDeliveryException(
                message, "socket '" + socket.name() + "' has not sent the message: " + cause.getMessage(), cause);
    }

    private @Nullable Object evaluate(@Nullable Expression expression, Message<?> message) {
        if (expression == null) {
            return null;
        }
        return evaluationContext == null
                ? expression.getValue(message)
                : expression.getValue(evaluationContext, message);
    }

    private Duration effectiveTimeout() {
        if (sendTimeout != null) {
            return sendTimeout;
        }
        Duration ofSocket = socket.spec().config().sendTimeout();
        return ofSocket.equals(SocketConfig.FOREVER) ? DEFAULT_SEND_TIMEOUT : ofSocket;
    }
}
