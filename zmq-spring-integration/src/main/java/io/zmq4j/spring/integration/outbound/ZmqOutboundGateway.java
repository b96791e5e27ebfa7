package io.zmq4j.spring.integration.outbound;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqErrorReplyException;
import io.zmq4j.spring.ZmqReplyTimeoutException;
import io.zmq4j.spring.ZmqSendTimeoutException;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.integration.support.AdapterSocket;
import io.zmq4j.spring.request.Requester;
import io.zmq4j.spring.request.Requesters;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.integration.IntegrationPatternType;
import org.springframework.integration.MessageTimeoutException;
import org.springframework.integration.expression.ExpressionUtils;
import org.springframework.integration.expression.ValueExpression;
import org.springframework.integration.handler.AbstractReplyProducingMessageHandler;
import org.springframework.integration.support.management.IntegrationManagedResource;
import org.springframework.integration.support.management.ManageableLifecycle;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.MessageHandlingException;
import org.springframework.messaging.MessagingException;

/**
 * Outbound gateway: sends every message as a request and produces the reply. Thread-safe.
 *
 * <p>Over a DEALER any number of requests up to {@link #setMaxPendingRequests} are under way at once, each with an id in its
 * envelope that joins the reply to it; the service may be a REP, a ROUTER that gives the envelope back, or an inbound gateway
 * here. The replies to a named DEALER belong to one gateway or template alone, and a request of a second one is refused. Over
 * a REQ or CLIENT one request follows the other, and one that gets no reply costs a new connection.
 *
 * <p>By default the thread that calls waits for the reply; with {@link #setAsync} it does not, and the flow goes on with the
 * reply on the {@link #setTaskExecutor executor}. A request without a reply within {@link #setReplyTimeout} is a
 * {@link MessageTimeoutException}, or, without {@link #setRequiresReply}, ends there; its late reply is dropped and counted.
 * One that cannot be sent is a {@link MessageDeliveryException}; a reply with
 * {@link io.zmq4j.spring.ZmqHeaders#ERROR_CLASS} is a {@link ZmqErrorReplyException}. The failed message of each is the request.
 *
 * <p>A start opens the socket; a request before the first start opens it as well. A stop fails the requests under way over a
 * DEALER or a socket of the gateway's own, which it closes. After a stop requests are refused.
 */
@ManagedResource
@IntegrationManagedResource
@SuppressWarnings("this-escape") // what its constructor calls is the base class's, or a method that nobody overrides
public class ZmqOutboundGateway extends AbstractReplyProducingMessageHandler implements ManageableLifecycle {

    /** How long a request waits for its reply unless said otherwise. */
    public static final Duration DEFAULT_REPLY_TIMEOUT = Duration.ofSeconds(5);

    private enum State {
        NEW,
        RUNNING,
        STOPPED
    }

    private final AdapterSocket socket;
    private final ReentrantLock lifecycleLock = new ReentrantLock();
    private MsgMapper mapper = new MsgMapper();
    private ParameterizedTypeReference<?> payloadType = ParameterizedTypeReference.forType(Object.class);
    private @Nullable Expression topicExpression;
    private Duration replyTimeout = DEFAULT_REPLY_TIMEOUT;
    private int maxPendingRequests = 10_000;
    private Executor executor = ForkJoinPool.commonPool();
    private @Nullable EvaluationContext evaluationContext;
    // -- written under the lifecycle lock, read by anyone --
    private volatile State state = State.NEW;
    private volatile @Nullable Requesters requesters;
    private volatile @Nullable Requester requester;

    /** Requests over a named socket. */
    public ZmqOutboundGateway(ZmqSockets sockets, String socketName) {
        this(AdapterSocket.named(sockets, socketName));
    }

    /** Requests over a socket of its own. */
    public ZmqOutboundGateway(ZmqContext context, ZmqSocketSpec spec) {
        this(context, () -> spec);
    }

    /** Requests over a socket of its own, whose declaration is asked for when this gateway is initialized. */
    public ZmqOutboundGateway(ZmqContext context, Supplier<ZmqSocketSpec> spec) {
        this(AdapterSocket.own(context, spec));
    }

    private ZmqOutboundGateway(AdapterSocket socket) {
        this.socket = socket;
        setRequiresReply(true);
    }

    /** How frames are made of requests and replies of frames; by default {@link MsgMapper#MsgMapper()}. */
    public void setMapper(MsgMapper mapper) {
        this.mapper = mapper;
    }

    /** What payloads of replies are converted to; by default nothing, so that they are {@code byte[]} or {@code List<byte[]>}. */
    public void setPayloadType(Class<?> payloadType) {
        this.payloadType = ParameterizedTypeReference.forType(payloadType);
    }

    /** What payloads of replies are converted to. */
    public void setPayloadType(ParameterizedTypeReference<?> payloadType) {
        this.payloadType = payloadType;
    }

    /** The topic of every request, for a frame mode with topics. */
    public void setTopic(String topic) {
        setTopicExpression(new ValueExpression<>(topic));
    }

    /** The topic of each request, {@code String} or {@code byte[]}; null = its header {@code zmq_topic}, the default. */
    public void setTopicExpression(Expression topicExpression) {
        this.topicExpression = topicExpression;
    }

    /** How long a request may take, from its sending, or its wait for a turn, to its reply; negative = without limit. Default 5 s. */
    public void setReplyTimeout(Duration replyTimeout) {
        this.replyTimeout = replyTimeout;
    }

    /** How many requests may be under way over a DEALER at once, from 1; one more is refused. Default 10,000. */
    public void setMaxPendingRequests(int maxPendingRequests) {
        if (maxPendingRequests < 1) {
            throw new IllegalArgumentException("maxPendingRequests is " + maxPendingRequests + ", allowed: from 1");
        }
        this.maxPendingRequests = maxPendingRequests;
    }

    /** Runs the flow behind asynchronous replies, and requests that must wait before they are sent; default: the common pool. */
    public void setTaskExecutor(Executor executor) {
        this.executor = executor;
    }

    @Override
    public String getComponentType() {
        return "zmq:outbound-gateway";
    }

    @Override
    public IntegrationPatternType getIntegrationPatternType() {
        return IntegrationPatternType.outbound_gateway;
    }

    @Override
    protected void doInit() {
        ZmqSocketSpec spec = socket.spec();
        if (spec.type() != SocketType.DEALER && spec.type() != SocketType.REQ && spec.type() != SocketType.CLIENT) {
            throw new IllegalArgumentException("socket '" + spec.name() + "' is a " + spec.type()
                    + ", which makes no requests, allowed: DEALER, REQ and CLIENT");
        }
        if (topicExpression != null && !spec.frames().hasTopic()) {
            throw new IllegalArgumentException("socket '" + spec.name() + "' (" + spec.type() + ") has frames "
                    + spec.frames() + ", which have no topic, allowed: no topic, or a mode with one");
        }
        evaluationContext = ExpressionUtils.createStandardEvaluationContext(getBeanFactory());
    }

    /** The name of the socket. */
    public String getSocketName() {
        return socket.name();
    }

    /** Requests that wait for their replies, or for their turn. */
    @ManagedAttribute
    public int getPendingRequests() {
        Requesters known = requesters;
        return known == null ? 0 : known.pending(socket.name());
    }

    /** Replies that came when nobody waited for them any more, since this gateway was made. */
    @ManagedAttribute
    public long getLateReplies() {
        Requesters known = requesters;
        return known == null ? 0 : known.lateReplies(socket.name());
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
            requester = null;
            Requesters known = requesters;
            if (known != null) {
                known.close();
            }
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
    protected @Nullable Object handleRequestMessage(Message<?> request) {
        ZmqSocketSpec spec = Requesters.bodySpec(socket.spec());
        Msg body = mapper.toMsg(request, spec, topic(request), null);
        try {
            Requester open = requester(request);
            return isAsync()
                    ? replyLater(open.requestAsync(body, request, replyTimeout), request, spec)
                    : reply(open.request(body, request, replyTimeout), request, spec);
        } catch (ZmqReplyTimeoutException e) {
            return unanswered(request, e);
        } catch (RuntimeException e) {
            throw failed(request, e);
        }
    }

    /** Under the lock when it is made, so that none is made, nor the socket opened, after a stop. */
    private Requester requester(Message<?> request) {
        Requester known = requester;
        if (known != null && known.isUsable()) {
            return known;
        }
        lifecycleLock.lock();
        try {
            if (state == State.STOPPED) {
                throw new MessageDeliveryException(request, this + " is stopped");
            }
            Requesters from = requesters;
            if (from == null) {
                from = new Requesters(socket.sockets());
                from.maxPending(maxPendingRequests);
                requesters = from;
            }
            Requester made = from.get(socket.name(), executor);
            requester = made;
            return made;
        } finally {
            lifecycleLock.unlock();
        }
    }

    private CompletableFuture<@Nullable Object> replyLater(
            CompletableFuture<Msg> reply, Message<?> request, ZmqSocketSpec spec) {
        // not on the thread that completes it, which reads the replies to all others
        return reply.handleAsync(
                (msg, failure) -> {
                    if (failure == null) {
                        return reply(msg, request, spec);
                    }
                    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure;
                    if (cause instanceof ZmqReplyTimeoutException timeout) {
                        return unanswered(request, timeout);
                    }
                    throw failed(request, cause);
                },
                executor);
    }

    private Message<?> reply(Msg msg, Message<?> request, ZmqSocketSpec spec) {
        Message<?> reply;
        try {
            reply = mapper.toMessage(msg, spec);
            ZmqErrorReplyException error = ZmqErrorReplyException.in(reply, request, spec.name());
            if (error != null) {
                throw error;
            }
            return payloadType.getType() == Object.class ? reply : mapper.toMessage(msg, spec, payloadType);
        } catch (ZmqErrorReplyException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new MessageHandlingException(
                    request, "socket '" + spec.name() + "': the reply cannot be read: " + e.getMessage(), e);
        }
    }

    private @Nullable Object unanswered(Message<?> request, ZmqReplyTimeoutException cause) {
        if (getRequiresReply()) {
            throw new MessageTimeoutException(request, String.valueOf(cause.getMessage()), cause);
        }
        logger.debug(() -> cause.getMessage() + ", and none is required");
        return null;
    }

    private static MessagingException failed(Message<?> request, Throwable cause) {
        if (cause instanceof ZmqSendTimeoutException) {
            return new MessageDeliveryException(request, "the request was not sent: " + cause.getMessage(), cause);
        }
        if (cause instanceof MessagingException known && known.getFailedMessage() != null) {
            return known;
        }
        return new MessageHandlingException(request, "the request has failed: " + cause.getMessage(), cause);
    }

    private @Nullable Object topic(Message<?> request) {
        if (topicExpression == null) {
            return null;
        }
        return evaluationContext == null
                ? topicExpression.getValue(request)
                : topicExpression.getValue(evaluationContext, request);
    }
}
