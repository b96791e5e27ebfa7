package io.zmq4j.spring.integration.inbound;

import io.zmq4j.Msg;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.BoundPorts;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.integration.event.ZmqAdapterStartedEvent;
import io.zmq4j.spring.integration.event.ZmqReceiverFailedEvent;
import io.zmq4j.spring.integration.support.AdapterSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.integration.channel.ReactiveStreamsSubscribableChannel;
import org.springframework.integration.core.Pausable;
import org.springframework.integration.endpoint.MessageProducerSupport;
import org.springframework.integration.history.MessageHistory;
import org.springframework.integration.support.management.IntegrationManagedResource;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.messaging.Message;

/**
 * Inbound channel adapter: sends every message that a socket receives to the output channel.
 *
 * <p>A thread of its own waits on the socket and runs the flow behind the output channel, so a message that arrives is
 * handled at once, and while the flow is busy or blocked no further message is taken: there is no queue between the two, and
 * the socket's high-water mark then holds the peers back. With {@link #setBatchSize} the flow gets what is there at once, as
 * one message. An output channel that is a {@link ReactiveStreamsSubscribableChannel} is subscribed to this adapter instead:
 * then no message is taken that its subscriber has not requested, and what cannot be converted fails alone and ends nothing.
 *
 * <p>A message that cannot be converted goes to the error channel as a
 * {@link io.zmq4j.spring.ZmqConversionException} whose failed message has the raw frames; so does what the flow throws.
 * Without an error channel both are logged. Neither ends this adapter. An {@link Error}, or the end of the socket by
 * someone else, stops it with a {@link ZmqReceiverFailedEvent}.
 *
 * <p>A start opens the socket, publishes a {@link ZmqAdapterStartedEvent}, and fails with
 * {@link io.zmq4j.spring.ZmqBindException} when it cannot be bound. A stop ends
 * after the message that is being handled, and within {@link #setShutdownTimeout} and a second; it closes the socket if it
 * is the adapter's own, while a named one stays open for others. A pause leaves messages in the socket, outlasts a restart
 * and ends with {@link #resume}.
 */
@ManagedResource
@IntegrationManagedResource
public class ZmqMessageProducer extends MessageProducerSupport implements Pausable {

    /** How long a stop waits for the message that is being handled. */
    public static final Duration DEFAULT_SHUTDOWN_TIMEOUT = Duration.ofSeconds(10);

    private final AdapterSocket socket;
    private final ReceivingThreads threads = new ReceivingThreads(lifecycleLock, DEFAULT_SHUTDOWN_TIMEOUT);
    private MsgMapper mapper = new MsgMapper();
    private ParameterizedTypeReference<?> payloadType = ParameterizedTypeReference.forType(Object.class);
    private int batchSize;
    private boolean track;
    private Receiver receiver = new Receiver(1);
    private final DemandPublisher publisher = new DemandPublisher();

    /** Receives from a named socket. */
    public ZmqMessageProducer(ZmqSockets sockets, String socketName) {
        this.socket = AdapterSocket.named(sockets, socketName);
    }

    /** Receives from a socket of its own. */
    public ZmqMessageProducer(ZmqContext context, ZmqSocketSpec spec) {
        this(context, () -> spec);
    }

    /** Receives from a socket of its own, whose declaration is asked for when this adapter is initialized. */
    public ZmqMessageProducer(ZmqContext context, Supplier<ZmqSocketSpec> spec) {
        this.socket = AdapterSocket.own(context, spec);
    }

    /** Receives from the socket of a component that this adapter is a part of. */
    public ZmqMessageProducer(AdapterSocket socket) {
        this.socket = socket;
    }

    /** How messages are made of frames; by default {@link MsgMapper#MsgMapper()}. */
    public void setMapper(MsgMapper mapper) {
        this.mapper = mapper;
    }

    /** What payloads are converted to; by default nothing, so that they are {@code byte[]} or {@code List<byte[]>}. */
    public void setPayloadType(Class<?> payloadType) {
        this.payloadType = ParameterizedTypeReference.forType(payloadType);
    }

    /** What payloads are converted to. */
    public void setPayloadType(ParameterizedTypeReference<?> payloadType) {
        this.payloadType = payloadType;
    }

    /** What runs the receiving threads, from start to stop; by default threads named after this adapter. */
    public void setTaskExecutor(Executor executor) {
        threads.setExecutor(executor);
    }

    /**
     * How many messages the flow gets at once, at most: those that are there when the first one is, without waiting for more.
     * From 1 on the payload is a {@code List} of payloads, and {@link ZmqHeaders#BATCH_HEADERS} has the headers of each; by
     * default, 0, there are no batches. A message that cannot be converted goes alone to the error channel.
     */
    public void setBatchSize(int batchSize) {
        if (batchSize < 0) {
            throw new IllegalArgumentException("batchSize is " + batchSize + ", allowed: from 1, or 0 = no batches");
        }
        this.batchSize = batchSize;
    }

    @Override
    public void setShouldTrack(boolean shouldTrack) {
        super.setShouldTrack(shouldTrack);
        track = shouldTrack;
    }

    /** How many threads receive and handle, from 1, the default; with more, messages are handled out of order. */
    public void setConcurrency(int concurrency) {
        threads.setConcurrency(concurrency);
    }

    /** How long a stop waits for messages that are being handled before it interrupts their handlers; 10 s by default, at most a day. */
    public void setShutdownTimeout(Duration shutdownTimeout) {
        threads.setShutdownTimeout(shutdownTimeout);
    }

    @Override
    public String getComponentType() {
        return "zmq:inbound-channel-adapter";
    }

    @Override
    protected void onInit() {
        super.onInit();
        socket.requireReceives();
        receiver = new Receiver(Math.max(1, batchSize));
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
        return socket.boundPort(isRunning(), getComponentName());
    }

    /** Subscribes to a topic prefix, or joins a group, until {@link #unsubscribe}; see {@link ZmqSockets#subscribe}. */
    @ManagedOperation
    public void subscribe(String topic) {
        socket.subscribe(topic);
    }

    /** Takes one subscription of this topic prefix or group back. */
    @ManagedOperation
    public void unsubscribe(String topic) {
        socket.unsubscribe(topic);
    }

    @Override
    protected void doStart() {
        ReactiveStreamsSubscribableChannel reactive =
                getOutputChannel() instanceof ReactiveStreamsSubscribableChannel channel ? channel : null;
        if (reactive != null && threads.concurrency() > 1) {
            throw new IllegalStateException("concurrency of " + getComponentName() + " is " + threads.concurrency()
                    + ", allowed: 1, as its output channel " + reactive
                    + " gets messages on demand, one after the other");
        }
        ZmqSocket open = socket.open();
        receiver.open(open);
        InboundMessages inbound = new InboundMessages(
                mapper, socket.spec(), payloadType, this::sendErrorMessageIfNecessary, this::logUnhandled);
        String component = getComponentName();
        String name = component == null ? "zmq-" + socket.name() : component;
        try {
            if (reactive == null) {
                threads.start(() -> loop(open, inbound), name);
            } else {
                ReceiveLoop<?> onDemand = loop(0, msgs -> onRequested(inbound, msgs));
                threads.start(() -> onDemand, name);
                publisher.open(onDemand);
                reactive.subscribeTo(publisher);
            }
        } catch (RuntimeException e) {
            // an executor that takes no task: what has started ends again
            doStop();
            throw e;
        }
        publish(new ZmqAdapterStartedEvent(this, socket.name(), BoundPorts.of(open.boundEndpoints())));
    }

    private ReceiveLoop<?> loop(ZmqSocket open, InboundMessages inbound) {
        return batchSize == 0
                ? new ReceiveLoop<>(
                        open::receive,
                        threads.isPaused(),
                        Long.MAX_VALUE,
                        msg -> onMessage(inbound, msg),
                        this::onFailure)
                : loop(Long.MAX_VALUE, msgs -> onBatch(inbound, msgs));
    }

    private ReceiveLoop<?> loop(long demand, Consumer<List<Msg>> handler) {
        return new ReceiveLoop<>(receiver, threads.isPaused(), demand, handler, this::onFailure);
    }

    private void publish(ApplicationEvent event) {
        ApplicationContext context = getApplicationContext();
        if (context != null) {
            context.publishEvent(event);
        }
    }

    @Override
    protected void doStop() {
        for (Thread late : threads.stop()) {
            logger.warn(() -> "thread " + late.getName() + " still handles a message " + threads.shutdownTimeout()
                    + " after the stop of " + this + " and despite an interrupt");
        }
        publisher.close();
        socket.release();
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

    private void onMessage(InboundMessages inbound, Msg msg) {
        try {
            Message<?> message = inbound.of(msg);
            if (message != null) {
                sendMessage(message);
            }
        } catch (RuntimeException e) {
            logUnhandled(List.of(msg), e);
        }
    }

    private void onBatch(InboundMessages inbound, List<Msg> msgs) {
        try {
            Message<?> message = inbound.ofAll(msgs);
            if (message != null) {
                sendMessage(message);
            }
        } catch (RuntimeException e) {
            logUnhandled(msgs, e);
        }
    }

    private void onRequested(InboundMessages inbound, List<Msg> msgs) {
        Message<?> message = null;
        try {
            message = batchSize == 0 ? inbound.ofEach(msgs).stream().findFirst().orElse(null) : inbound.ofAll(msgs);
            if (message == null) {
                // nobody got what it has requested
                threads.requestOne();
            } else if (!publisher.deliver(tracked(message))) {
                receiver.keep(msgs);
            }
        } catch (RuntimeException e) {
            if (message == null || !sendErrorMessageIfNecessary(message, e)) {
                logUnhandled(msgs, e);
            }
        }
    }

    private Message<?> tracked(Message<?> message) {
        return track ? MessageHistory.write(message, this, getMessageBuilderFactory()) : message;
    }

    private void logUnhandled(List<Msg> msgs, RuntimeException e) {
        // the cause alone: its parents print the message with its payload
        logger.error(
                NestedExceptionUtils.getMostSpecificCause(e),
                () -> (msgs.size() == 1 ? "a message of " : msgs.size() + " messages of together ")
                        + msgs.stream().mapToInt(Msg::size).sum() + " frames and "
                        + msgs.stream().mapToLong(Msg::byteCount).sum() + " bytes from socket '" + socket.name()
                        + "' was not handled, and there is no error channel that took it");
    }

    private void onFailure(Throwable cause) {
        logger.error(cause, () -> this + " stops: receiving from socket '" + socket.name() + "' has failed");
        stop();
        publish(new ZmqReceiverFailedEvent(this, socket.name(), cause));
    }
}
