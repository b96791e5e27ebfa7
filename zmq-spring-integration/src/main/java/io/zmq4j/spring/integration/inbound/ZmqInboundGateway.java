package io.zmq4j.spring.integration.inbound;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.integration.event.ZmqReceiverFailedEvent;
import io.zmq4j.spring.integration.event.ZmqUnroutableEvent;
import io.zmq4j.spring.integration.support.AdapterSocket;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.integration.MessageTimeoutException;
import org.springframework.integration.core.Pausable;
import org.springframework.integration.gateway.MessagingGatewaySupport;
import org.springframework.integration.support.management.IntegrationManagedResource;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessagingException;

/**
 * Inbound gateway: sends every request that a socket receives to the request channel, and the reply of the flow back to
 * the client that asked.
 *
 * <p>A ROUTER serves any number of REQ, DEALER and ROUTER clients at once and gives back the whole envelope of each, through
 * proxies as well: everything up to the first empty frame, unless {@link #setWholeEnvelope} says otherwise. A REP serves
 * one request after the other. A SERVER or PEER serves clients of single frames.
 *
 * <p>Each of {@link #setConcurrency} threads takes a request, runs the flow and sends its reply; when all are busy no
 * further request is taken, and the socket's high-water mark holds the clients back. With {@link #setMaxInFlight} a thread
 * does not wait for the reply where the flow hands its message over, and at most so many requests are under way.
 *
 * <p>A failed request goes to the error channel, whose flow may reply, and so does a request that cannot be converted and a
 * reply that cannot. Whom neither answers gets what {@link #setReplyOnError} says. A reply to a client that has left, or
 * that takes none, is counted and published as a {@link ZmqUnroutableEvent}; the flow does not notice. An {@link Error} that
 * leaves the flow, for want of an error channel, fails its request as well and then stops the gateway with a
 * {@link ZmqReceiverFailedEvent}, and so does the end of the socket by someone else.
 *
 * <p>A start opens the socket and fails with {@link io.zmq4j.spring.ZmqBindException} when it cannot be bound. A stop takes no
 * further requests, waits for those under way within {@link #setShutdownTimeout} and a second, and closes the socket if it
 * is the gateway's own. A pause leaves requests in the socket, outlasts a restart and ends with {@link #resume}.
 */
@ManagedResource
@IntegrationManagedResource
@SuppressWarnings("this-escape") // what its constructor calls is the base class's, or a method that nobody overrides
public class ZmqInboundGateway extends MessagingGatewaySupport implements Pausable {

    /** How long a stop waits for requests that are under way. */
    public static final Duration DEFAULT_SHUTDOWN_TIMEOUT = Duration.ofSeconds(10);

    /** How long a reply waits for room where the socket sets no limit. */
    public static final Duration DEFAULT_SEND_TIMEOUT = Duration.ofSeconds(5);

    private final AdapterSocket socket;
    private final ReceivingThreads threads = new ReceivingThreads(lifecycleLock, DEFAULT_SHUTDOWN_TIMEOUT);
    private MsgMapper mapper = new MsgMapper();
    private ParameterizedTypeReference<?> payloadType = ParameterizedTypeReference.forType(Object.class);
    private int maxInFlight;
    private boolean wholeEnvelope = true;
    private @Nullable InFlight inFlight;
    private @Nullable ReplyOnError replyOnError;
    private @Nullable Answers answers;

    /** Serves on a named socket. */
    public ZmqInboundGateway(ZmqSockets sockets, String socketName) {
        this(AdapterSocket.named(sockets, socketName));
    }

    /** Serves on a socket of its own. */
    public ZmqInboundGateway(ZmqContext context, ZmqSocketSpec spec) {
        this(context, () -> spec);
    }

    /** Serves on a socket of its own, whose declaration is asked for when this gateway is initialized. */
    public ZmqInboundGateway(ZmqContext context, Supplier<ZmqSocketSpec> spec) {
        this(AdapterSocket.own(context, spec));
    }

    private ZmqInboundGateway(AdapterSocket socket) {
        this.socket = socket;
        // what brings messages in starts after what takes them, and stops first
        setPhase(Integer.MAX_VALUE / 2);
    }

    /** How messages are made of frames and frames of replies; by default {@link MsgMapper#MsgMapper()}. */
    public void setMapper(MsgMapper mapper) {
        this.mapper = mapper;
    }

    /** What payloads of requests are converted to; by default nothing, so that they are {@code byte[]} or {@code List<byte[]>}. */
    public void setPayloadType(Class<?> payloadType) {
        this.payloadType = ParameterizedTypeReference.forType(payloadType);
    }

    /** What payloads of requests are converted to. */
    public void setPayloadType(ParameterizedTypeReference<?> payloadType) {
        this.payloadType = payloadType;
    }

    /** What runs the serving threads, from start to stop; by default threads named after this gateway. */
    public void setTaskExecutor(Executor executor) {
        threads.setExecutor(executor);
    }

    /** How many threads serve requests, from 1, the default; a REP has no more. */
    public void setConcurrency(int concurrency) {
        threads.setConcurrency(concurrency);
    }

    /**
     * How many requests may wait for their replies without a thread, for flows that reply later or reactively; 0, the
     * default = none, each has its thread. Not for a REP.
     */
    public void setMaxInFlight(int maxInFlight) {
        if (maxInFlight < 0) {
            throw new IllegalArgumentException("maxInFlight is " + maxInFlight + ", allowed: from 0");
        }
        this.maxInFlight = maxInFlight;
    }

    /**
     * What a client gets whose request has failed or was not answered in time. By default an error where the frame mode has
     * headers, which tell it from a result; else nothing, or on a REP, which must answer, an empty reply.
     */
    public void setReplyOnError(ReplyOnError replyOnError) {
        this.replyOnError = replyOnError;
    }

    /**
     * Whether all that a ROUTER receives before the first empty frame is envelope, as to a REP, and as requests through
     * proxies need it; true by default. It then takes short first frames off the payload of a DEALER client that sends no
     * delimiter but an empty frame further on. False takes only an empty first frame, or one of 8 bytes and an empty one, as
     * outbound gateways send them: for such clients, which then come through no proxy.
     */
    public void setWholeEnvelope(boolean wholeEnvelope) {
        this.wholeEnvelope = wholeEnvelope;
    }

    /** How long a stop waits for requests under way before it interrupts their handlers; 10 s by default, at most a day. */
    public void setShutdownTimeout(Duration shutdownTimeout) {
        threads.setShutdownTimeout(shutdownTimeout);
    }

    @Override
    public String getComponentType() {
        return "zmq:inbound-gateway";
    }

    @Override
    protected void onInit() {
        super.onInit();
        ZmqSocketSpec spec = socket.spec();
        String of = "socket '" + spec.name() + "' (" + spec.type() + "): ";
        ReplyOnError onError = replyOnError;
        switch (spec.type()) {
            case ROUTER, SERVER, PEER -> {
                if (onError == null) {
                    onError = spec.frames().hasHeaders() ? ReplyOnError.ERROR : ReplyOnError.NONE;
                }
            }
            case REP -> {
                if (onError == null) {
                    onError = spec.frames().hasHeaders() ? ReplyOnError.ERROR : ReplyOnError.EMPTY;
                }
                require(onError != ReplyOnError.NONE, of + "replyOnError is NONE, allowed: EMPTY and ERROR");
                require(threads.concurrency() == 1, of + "concurrency is " + threads.concurrency() + ", allowed: 1");
                require(maxInFlight == 0, of + "maxInFlight is " + maxInFlight + ", allowed: 0");
            }
            default ->
                throw new IllegalArgumentException(
                        of + "this type serves no requests, allowed: ROUTER, REP, SERVER and PEER");
        }
        if (spec.type() == SocketType.ROUTER) {
            mapper = wholeEnvelope ? mapper.withWholeEnvelope(true) : mapper.withCorrelationEnvelope();
        }
        inFlight = maxInFlight == 0 ? null : new InFlight(maxInFlight);
        answers = new Answers(
                this,
                socket.name(),
                new Replies(mapper, spec, onError),
                new ReplySender(this, socket.name(), this::publish, logger),
                new ErrorFlow(this::getErrorChannel, this::buildErrorMessage),
                logger);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message + ", as it answers one request after the other");
        }
    }

    /** The name of the socket. */
    public String getSocketName() {
        return socket.name();
    }

    /**
     * The port of the first TCP endpoint that the socket is bound to.
     *
     * @throws IllegalStateException when this gateway is not running or binds no TCP endpoint
     */
    @ManagedAttribute
    public int getBoundPort() {
        return socket.boundPort(isRunning(), getComponentName());
    }

    /** Requests that have failed or were not answered in time, since this gateway was made. */
    @ManagedAttribute
    public long getFailedRequests() {
        Answers known = answers;
        return known == null ? 0 : known.failed();
    }

    /** Replies that their clients were not there for, or had no room for, since this gateway was made. */
    @ManagedAttribute
    public long getUndeliveredReplies() {
        Answers known = answers;
        return known == null ? 0 : known.undelivered();
    }

    /** Requests that wait for their replies without a thread; see {@link #setMaxInFlight}. */
    @ManagedAttribute
    public int getInFlight() {
        InFlight requests = inFlight;
        return requests == null ? 0 : requests.count();
    }

    @Override
    protected void doStart() {
        super.doStart();
        ZmqSocket open = socket.open();
        String name = getComponentName();
        try {
            threads.start(() -> loop(open), name == null ? "zmq-" + socket.name() : name);
        } catch (RuntimeException e) {
            // an executor that takes no task: what has started ends again
            doStop();
            throw e;
        }
    }

    private ReceiveLoop<?> loop(ZmqSocket open) {
        return new ReceiveLoop<>(
                open::receive, threads.isPaused(), Long.MAX_VALUE, msg -> onRequest(open, msg), this::onFailure);
    }

    @Override
    protected void doStop() {
        long deadline = System.nanoTime() + threads.shutdownTimeout().toNanos();
        for (Thread late : threads.stop()) {
            logger.warn(() -> "thread " + late.getName() + " still handles a request " + threads.shutdownTimeout()
                    + " after the stop of " + this + " and despite an interrupt");
        }
        awaitReplies(deadline - System.nanoTime());
        socket.release();
        super.doStop();
    }

    private void awaitReplies(long nanos) {
        InFlight requests = inFlight;
        try {
            if (requests != null && !requests.awaitNone(nanos)) {
                logger.warn(() -> this + " stops with " + getInFlight() + " requests that have no reply yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void destroy() {
        super.destroy();
        socket.release();
    }

    @Override
    @ManagedOperation
    public void pause() {
        threads.pause();
    }

    @Override
    @ManagedOperation
    public void resume() {
        threads.resume();
    }

    @Override
    @ManagedAttribute
    public boolean isPaused() {
        return threads.isPaused();
    }

    private void onRequest(ZmqSocket from, Msg msg) {
        Answers.Exchange exchange = answers().to(from, msg);
        Message<?> request;
        try {
            request = mapper.toMessage(msg, socket.spec(), payloadType);
        } catch (RuntimeException e) {
            exchange.failToRead(e);
            return;
        }
        InFlight requests = inFlight;
        if (requests == null) {
            serve(exchange, request);
        } else {
            serveLater(exchange, request, requests);
        }
    }

    private void serve(Answers.Exchange exchange, Message<?> request) {
        Message<?> reply;
        try {
            reply = sendAndReceiveMessage(request);
        } catch (RuntimeException e) {
            exchange.fail(request, e);
            return;
        } catch (Error e) {
            // a REP that has not answered could receive nothing after the next start
            exchange.fail(request, e);
            throw e;
        }
        if (reply == null) {
            exchange.fail(request, unanswered(request));
        } else {
            exchange.reply(request, reply);
        }
    }

    private MessageTimeoutException unanswered(Message<?> request) {
        return new MessageTimeoutException(request, "no reply within " + messagingTemplate.getReceiveTimeout() + " ms");
    }

    private void serveLater(Answers.Exchange exchange, Message<?> request, InFlight requests) {
        try {
            requests.begin();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.fail(
                    request, new IllegalStateException("stopped while " + maxInFlight + " requests had no reply"));
            return;
        }
        try {
            sendAndReceiveMessageReactive(request)
                    .toFuture()
                    .orTimeout(timeoutMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((reply, failure) -> end(exchange, request, reply, failure, requests));
        } catch (RuntimeException | Error e) {
            end(exchange, request, null, e, requests);
        }
    }

    private long timeoutMillis() {
        long millis = messagingTemplate.getReceiveTimeout();
        return millis < 0 ? Long.MAX_VALUE : millis;
    }

    private void end(
            Answers.Exchange exchange,
            Message<?> request,
            @Nullable Message<?> reply,
            @Nullable Throwable failure,
            InFlight requests) {
        Throwable cause = failure == null ? null : unwrapped(failure);
        try {
            if (reply != null) {
                exchange.reply(request, reply);
            } else if (cause == null || cause instanceof TimeoutException) {
                // on a timer's thread, which must not wait for room
                exchange.withoutWaiting();
                exchange.fail(request, unanswered(request));
            } else {
                exchange.fail(request, cause);
            }
        } finally {
            requests.end();
        }
        if (cause instanceof Error) {
            // a stop waits for the thread that this is on, if it is one that receives
            new Thread(() -> onFailure(cause), socket.name() + "-failed").start();
        }
    }

    /** What a future and the base class, which makes an exception of an {@link Error}, have wrapped. */
    private static Throwable unwrapped(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof MessagingException wrapper
                        && wrapper.getFailedMessage() == null
                        && wrapper.getCause() instanceof Error error
                ? error
                : cause;
    }

    private void onFailure(Throwable cause) {
        logger.error(cause, () -> this + " stops: serving on socket '" + socket.name() + "' has failed");
        stop();
        publish(new ZmqReceiverFailedEvent(this, socket.name(), cause));
    }

    private void publish(ApplicationEvent event) {
        ApplicationContext context = getApplicationContext();
        if (context != null) {
            context.publishEvent(event);
        }
    }

    private Answers answers() {
        Answers known = answers;
        if (known == null) {
            throw new IllegalStateException(this + " is not initialized");
        }
        return known;
    }
}
