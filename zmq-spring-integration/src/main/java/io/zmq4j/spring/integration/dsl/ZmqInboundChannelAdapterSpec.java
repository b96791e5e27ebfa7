package io.zmq4j.spring.integration.dsl;

import io.zmq4j.CurveKeys;
import io.zmq4j.Security;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.FrameMode;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqHeaderMapper;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.integration.inbound.ZmqMessageProducer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.integration.dsl.MessageProducerSpec;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.HeaderMapper;

/**
 * Builds a {@link ZmqMessageProducer}. What declares the socket ({@code bind}, {@code connect}, {@code connectAs},
 * {@code subscribe}, {@code curve}, {@code security}, {@code socketOptions}, {@code frames}, {@code emptyDelimiter}) is an
 * {@link IllegalStateException} for a named one.
 */
public class ZmqInboundChannelAdapterSpec
        extends MessageProducerSpec<ZmqInboundChannelAdapterSpec, ZmqMessageProducer> {

    private final @Nullable SocketDeclaration declaration;
    private MsgMapper mapper = new MsgMapper();

    ZmqInboundChannelAdapterSpec(ZmqSockets sockets, String socketName) {
        super(new ZmqMessageProducer(sockets, socketName));
        this.declaration = null;
    }

    ZmqInboundChannelAdapterSpec(ZmqContext context, SocketDeclaration declaration) {
        super();
        this.declaration = declaration;
        this.target = new ZmqMessageProducer(context, () -> declaration.build(getId()));
    }

    /** Adds endpoints to bind. */
    public ZmqInboundChannelAdapterSpec bind(String... endpoints) {
        own("bind").add(spec -> spec.bind(endpoints));
        return this;
    }

    /** Adds endpoints to connect to. */
    public ZmqInboundChannelAdapterSpec connect(String... endpoints) {
        own("connect").add(spec -> spec.connect(endpoints));
        return this;
    }

    /** Adds topic prefixes (SUB, XSUB; {@code ""} = all) or groups (DISH). */
    public ZmqInboundChannelAdapterSpec subscribe(String... topics) {
        own("subscribe").add(spec -> spec.subscribe(topics));
        return this;
    }

    /** Adds an endpoint to connect to, whose peer this ROUTER or STREAM calls by this routing id. */
    public ZmqInboundChannelAdapterSpec connectAs(String endpoint, String routingId) {
        own("connectAs").add(spec -> spec.connectAs(endpoint, routingId));
        return this;
    }

    /** Protects the socket with CURVE as the server of its peers, whoever binds; the context's authenticator judges them. */
    public ZmqInboundChannelAdapterSpec curve(CurveKeys keys) {
        return security(Security.curveServer(keys));
    }

    /**
     * Protects the socket with CURVE as the client of its peers, whoever binds.
     *
     * @param serverKey the public key of the server, 40 characters of Z85
     */
    public ZmqInboundChannelAdapterSpec curve(CurveKeys keys, String serverKey) {
        return security(Security.curveClient(keys, serverKey));
    }

    /** How connections are protected and peers authenticated. */
    public ZmqInboundChannelAdapterSpec security(Security security) {
        own("security").options(options -> options.security(security));
        return this;
    }

    /** Changes options of the socket. */
    public ZmqInboundChannelAdapterSpec socketOptions(Consumer<SocketConfigBuilder> options) {
        own("socketOptions").options(options);
        return this;
    }

    /** How messages are framed; by default as plain peers do, see {@link FrameMode#defaultFor}. */
    public ZmqInboundChannelAdapterSpec frames(FrameMode mode) {
        own("frames").frames(mode);
        return this;
    }

    /** See {@link io.zmq4j.spring.ZmqSocketSpec#emptyDelimiter()}. */
    public ZmqInboundChannelAdapterSpec emptyDelimiter(boolean value) {
        own("emptyDelimiter").add(spec -> spec.emptyDelimiter(value));
        return this;
    }

    /** Replaces how messages are made of frames, header mapper and converter included. */
    public ZmqInboundChannelAdapterSpec mapper(MsgMapper value) {
        mapper = value;
        target.setMapper(mapper);
        return this;
    }

    /** Which headers of header frames are accepted: those whose names match one of these patterns. */
    public ZmqInboundChannelAdapterSpec acceptHeaders(String... patterns) {
        return headerMapper(new ZmqHeaderMapper().accept(patterns));
    }

    /** What takes headers from header frames. */
    public ZmqInboundChannelAdapterSpec headerMapper(HeaderMapper<Map<String, String>> value) {
        return mapper(mapper.withHeaderMapper(value));
    }

    /** What converts payloads to the {@link #payloadType}. */
    public ZmqInboundChannelAdapterSpec messageConverter(MessageConverter converter) {
        return mapper(mapper.withConverter(converter));
    }

    /** What payloads are converted to; by default they stay {@code byte[]}, or {@code List<byte[]>} of several frames. */
    public ZmqInboundChannelAdapterSpec payloadType(Class<?> type) {
        target.setPayloadType(type);
        return this;
    }

    /** What payloads are converted to. */
    public ZmqInboundChannelAdapterSpec payloadType(ParameterizedTypeReference<?> type) {
        target.setPayloadType(type);
        return this;
    }

    /** How many threads receive and handle; more than one gives up the order. */
    public ZmqInboundChannelAdapterSpec concurrency(int threads) {
        target.setConcurrency(threads);
        return this;
    }

    /** How many messages the flow gets at once, at most, as a {@code List}; see {@link ZmqMessageProducer#setBatchSize}. */
    public ZmqInboundChannelAdapterSpec batchSize(int most) {
        target.setBatchSize(most);
        return this;
    }

    /** What runs the receiving threads, one task each from start to stop. */
    public ZmqInboundChannelAdapterSpec taskExecutor(Executor executor) {
        target.setTaskExecutor(executor);
        return this;
    }

    /** How long a stop waits for messages that are being handled. */
    public ZmqInboundChannelAdapterSpec shutdownTimeout(Duration timeout) {
        target.setShutdownTimeout(timeout);
        return this;
    }

    private SocketDeclaration own(String option) {
        return SocketDeclaration.require(declaration, option);
    }
}
