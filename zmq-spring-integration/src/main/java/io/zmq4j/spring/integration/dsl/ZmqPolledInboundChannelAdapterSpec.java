package io.zmq4j.spring.integration.dsl;

import io.zmq4j.CurveKeys;
import io.zmq4j.Security;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.FrameMode;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqHeaderMapper;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.integration.inbound.ZmqMessageSource;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.integration.dsl.MessageSourceSpec;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.HeaderMapper;

/**
 * Builds a {@link ZmqMessageSource}. What declares the socket ({@code bind}, {@code connect}, {@code connectAs},
 * {@code subscribe}, {@code curve}, {@code security}, {@code socketOptions}, {@code frames}, {@code emptyDelimiter}) is an
 * {@link IllegalStateException} for a named one.
 */
public class ZmqPolledInboundChannelAdapterSpec
        extends MessageSourceSpec<ZmqPolledInboundChannelAdapterSpec, ZmqMessageSource> {

    private final @Nullable SocketDeclaration declaration;
    private MsgMapper mapper = new MsgMapper();

    ZmqPolledInboundChannelAdapterSpec(ZmqSockets sockets, String socketName) {
        this.declaration = null;
        this.target = new ZmqMessageSource(sockets, socketName);
    }

    ZmqPolledInboundChannelAdapterSpec(ZmqContext context, SocketDeclaration declaration) {
        this.declaration = declaration;
        this.target = new ZmqMessageSource(context, () -> declaration.build(getId()));
    }

    /** The name of the source, and of its socket. */
    @Override
    public ZmqPolledInboundChannelAdapterSpec id(String id) {
        return super.id(id);
    }

    /** Adds endpoints to bind. */
    public ZmqPolledInboundChannelAdapterSpec bind(String... endpoints) {
        own("bind").add(spec -> spec.bind(endpoints));
        return this;
    }

    /** Adds endpoints to connect to. */
    public ZmqPolledInboundChannelAdapterSpec connect(String... endpoints) {
        own("connect").add(spec -> spec.connect(endpoints));
        return this;
    }

    /** Adds topic prefixes (SUB, XSUB; {@code ""} = all) or groups (DISH). */
    public ZmqPolledInboundChannelAdapterSpec subscribe(String... topics) {
        own("subscribe").add(spec -> spec.subscribe(topics));
        return this;
    }

    /** Adds an endpoint to connect to, whose peer this ROUTER or STREAM calls by this routing id. */
    public ZmqPolledInboundChannelAdapterSpec connectAs(String endpoint, String routingId) {
        own("connectAs").add(spec -> spec.connectAs(endpoint, routingId));
        return this;
    }

    /** Protects the socket with CURVE as the server of its peers, whoever binds; the context's authenticator judges them. */
    public ZmqPolledInboundChannelAdapterSpec curve(CurveKeys keys) {
        return security(Security.curveServer(keys));
    }

    /**
     * Protects the socket with CURVE as the client of its peers, whoever binds.
     *
     * @param serverKey the public key of the server, 40 characters of Z85
     */
    public ZmqPolledInboundChannelAdapterSpec curve(CurveKeys keys, String serverKey) {
        return security(Security.curveClient(keys, serverKey));
    }

    /** How connections are protected and peers authenticated. */
    public ZmqPolledInboundChannelAdapterSpec security(Security security) {
        own("security").options(options -> options.security(security));
        return this;
    }

    /** Changes options of the socket. */
    public ZmqPolledInboundChannelAdapterSpec socketOptions(Consumer<SocketConfigBuilder> options) {
        own("socketOptions").options(options);
        return this;
    }

    /** How messages are framed; by default as plain peers do, see {@link FrameMode#defaultFor}. */
    public ZmqPolledInboundChannelAdapterSpec frames(FrameMode mode) {
        own("frames").frames(mode);
        return this;
    }

    /** See {@link io.zmq4j.spring.ZmqSocketSpec#emptyDelimiter()}. */
    public ZmqPolledInboundChannelAdapterSpec emptyDelimiter(boolean value) {
        own("emptyDelimiter").add(spec -> spec.emptyDelimiter(value));
        return this;
    }

    /** Replaces how messages are made of frames, header mapper and converter included. */
    public ZmqPolledInboundChannelAdapterSpec mapper(MsgMapper value) {
        mapper = value;
        target.setMapper(mapper);
        return this;
    }

    /** Which headers of header frames are accepted: those whose names match one of these patterns. */
    public ZmqPolledInboundChannelAdapterSpec acceptHeaders(String... patterns) {
        return headerMapper(new ZmqHeaderMapper().accept(patterns));
    }

    /** What takes headers from header frames. */
    public ZmqPolledInboundChannelAdapterSpec headerMapper(HeaderMapper<Map<String, String>> value) {
        return mapper(mapper.withHeaderMapper(value));
    }

    /** What converts payloads to the {@link #payloadType}. */
    public ZmqPolledInboundChannelAdapterSpec messageConverter(MessageConverter converter) {
        return mapper(mapper.withConverter(converter));
    }

    /** What payloads are converted to; by default they stay {@code byte[]}, or {@code List<byte[]>} of several frames. */
    public ZmqPolledInboundChannelAdapterSpec payloadType(Class<?> type) {
        target.setPayloadType(type);
        return this;
    }

    /** What payloads are converted to. */
    public ZmqPolledInboundChannelAdapterSpec payloadType(ParameterizedTypeReference<?> type) {
        target.setPayloadType(type);
        return this;
    }

    /** How long a poll waits for a message; zero, the default, = not at all. */
    public ZmqPolledInboundChannelAdapterSpec receiveTimeout(Duration timeout) {
        target.setReceiveTimeout(timeout);
        return this;
    }

    private SocketDeclaration own(String option) {
        return SocketDeclaration.require(declaration, option);
    }
}
