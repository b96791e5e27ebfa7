package io.zmq4j.spring.integration.outbound;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqException;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqSendTimeoutException;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.integration.support.AdapterSocket;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.integration.IntegrationPatternType;
import org.springframework.integration.expression.ExpressionUtils;
import org.springframework.integration.expression.ValueExpression;
import org.springframework.integration.handler.AbstractMessageHandler;
import org.springframework.integration.support.management.IntegrationManagedResource;
import org.springframework.integration.support.management.ManageableLifecycle;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;

/**
 * Outbound channel adapter: sends every message to a socket, on the thread that calls it. Thread-safe.
 *
 * <p>When the call returns, the socket has taken the message. One that it has not taken within
 * {@link #setSendTimeout}, because no peer is connected or all queues are full, is a {@link MessageDeliveryException}
 * whose cause is a {@link ZmqSendTimeoutException}; one to a routing id that nobody has is one as well, unless the ROUTER
 * was declared not to be mandatory. A PUB, XPUB or RADIO never waits: it drops what a slow subscriber has no room for.
 *
 * <p>A start opens the socket and fails with {@link io.zmq4j.spring.ZmqBindException} when it cannot be bound; a message
 * before the first start opens it as well. A stop closes it if it is the adapter's own; what was sent is still delivered
 * within the linger time. After a stop messages are refused.
 */
@ManagedResource
@IntegrationManagedResource
public class ZmqMessageHandler extends AbstractMessageHandler implements ManageableLifecycle {

    /** How long a send waits if neither the adapter nor the socket says so. */
    public static final Duration DEFAULT_SEND_TIMEOUT = Duration.ofSeconds(5);

    private enum State {
        NEW,
        RUNNING,
        STOPPED
    }

    private final AdapterSocket socket;
    private final ReentrantLock lifecycleLock = new ReentrantLock();
    private MsgMapper mapper = new MsgMapper();
    private @Nullable Expression topicExpression;
    private @Nullable Expression routingIdExpression;
    private @Nullable Duration sendTimeout;
    private @Nullable EvaluationContext evaluationContext;
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
        if (routingIdExpression != null && !isAddressed(spec)) {
            throw new IllegalArgumentException("socket '" + spec.name() + "' is a " + spec.type()
                    + ", which has no routing ids, allowed: no routing id, or a ROUTER, STREAM, SERVER or PEER");
        }
        evaluationContext = ExpressionUtils.createStandardEvaluationContext(getBeanFactory());
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
    public int getBoundPort() {
        if (!isRunning()) {
            throw new IllegalStateException(getComponentName() + " has no port, as it is not running");
        }
        return socket.sockets().boundPort(socket.name());
    }

    @Override
    public void start() {
        lifecycleLock.lock();
        try {
            if (state != State.RUNNING) {
                socket.open();
                state = State.RUNNING;
            }
        } finally {
            lifecycleLock.unlock();
        }
    }

    @Override
    public void stop() {
        lifecycleLock.lock();
        try {
            state = State.STOPPED;
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
        if (state == State.STOPPED) {
            throw new MessageDeliveryException(message, this + " is stopped");
        }
        Msg msg = mapper.toMsg(
                message, socket.spec(), evaluate(topicExpression, message), evaluate(routingIdExpression, message));
        Duration timeout = effectiveTimeout();
        boolean sent;
        try {
            sent = socket.open().send(msg, timeout);
        } catch (ZmqException | IllegalArgumentException e) {
            throw undelivered(message, e);
        }
        if (!sent) {
            throw undelivered(message, new ZmqSendTimeoutException(message, socket.name(), timeout));
        }
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
