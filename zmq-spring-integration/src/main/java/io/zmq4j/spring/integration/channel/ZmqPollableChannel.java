package io.zmq4j.spring.integration.channel;

import io.zmq4j.Msg;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.integration.support.AdapterSocket;
import io.zmq4j.spring.integration.support.PolledSocket;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.integration.channel.AbstractPollableChannel;
import org.springframework.integration.support.management.IntegrationManagedResource;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;

/**
 * A channel whose messages cross a {@link ZmqChannelTransport} and wait there until someone receives them, each message by
 * one receiver. Has no thread. Thread-safe once it is initialized.
 *
 * <p>A send returns when the message was taken over. One that was not within its time returns false, or is a
 * {@link MessageDeliveryException} where the sender has set no time; so is one on a channel that is stopped. A receive
 * returns null when nothing came in time, when its thread is interrupted, whose flag is kept, and once the channel is
 * stopped. What cannot be converted is thrown to whoever receives as a
 * {@link io.zmq4j.spring.ZmqConversionException}; the next message follows.
 *
 * <p>A start opens the sockets and fails with {@link io.zmq4j.spring.ZmqBindException} when one cannot be bound; a send or
 * a receive before it opens them as well. A stop closes those that are the channel's own, which frees their ports; what
 * is under way inside the application waits for the next start, while what such a socket has received from another one is
 * lost with it.
 */
@ManagedResource
@IntegrationManagedResource
public class ZmqPollableChannel extends AbstractPollableChannel implements ZmqMessageChannel {

    private enum State {
        NEW,
        RUNNING,
        STOPPED
    }

    private final ReentrantLock lifecycleLock = new ReentrantLock();
    private ZmqChannelTransport transport;
    private MsgMapper mapper = new MsgMapper();
    private ParameterizedTypeReference<?> payloadType = ParameterizedTypeReference.forType(Object.class);
    private Duration sendTimeout = DEFAULT_SEND_TIMEOUT;
    private int phase = DEFAULT_PHASE;
    private boolean autoStartup = true;
    private @Nullable PolledSocket receiver;
    // -- written under the lifecycle lock, read by anyone --
    private volatile State state = State.NEW;

    /** A channel inside the application, see {@link ZmqChannelTransport#local(ZmqContext)}. */
    public ZmqPollableChannel(ZmqContext context) {
        this(ZmqChannelTransport.local(context));
    }

    /** A channel over this transport, which is its own. */
    public ZmqPollableChannel(ZmqChannelTransport transport) {
        this.transport = transport;
    }

    @Override
    public void setTransport(ZmqChannelTransport transport) {
        this.transport = transport;
    }

    @Override
    public void setMapper(MsgMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public void setPayloadType(ParameterizedTypeReference<?> payloadType) {
        this.payloadType = payloadType;
    }

    @Override
    public void setSendTimeout(Duration sendTimeout) {
        this.sendTimeout = sendTimeout;
    }

    @Override
    public void setPhase(int phase) {
        this.phase = phase;
    }

    @Override
    public void setAutoStartup(boolean autoStartup) {
        this.autoStartup = autoStartup;
    }

    @Override
    public String getComponentType() {
        return "zmq:pollable-channel";
    }

    @Override
    protected void onInit() {
        super.onInit();
        transport.attach(getComponentName());
        AdapterSocket from = transport.receiver();
        receiver = from == null ? null : new PolledSocket(from);
    }

    @Override
    protected boolean doSend(Message<?> message, long timeout) {
        if (state == State.STOPPED) {
            throw new MessageDeliveryException(message, this + " is stopped");
        }
        return transport.send(this, message, mapper, timeout, sendTimeout);
    }

    @Override
    protected @Nullable Message<?> doReceive(long timeout) {
        AdapterSocket from = transport.receiver();
        if (receiver == null || from == null) {
            throw new IllegalStateException(this + " only sends, allowed: to receive where it has a receiver");
        }
        Msg msg = receiver.receive(Duration.ofMillis(Math.min(timeout, ZmqChannelTransport.LONGEST_MILLIS)));
        return msg == null ? null : transport.toMessage(from, msg, mapper, payloadType);
    }

    @Override
    @ManagedOperation
    public void start() {
        lifecycleLock.lock();
        try {
            if (state == State.RUNNING) {
                return;
            }
            if (receiver != null) {
                receiver.start();
            }
            try {
                transport.open();
            } catch (RuntimeException e) {
                if (receiver != null) {
                    receiver.stop();
                }
                throw e;
            }
            state = State.RUNNING;
        } finally {
            lifecycleLock.unlock();
        }
    }

    @Override
    @ManagedOperation
    public void stop() {
        lifecycleLock.lock();
        try {
            state = State.STOPPED;
            if (receiver != null) {
                receiver.stop();
            }
            transport.release();
        } finally {
            lifecycleLock.unlock();
        }
    }

    @Override
    @ManagedAttribute
    public boolean isRunning() {
        return state == State.RUNNING;
    }

    @Override
    public int getPhase() {
        return phase;
    }

    @Override
    public boolean isAutoStartup() {
        return autoStartup;
    }

    @Override
    public void destroy() {
        stop();
        super.destroy();
        int lost = transport.destroy();
        if (lost > 0) {
            logger.warn(() -> lost + " messages of " + this + " were sent and not received before its end");
        }
    }
}
