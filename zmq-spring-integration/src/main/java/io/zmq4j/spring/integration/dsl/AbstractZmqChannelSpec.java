package io.zmq4j.spring.integration.dsl;

import io.zmq4j.CurveKeys;
import io.zmq4j.Security;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.spring.FrameMode;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqHeaderMapper;
import io.zmq4j.spring.integration.channel.ZmqMessageChannel;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.integration.channel.AbstractMessageChannel;
import org.springframework.integration.dsl.MessageChannelSpec;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.HeaderMapper;

/**
 * Builds a channel. Without an endpoint it is inside the application, and its messages arrive as they were sent. With a
 * sender, a receiver or both it is between applications: payloads then become bytes and of the
 * {@link #payloadType} again, and of the headers those travel that {@link #sendHeaders} and {@link #acceptHeaders} let
 * through. What declares sockets is an {@link IllegalStateException} for named ones.
 *
 * @param <S> the type of the spec
 * @param <C> the type of the channel
 */
public abstract class AbstractZmqChannelSpec<
                S extends AbstractZmqChannelSpec<S, C>, C extends AbstractMessageChannel & ZmqMessageChannel>
        extends MessageChannelSpec<S, C> {

    private final ChannelSockets sockets;
    private ZmqHeaderMapper headers = new ZmqHeaderMapper();
    private MsgMapper mapper = new MsgMapper();

    AbstractZmqChannelSpec(C channel, ChannelSockets sockets) {
        this.channel = channel;
        this.sockets = sockets;
    }

    /** The name of the channel. */
    @Override
    public S id(String id) {
        return super.id(id);
    }

    /** Adds endpoints that the sender binds. */
    public S bindSender(String... endpoints) {
        sockets.bindSender(endpoints);
        return _this();
    }

    /** Adds endpoints that the sender connects to: of receivers, or of the frontend of a proxy. */
    public S connectSender(String... endpoints) {
        sockets.connectSender(endpoints);
        return _this();
    }

    /** Adds endpoints that the receiver binds. */
    public S bindReceiver(String... endpoints) {
        sockets.bindReceiver(endpoints);
        return _this();
    }

    /** Adds endpoints that the receiver connects to: of senders, or of the backend of a proxy. */
    public S connectReceiver(String... endpoints) {
        sockets.connectReceiver(endpoints);
        return _this();
    }

    /** Sends to the frontend of a proxy and receives from its backend, as every application on this channel does. */
    public S through(String frontend, String backend) {
        connectSender(frontend);
        return connectReceiver(backend);
    }

    /** Changes options of the sockets, of sender and receiver alike. */
    public S socketOptions(Consumer<SocketConfigBuilder> options) {
        sockets.options(options);
        return _this();
    }

    /** Protects the sockets with CURVE as the server of their peers, whoever binds; the context's authenticator judges them. */
    public S curve(CurveKeys keys) {
        return security(Security.curveServer(keys));
    }

    /**
     * Protects the sockets with CURVE as the client of their peers, whoever binds.
     *
     * @param serverKey the public key of the server, 40 characters of Z85
     */
    public S curve(CurveKeys keys, String serverKey) {
        return security(Security.curveClient(keys, serverKey));
    }

    /** How connections of the sockets are protected and peers authenticated. */
    public S security(Security security) {
        return socketOptions(options -> options.security(security));
    }

    /** How messages are framed; by default as headers and payload. */
    public S frames(FrameMode mode) {
        sockets.frames(mode);
        return _this();
    }

    /** Replaces how frames are made of messages and messages of frames, header mapper and converter included. */
    public S mapper(MsgMapper value) {
        mapper = value;
        channel.setMapper(mapper);
        return _this();
    }

    /** Which headers are sent: those whose names match one of these patterns. */
    public S sendHeaders(String... patterns) {
        headers = headers.send(patterns);
        return headerMapper(headers);
    }

    /** Which received headers are accepted: those whose names match one of these patterns. */
    public S acceptHeaders(String... patterns) {
        headers = headers.accept(patterns);
        return headerMapper(headers);
    }

    /** What puts headers into header frames, and takes them out. */
    public S headerMapper(HeaderMapper<Map<String, String>> value) {
        return mapper(mapper.withHeaderMapper(value));
    }

    /** What converts payloads to bytes and bytes to payloads; {@link #messageConverter} is for the {@link #datatype}. */
    public S payloadConverter(MessageConverter converter) {
        return mapper(mapper.withConverter(converter));
    }

    /** What payloads become that come from sockets; by default {@code byte[]}, or {@code List<byte[]>} of several frames. */
    public S payloadType(Class<?> type) {
        channel.setPayloadType(type);
        return _this();
    }

    /** What payloads become that come from sockets. */
    public S payloadType(ParameterizedTypeReference<?> type) {
        channel.setPayloadType(type);
        return _this();
    }

    /** How long a send waits that sets no time of its own; zero = not at all, negative = without limit. */
    public S sendTimeout(Duration timeout) {
        channel.setSendTimeout(timeout);
        return _this();
    }

    /** When it starts and stops. */
    public S phase(int phase) {
        channel.setPhase(phase);
        return _this();
    }

    /** Whether it starts with the application; true by default. */
    public S autoStartup(boolean autoStartup) {
        channel.setAutoStartup(autoStartup);
        return _this();
    }

    @Override
    protected C doGet() {
        channel.setTransport(sockets.build());
        return super.doGet();
    }
}
