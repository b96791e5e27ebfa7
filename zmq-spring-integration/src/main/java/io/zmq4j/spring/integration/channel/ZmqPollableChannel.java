package io.zmq4j.spring.integration.channel;

import io.zmq4j.Msg;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.integration.support.AdapterSocket;
import io.zmq4j.spring.integration.support.PolledSocket;
import java.time.Duration;
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

    private final ChannelCore core;
    private @Nullable PolledSocket receiver;

    /** A channel inside the application, see {@link ZmqChannelTransport#local(ZmqContext)}. */
    public ZmqPollableChannel(ZmqContext context) {
        this(ZmqChannelTransport.local(context));
    }

    /** A channel over this transport, which is its own. */
    public ZmqPollableChannel(ZmqChannelTransport transport) {
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

    @Override
    public void setPhase(int phase) {
        core.phase = phase;
    }

    @Override
    public void setAutoStartup(boolean autoStartup) {
        core.autoStartup = autoStartup;
    }

    @Override
    public String getComponentType() {
        return "zmq:pollable-channel";
    }

    @Override
    protected void onInit() {
        super.onInit();
        core.transport.attach(getComponentName());
        AdapterSocket from = core.transport.receiver();
        receiver = from == null ? null : new PolledSocket(from);
    }

    @Override
    protected boolean doSend(Message<?> message, long timeout) {
        return core.send(this, message, timeout);
    }

    @Override
    protected @Nullable Message<?> doReceive(long timeout) {
        AdapterSocket from = core.transport.receiver();
        if (receiver == null || from == null) {
            throw new IllegalStateException(this + " only sends, allowed: to receive where it has a receiver");
        }
        Msg msg = receiver.receive(Duration.ofMillis(Math.min(timeout, ZmqChannelTransport.LONGEST_MILLIS)));
        return msg == null ? null : core.transport.toMessage(from, msg, core.mapper, core.payloadType);
    }

    @Override
    @ManagedOperation
    public void start() {
        core.start(receiver);
    }

    @Override
    @ManagedOperation
    public void stop() {
        core.stop(receiver, () -> {
            // what is under way waits for the next start
        });
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
        int lost = core.transport.destroy();
        if (lost > 0) {
            logger.warn(() -> lost + " messages of " + this + " were sent and not received before its end");
        }
    }
}
