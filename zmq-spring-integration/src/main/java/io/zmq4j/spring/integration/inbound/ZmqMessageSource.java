package io.zmq4j.spring.integration.inbound;

import io.zmq4j.Msg;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.integration.support.AdapterSocket;
import io.zmq4j.spring.integration.support.PolledSocket;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.integration.endpoint.AbstractMessageSource;
import org.springframework.integration.support.management.IntegrationManagedResource;
import org.springframework.integration.support.management.ManageableLifecycle;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedResource;

/**
 * Polled source: takes one message off a socket whenever a poller asks for it. Needs no thread of its own; with
 * {@code maxMessagesPerPoll} a poller takes what is there. Thread-safe.
 *
 * <p>Where nobody polls, messages stay in the socket, whose high-water mark then holds the peers back. A message that cannot
 * be converted is thrown to the poller as a {@link io.zmq4j.spring.ZmqConversionException} whose failed message has the raw
 * frames; the poller sends it to its error channel, and the next poll takes the next message.
 *
 * <p>The endpoint of the poller starts and stops this source. A start opens the socket and fails with
 * {@link io.zmq4j.spring.ZmqBindException} when it cannot be bound; a poll before the first start opens it as well. A stop
 * closes the socket if it is the source's own; after it polls find nothing.
 */
@ManagedResource
@IntegrationManagedResource
public class ZmqMessageSource extends AbstractMessageSource<Object> implements ManageableLifecycle {

    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

    private final AdapterSocket socket;
    private final PolledSocket polled;
    private MsgMapper mapper = new MsgMapper();
    private ParameterizedTypeReference<?> payloadType = ParameterizedTypeReference.forType(Object.class);
    private Duration receiveTimeout = Duration.ZERO;

    /** Receives from a named socket. */
    public ZmqMessageSource(ZmqSockets sockets, String socketName) {
        this(AdapterSocket.named(sockets, socketName));
    }

    /** Receives from a socket of its own. */
    public ZmqMessageSource(ZmqContext context, ZmqSocketSpec spec) {
        this(context, () -> spec);
    }

    /** Receives from a socket of its own, whose declaration is asked for when this source is initialized. */
    public ZmqMessageSource(ZmqContext context, Supplier<ZmqSocketSpec> spec) {
        this(AdapterSocket.own(context, spec));
    }

    private ZmqMessageSource(AdapterSocket socket) {
        this.socket = socket;
        this.polled = new PolledSocket(socket);
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

    /** How long a poll waits for a message; zero, the default, = not at all; at most a day. */
    public void setReceiveTimeout(Duration receiveTimeout) {
        if (receiveTimeout.isNegative() || receiveTimeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "receiveTimeout is " + receiveTimeout + ", allowed: zero to " + LONGEST_TIMEOUT);
        }
        this.receiveTimeout = receiveTimeout;
    }

    @Override
    public String getComponentType() {
        return "zmq:message-source";
    }

    @Override
    protected void onInit() {
        super.onInit();
        socket.requireReceives();
    }

    /** The name of the socket. */
    public String getSocketName() {
        return socket.name();
    }

    /**
     * The port of the first TCP endpoint that the socket is bound to.
     *
     * @throws IllegalStateException when this source is not running or binds no TCP endpoint
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
    public void start() {
        polled.start();
    }

    @Override
    public void stop() {
        polled.stop();
    }

    @Override
    @ManagedAttribute
    public boolean isRunning() {
        return polled.isRunning();
    }

    @Override
    protected @Nullable Object doReceive() {
        Msg msg = polled.receive(receiveTimeout);
        return msg == null ? null : mapper.toMessage(msg, socket.spec(), payloadType);
    }

    @Override
    public void destroy() {
        stop();
        super.destroy();
    }
}
