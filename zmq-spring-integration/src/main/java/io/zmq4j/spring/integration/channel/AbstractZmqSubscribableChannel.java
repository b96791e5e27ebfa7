package io.zmq4j.spring.integration.channel;

import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.integration.inbound.ZmqMessageProducer;
import io.zmq4j.spring.integration.support.AdapterSocket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.integration.channel.AbstractSubscribableChannel;
import org.springframework.integration.channel.ChannelUtils;
import org.springframework.integration.channel.MessagePublishingErrorHandler;
import org.springframework.integration.context.IntegrationContextUtils;
import org.springframework.integration.core.Pausable;
import org.springframework.integration.support.management.IntegrationManagedResource;
import org.springframework.integration.support.utils.IntegrationUtils;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.MessageHandler;
import org.springframework.util.ErrorHandler;

/**
 * A channel whose messages cross a {@link ZmqChannelTransport}, and are then given to its subscribers on a thread of the
 * channel's own. Thread-safe once it is initialized.
 *
 * <p>A send returns when the message was taken over. One that was not within its time returns false, or is a
 * {@link MessageDeliveryException} where the sender has set no time; so is one on a channel that is stopped. What a
 * subscriber throws goes to the {@link #setErrorHandler error handler}, by default to the error channel that the message
 * names, or else to {@code errorChannel}; so does what cannot be converted. Neither ends the channel. An {@link Error}, or
 * the end of the socket by someone else, stops it with a
 * {@link io.zmq4j.spring.integration.event.ZmqReceiverFailedEvent}, whose source is the receiving part of the channel and has
 * its name.
 *
 * <p>A start opens the sockets and fails with {@link io.zmq4j.spring.ZmqBindException} when one cannot be bound. A stop
 * takes no more messages from senders, gives its subscribers what is under way inside the application, and ends within
 * twice the {@link #setShutdownTimeout} and a second; it closes the sockets that are the channel's own, which frees their
 * ports. What such a socket has received from another application and not handed over by then is lost; a named socket
 * keeps it. A pause leaves messages where they are, outlasts a restart and ends with {@link #resume}.
 */
@ManagedResource
@IntegrationManagedResource
public abstract class AbstractZmqSubscribableChannel extends AbstractSubscribableChannel
        implements ZmqMessageChannel, Pausable {

    private final ChannelCore core;
    private final ReentrantLock gateLock = new ReentrantLock();
    private final Set<Thread> dispatching = ConcurrentHashMap.newKeySet();
    private Duration shutdownTimeout = ZmqMessageProducer.DEFAULT_SHUTDOWN_TIMEOUT;
    private int concurrency = 1;
    private @Nullable Executor executor;
    private @Nullable ErrorHandler errorHandler;
    private @Nullable ZmqMessageProducer receiver;
    // -- written under the gate lock, read by anyone --
    private volatile boolean paused;

    AbstractZmqSubscribableChannel(ZmqChannelTransport transport) {
        this.core = new ChannelCore(transport);
    }

    @Override
    public void setTransport(ZmqChannelTransport transport) {
        core.transport = transport;
    }

    @Override
    public void setMapper(MsgMapper mapper) {
        core.mapper = mapper;
    }

    @Override
    public void setPayloadType(ParameterizedTypeReference<?> payloadType) {
        core.payloadType = payloadType;
    }

    @Override
    public void setSendTimeout(Duration sendTimeout) {
        core.sendTimeout = sendTimeout;
    }

    /** How long a stop waits for messages that are under way, and then for those that are being handled. */
    public void setShutdownTimeout(Duration shutdownTimeout) {
        this.shutdownTimeout = shutdownTimeout;
    }

    /** How many threads receive and run subscribers, from 1, the default; with more, messages are handled out of order. */
    public void setConcurrency(int concurrency) {
        this.concurrency = concurrency;
    }

    /** What runs the receiving threads, from start to stop; by default threads named after this channel. */
    public void setTaskExecutor(Executor executor) {
        this.executor = executor;
    }

    /** What is given what subscribers throw, as a {@code MessagingException} with the message. */
    public void setErrorHandler(ErrorHandler errorHandler) {
        this.errorHandler = errorHandler;
    }

    @Override
    public void setPhase(int phase) {
        core.phase = phase;
    }

    @Override
    public void setAutoStartup(boolean autoStartup) {
        core.autoStartup = autoStartup;
    }

    /** Whether messages wait in the transport while nobody is subscribed here. */
    abstract boolean waitsForSubscribers();

    /** Gives a message to subscribers; what they throw goes to {@link #failed} or is thrown. */
    abstract void dispatch(Message<?> message);

    @Override
    protected void onInit() {
        super.onInit();
        String name = String.valueOf(getComponentName());
        core.transport.attach(name);
        if (errorHandler == null) {
            errorHandler = getBeanFactory() == null
                    ? new MessagePublishingErrorHandler()
                    : ChannelUtils.getErrorHandler(getBeanFactory());
        }
        AdapterSocket from = core.transport.receiver();
        if (from != null) {
            receiver = receiver(from, name);
            openOrCloseGate();
        }
    }

    private ZmqMessageProducer receiver(AdapterSocket from, String name) {
        ZmqMessageProducer made = new ZmqMessageProducer(from);
        made.setBeanName(name);
        if (getBeanFactory() != null) {
            made.setBeanFactory(getBeanFactory());
        }
        ApplicationContext application = getApplicationContext();
        if (application != null) {
            made.setApplicationContext(application);
        }
        made.setMapper(core.transport.reading(core.mapper));
        made.setPayloadType(core.transport.reading(core.payloadType));
        made.setConcurrency(concurrency);
        made.setShutdownTimeout(shutdownTimeout);
        if (executor != null) {
            made.setTaskExecutor(executor);
        }
        made.setErrorChannelName(IntegrationContextUtils.ERROR_CHANNEL_BEAN_NAME);
        MessageChannel output = (message, timeout) -> {
            onMessage(message);
            return true;
        };
        made.setOutputChannel(output);
        made.afterPropertiesSet();
        return made;
    }

    private void onMessage(Message<?> received) {
        Message<?> message = core.transport.delivered(received);
        dispatching.add(Thread.currentThread());
        try {
            dispatch(message);
        } catch (RuntimeException e) {
            failed(message, e);
        } finally {
            dispatching.remove(Thread.currentThread());
        }
    }

    /** A subscriber has thrown this. */
    void failed(Message<?> message, RuntimeException cause) {
        RuntimeException failure = IntegrationUtils.wrapInHandlingExceptionIfNecessary(
                message, () -> "a subscriber of " + this + " has failed", cause);
        try {
            if (errorHandler != null) {
                errorHandler.handleError(failure);
            }
        } catch (RuntimeException e) {
            logger.error(e, () -> "a message of " + this + " was not handled, and its error handler has failed");
        }
    }

    @Override
    protected boolean doSend(Message<?> message, long timeout) {
        return core.send(this, message, timeout);
    }

    @Override
    public boolean subscribe(MessageHandler handler) {
        if (isInitialized() && receiver == null) {
            throw new IllegalStateException(this + " only sends, allowed: subscribers where it has a receiver");
        }
        boolean added = super.subscribe(handler);
        openOrCloseGate();
        return added;
    }

    @Override
    public boolean unsubscribe(MessageHandler handler) {
        boolean removed = super.unsubscribe(handler);
        openOrCloseGate();
        return removed;
    }

    private void openOrCloseGate() {
        gateLock.lock();
        try {
            if (receiver == null) {
                return;
            }
            if (isClosedGate()) {
                receiver.pause();
            } else {
                receiver.resume();
            }
        } finally {
            gateLock.unlock();
        }
    }

    private boolean isClosedGate() {
        return paused || waitsForSubscribers() && getSubscriberCount() == 0;
    }

    @Override
    @ManagedOperation
    public void pause() {
        setPaused(true);
    }

    @Override
    @ManagedOperation
    public void resume() {
        setPaused(false);
    }

    private void setPaused(boolean value) {
        gateLock.lock();
        try {
            paused = value;
            openOrCloseGate();
        } finally {
            gateLock.unlock();
        }
    }

    @Override
    @ManagedAttribute
    public boolean isPaused() {
        return paused;
    }

    @Override
    @ManagedOperation
    public void start() {
        core.start(receiver);
    }

    @Override
    @ManagedOperation
    public void stop() {
        core.stop(receiver, this::drain);
    }

    private void drain() {
        // a subscriber that stops its own channel would wait for itself
        if (!isClosedGate() && !dispatching.contains(Thread.currentThread())) {
            core.transport.drain(shutdownTimeout);
        }
    }

    @Override
    @ManagedAttribute
    public boolean isRunning() {
        return core.isRunning(receiver);
    }

    @Override
    public int getPhase() {
        return core.phase;
    }

    @Override
    public boolean isAutoStartup() {
        return core.autoStartup;
    }

    @Override
    public void destroy() {
        stop();
        super.destroy();
        if (receiver != null) {
            receiver.destroy();
        }
        int lost = core.transport.destroy();
        if (lost > 0) {
            logger.warn(() -> lost + " messages of " + this + " were sent and not handled before its end");
        }
    }
}
