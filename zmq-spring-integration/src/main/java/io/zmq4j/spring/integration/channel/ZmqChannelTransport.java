package io.zmq4j.spring.integration.channel;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqSendTimeoutException;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.integration.support.AdapterSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;

/**
 * What the messages of one channel cross: a queue inside the application, or sockets to and from others. Made for one
 * channel, and not to be shared.
 */
public abstract sealed class ZmqChannelTransport permits LocalTransport, SocketTransport {

    /** What no wait is longer than. */
    static final long LONGEST_MILLIS = Duration.ofDays(365).toMillis();

    private final AtomicBoolean taken = new AtomicBoolean();
    // -- set once, before everything else --
    private @Nullable AdapterSocket sender;
    private @Nullable AdapterSocket receiver;

    ZmqChannelTransport() {}

    /**
     * A queue inside the application: a PUSH and a PULL over an inproc endpoint that only the channel knows. As nothing else
     * is on that endpoint, a message arrives as the object it was sent as, with every header, whatever its payload is. The
     * high-water marks of both sockets together bound the queue. It outlasts a restart of the channel.
     */
    public static ZmqChannelTransport local(ZmqContext context) {
        return local(context, options -> {});
    }

    /** The same with these options of both sockets. */
    public static ZmqChannelTransport local(ZmqContext context, Consumer<SocketConfigBuilder> options) {
        return new LocalTransport(context, options);
    }

    /**
     * Named sockets. Headers travel where their {@link io.zmq4j.spring.FrameMode} has a header frame.
     *
     * @param sender what the channel sends to; null = it only receives
     * @param receiver what the channel receives from; null = it only sends
     */
    public static ZmqChannelTransport named(ZmqSockets sockets, @Nullable String sender, @Nullable String receiver) {
        return new SocketTransport(
                sender == null ? null : channel -> AdapterSocket.named(sockets, sender),
                receiver == null ? null : channel -> AdapterSocket.named(sockets, receiver));
    }

    /**
     * Sockets of the channel's own. Headers travel where their {@link io.zmq4j.spring.FrameMode} has a header frame.
     *
     * @param sender what the channel sends to; null = it only receives
     * @param receiver what the channel receives from; null = it only sends
     */
    public static ZmqChannelTransport own(
            ZmqContext context, @Nullable ZmqSocketSpec sender, @Nullable ZmqSocketSpec receiver) {
        return declared(
                context, sender == null ? null : channel -> sender, receiver == null ? null : channel -> receiver);
    }

    /** Sockets of the channel's own, which are declared by its name when it is initialized. */
    public static ZmqChannelTransport declared(
            ZmqContext context,
            @Nullable Function<String, ZmqSocketSpec> sender,
            @Nullable Function<String, ZmqSocketSpec> receiver) {
        return new SocketTransport(
                sender == null ? null : channel -> AdapterSocket.own(context, () -> sender.apply(channel)),
                receiver == null ? null : channel -> AdapterSocket.own(context, () -> receiver.apply(channel)));
    }

    /** Declares the sockets, and then calls {@link #use}; called once, before everything else. */
    abstract void init(String channel);

    /** These are the sockets, null = the channel does not do that. */
    final void use(@Nullable AdapterSocket from, @Nullable AdapterSocket to) {
        receiver = from;
        sender = to;
    }

    /** What is received from; null = nothing is. */
    final @Nullable AdapterSocket receiver() {
        return receiver;
    }

    /** What is sent to; null = nothing is. */
    final @Nullable AdapterSocket sender() {
        return sender;
    }

    /** @return whether it was taken within this time */
    abstract boolean transfer(AdapterSocket sender, Message<?> message, MsgMapper mapper, Duration timeout);

    /** How a received message is read before it is {@link #delivered}. */
    abstract MsgMapper reading(MsgMapper mapper);

    /** What payloads are converted to before a message is {@link #delivered}. */
    abstract ParameterizedTypeReference<?> reading(ParameterizedTypeReference<?> payloadType);

    /** The message that a received one stands for. */
    abstract Message<?> delivered(Message<?> received);

    /** Waits until all that was sent inside the application has been received there, at most for this time. */
    abstract void drain(Duration timeout);

    /** Closes the sender if it is the channel's own, and others than the channel are behind it. */
    abstract void release();

    /** Closes everything for good; returns how many messages were sent and never received. */
    abstract int destroy();

    /**
     * Gives it to the channel of this name.
     *
     * @throws IllegalStateException when it has been given to one already
     */
    final void attach(@Nullable String channel) {
        if (!taken.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "the transport of channel '" + channel + "' has a channel, allowed: one of its own for each");
        }
        init(String.valueOf(channel).replaceAll("[/\\s]+", "-"));
    }

    /** Opens the sender, if any. */
    final void open() {
        if (sender != null) {
            sender.open();
        }
    }

    /** A received message as it is given to the application. */
    final Message<?> toMessage(
            AdapterSocket receiver, Msg msg, MsgMapper mapper, ParameterizedTypeReference<?> payloadType) {
        return delivered(reading(mapper).toMessage(msg, receiver.spec(), reading(payloadType)));
    }

    /**
     * Sends.
     *
     * @param millis how long it may wait; negative = for the send timeout, after which it throws
     * @return whether it was taken within that time
     */
    final boolean send(Object channel, Message<?> message, MsgMapper mapper, long millis, Duration sendTimeout) {
        if (sender == null) {
            throw new MessageDeliveryException(message, channel + " only receives, allowed: one with a sender");
        }
        Duration timeout = millis < 0 ? sendTimeout : Duration.ofMillis(Math.min(millis, LONGEST_MILLIS));
        boolean sent;
        try {
            sent = transfer(sender, message, mapper, timeout);
        } catch (RuntimeException e) {
            throw undelivered(message, sender, e);
        }
        if (!sent && millis < 0) {
            throw undelivered(message, sender, new ZmqSendTimeoutException(message, sender.name(), timeout));
        }
        return sent;
    }

    private static MessageDeliveryException undelivered(
            Message<?> message, AdapterSocket sender, RuntimeException cause) {
        return new MessageDeliveryException(
                message, "socket '" + sender.name() + "' has not sent the message: " + cause.getMessage(), cause);
    }
}
