package io.zmq4j.spring.integration.dsl;

import io.zmq4j.CurveKeys;
import io.zmq4j.Security;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.FrameMode;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqHeaderMapper;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.integration.inbound.ReplyOnError;
import io.zmq4j.spring.integration.inbound.ZmqInboundGateway;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.integration.dsl.MessagingGatewaySpec;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.HeaderMapper;

/**
 * Builds a {@link ZmqInboundGateway}. What declares the socket ({@code bind}, {@code connect}, {@code socketOptions},
 * {@code frames}) is an {@link IllegalStateException} for a named one.
 */
public class ZmqInboundGatewaySpec extends MessagingGatewaySpec<ZmqInboundGatewaySpec, ZmqInboundGateway> {

    private final @Nullable SocketDeclaration declaration;
    private final AtomicReference<@Nullable String> name;
    private MsgMapper mapper = new MsgMapper();

    ZmqInboundGatewaySpec(ZmqSockets sockets, String socketName) {
        super(new ZmqInboundGateway(sockets, socketName));
        this.declaration = null;
        this.name = new AtomicReference<>();
    }

    ZmqInboundGatewaySpec(ZmqContext context, SocketDeclaration declaration) {
        this(context, declaration, new AtomicReference<>());
    }

    private ZmqInboundGatewaySpec(
            ZmqContext context, SocketDeclaration declaration, AtomicReference<@Nullable String> name) {
        super(new ZmqInboundGateway(context, () -> declaration.build(name.get())));
        this.declaration = declaration;
        this.name = name;
    }

    /** Names the gateway, and a socket of its own as well. */
    @Override
    public ZmqInboundGatewaySpec id(String id) {
        name.set(id);
        return super.id(id);
    }

    /** Adds endpoints to bind. */
    public ZmqInboundGatewaySpec bind(String... endpoints) {
        own("bind").add(spec -> spec.bind(endpoints));
        return this;
    }

    /** Adds endpoints to connect to. */
    public ZmqInboundGatewaySpec connect(String... endpoints) {
        own("connect").add(spec -> spec.connect(endpoints));
        return this;
    }

    /** Changes options of the socket. */
    public ZmqInboundGatewaySpec socketOptions(Consumer<SocketConfigBuilder> options) {
        own("socketOptions").options(options);
        return this;
    }

    /** Protects the socket with CURVE as the server of its peers, whoever binds; the context's authenticator judges them. */
    public ZmqInboundGatewaySpec curve(CurveKeys keys) {
        return security(Security.curveServer(keys));
    }

    /**
     * Protects the socket with CURVE as the client of its peers, whoever binds.
     *
     * @param serverKey the public key of the server, 40 characters of Z85
     */
    public ZmqInboundGatewaySpec curve(CurveKeys keys, String serverKey) {
        return security(Security.curveClient(keys, serverKey));
    }

    /** How connections are protected and peers authenticated. */
    public ZmqInboundGatewaySpec security(Security security) {
        own("security").options(options -> options.security(security));
        return this;
    }

    /** How messages are framed; by default as plain peers do, see {@link FrameMode#defaultFor}. */
    public ZmqInboundGatewaySpec frames(FrameMode mode) {
        own("frames").frames(mode);
        return this;
    }

    /** Replaces how messages are made of frames and frames of messages, header mapper and converter included. */
    public ZmqInboundGatewaySpec mapper(MsgMapper value) {
        mapper = value;
        target.setMapper(mapper);
        return this;
    }

    /**
     * Which headers of header frames are accepted, and which are sent in them: those whose names match one of these patterns.
     */
    public ZmqInboundGatewaySpec headers(List<String> accept, List<String> send) {
        return headerMapper(new ZmqHeaderMapper(accept, send));
    }

    /** Which headers go into and come from header frames, where the frame mode has them. */
    public ZmqInboundGatewaySpec headerMapper(HeaderMapper<Map<String, String>> value) {
        return mapper(mapper.withHeaderMapper(value));
    }

    /** What converts payloads. */
    public ZmqInboundGatewaySpec messageConverter(MessageConverter converter) {
        return mapper(mapper.withConverter(converter));
    }

    /** What payloads of requests are converted to; by default they stay {@code byte[]}, or {@code List<byte[]>} of several frames. */
    public ZmqInboundGatewaySpec payloadType(Class<?> type) {
        target.setPayloadType(type);
        return this;
    }

    /** What payloads of requests are converted to. */
    public ZmqInboundGatewaySpec payloadType(ParameterizedTypeReference<?> type) {
        target.setPayloadType(type);
        return this;
    }

    /** How many threads serve requests. */
    public ZmqInboundGatewaySpec concurrency(int threads) {
        target.setConcurrency(threads);
        return this;
    }

    /** How many requests may wait for their replies without a thread; 0 = none. */
    public ZmqInboundGatewaySpec maxInFlight(int requests) {
        target.setMaxInFlight(requests);
        return this;
    }

    /** What runs the serving threads, one task each from start to stop. */
    public ZmqInboundGatewaySpec taskExecutor(Executor executor) {
        target.setTaskExecutor(executor);
        return this;
    }

    /** What a client gets whose request has failed or was not answered in time. */
    public ZmqInboundGatewaySpec replyOnError(ReplyOnError value) {
        target.setReplyOnError(value);
        return this;
    }

    /** Whether all before the first empty frame is envelope; see {@link ZmqInboundGateway#setWholeEnvelope}. */
    public ZmqInboundGatewaySpec wholeEnvelope(boolean value) {
        target.setWholeEnvelope(value);
        return this;
    }

    /** How long the flow may take for its reply; negative = without limit. */
    public ZmqInboundGatewaySpec replyTimeout(Duration timeout) {
        return replyTimeout(timeout.toMillis());
    }

    /** How long a stop waits for requests that are under way. */
    public ZmqInboundGatewaySpec shutdownTimeout(Duration timeout) {
        target.setShutdownTimeout(timeout);
        return this;
    }

    private SocketDeclaration own(String option) {
        return SocketDeclaration.require(declaration, option);
    }
}
