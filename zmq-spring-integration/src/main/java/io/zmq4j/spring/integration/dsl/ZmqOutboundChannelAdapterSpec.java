package io.zmq4j.spring.integration.dsl;

import io.zmq4j.CurveKeys;
import io.zmq4j.Security;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.FrameMode;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqHeaderMapper;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.integration.outbound.ZmqMessageHandler;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.expression.Expression;
import org.springframework.integration.dsl.MessageHandlerSpec;
import org.springframework.integration.expression.FunctionExpression;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.HeaderMapper;

/**
 * Builds a {@link ZmqMessageHandler}. What declares the socket ({@code bind}, {@code connect}, {@code connectAs},
 * {@code curve}, {@code security}, {@code socketOptions}, {@code frames}, {@code emptyDelimiter}) is an
 * {@link IllegalStateException} for a named one.
 */
public class ZmqOutboundChannelAdapterSpec
        extends MessageHandlerSpec<ZmqOutboundChannelAdapterSpec, ZmqMessageHandler> {

    private final @Nullable SocketDeclaration declaration;
    private MsgMapper mapper = new MsgMapper();

    ZmqOutboundChannelAdapterSpec(ZmqSockets sockets, String socketName) {
        this.declaration = null;
        this.target = new ZmqMessageHandler(sockets, socketName);
    }

    ZmqOutboundChannelAdapterSpec(ZmqContext context, SocketDeclaration declaration) {
        this.declaration = declaration;
        this.target = new ZmqMessageHandler(context, () -> declaration.build(getId()));
    }

    /** Adds endpoints to bind. */
    public ZmqOutboundChannelAdapterSpec bind(String... endpoints) {
        own("bind").add(spec -> spec.bind(endpoints));
        return this;
    }

    /** Adds endpoints to connect to. */
    public ZmqOutboundChannelAdapterSpec connect(String... endpoints) {
        own("connect").add(spec -> spec.connect(endpoints));
        return this;
    }

    /** Adds an endpoint to connect to, whose peer this ROUTER or STREAM calls by this routing id. */
    public ZmqOutboundChannelAdapterSpec connectAs(String endpoint, String routingId) {
        own("connectAs").add(spec -> spec.connectAs(endpoint, routingId));
        return this;
    }

    /** Protects the socket with CURVE as the server of its peers, whoever binds; the context's authenticator judges them. */
    public ZmqOutboundChannelAdapterSpec curve(CurveKeys keys) {
        return security(Security.curveServer(keys));
    }

    /**
     * Protects the socket with CURVE as the client of its peers, whoever binds.
     *
     * @param serverKey the public key of the server, 40 characters of Z85
     */
    public ZmqOutboundChannelAdapterSpec curve(CurveKeys keys, String serverKey) {
        return security(Security.curveClient(keys, serverKey));
    }

    /** How connections are protected and peers authenticated. */
    public ZmqOutboundChannelAdapterSpec security(Security security) {
        own("security").options(options -> options.security(security));
        return this;
    }

    /** Changes options of the socket. */
    public ZmqOutboundChannelAdapterSpec socketOptions(Consumer<SocketConfigBuilder> options) {
        own("socketOptions").options(options);
        return this;
    }

    /** How messages are framed; by default as plain peers expect, see {@link FrameMode#defaultFor}. */
    public ZmqOutboundChannelAdapterSpec frames(FrameMode mode) {
        own("frames").frames(mode);
        return this;
    }

    /** See {@link io.zmq4j.spring.ZmqSocketSpec#emptyDelimiter()}. */
    public ZmqOutboundChannelAdapterSpec emptyDelimiter(boolean value) {
        own("emptyDelimiter").add(spec -> spec.emptyDelimiter(value));
        return this;
    }

    /** Replaces how frames are made of messages, header mapper and converter included. */
    public ZmqOutboundChannelAdapterSpec mapper(MsgMapper value) {
        mapper = value;
        target.setMapper(mapper);
        return this;
    }

    /** Which headers go into header frames: those whose names match one of these patterns. */
    public ZmqOutboundChannelAdapterSpec sendHeaders(String... patterns) {
        return headerMapper(new ZmqHeaderMapper().send(patterns));
    }

    /** What puts headers into header frames. */
    public ZmqOutboundChannelAdapterSpec headerMapper(HeaderMapper<Map<String, String>> value) {
        return mapper(mapper.withHeaderMapper(value));
    }

    /** What converts payloads to bytes. */
    public ZmqOutboundChannelAdapterSpec messageConverter(MessageConverter converter) {
        return mapper(mapper.withConverter(converter));
    }

    /** The topic of every message. */
    public ZmqOutboundChannelAdapterSpec topic(String topic) {
        target.setTopic(topic);
        return this;
    }

    /** The topic of each message as a SpEL expression; null = its header {@code zmq_topic}. */
    public ZmqOutboundChannelAdapterSpec topicExpression(String expression) {
        return topicExpression(PARSER.parseExpression(expression));
    }

    /** The topic of each message; null = its header {@code zmq_topic}. */
    public ZmqOutboundChannelAdapterSpec topicExpression(Expression expression) {
        target.setTopicExpression(expression);
        return this;
    }

    /** The topic of each message, {@code String} or {@code byte[]}. */
    public ZmqOutboundChannelAdapterSpec topicFunction(Function<Message<?>, ?> function) {
        return topicExpression(new FunctionExpression<>(function));
    }

    /** The group of every message of a RADIO. */
    public ZmqOutboundChannelAdapterSpec group(String group) {
        target.setGroup(group);
        return this;
    }

    /** The group of each message of a RADIO as a SpEL expression; null = its header {@code zmq_group}. */
    public ZmqOutboundChannelAdapterSpec groupExpression(String expression) {
        return groupExpression(PARSER.parseExpression(expression));
    }

    /** The group of each message of a RADIO; null = its header {@code zmq_group}. */
    public ZmqOutboundChannelAdapterSpec groupExpression(Expression expression) {
        target.setGroupExpression(expression);
        return this;
    }

    /** The group of each message of a RADIO. */
    public ZmqOutboundChannelAdapterSpec groupFunction(Function<Message<?>, String> function) {
        return groupExpression(new FunctionExpression<>(function));
    }

    /** The peer of every message, in UTF-8. */
    public ZmqOutboundChannelAdapterSpec routingId(String routingId) {
        target.setRoutingId(routingId);
        return this;
    }

    /** The peer of each message as a SpEL expression; null = its header {@code zmq_routingId}. */
    public ZmqOutboundChannelAdapterSpec routingIdExpression(String expression) {
        return routingIdExpression(PARSER.parseExpression(expression));
    }

    /** The peer of each message; null = its header {@code zmq_routingId}. */
    public ZmqOutboundChannelAdapterSpec routingIdExpression(Expression expression) {
        target.setRoutingIdExpression(expression);
        return this;
    }

    /** The peer of each message, {@code String} or {@code byte[]}. */
    public ZmqOutboundChannelAdapterSpec routingIdFunction(Function<Message<?>, ?> function) {
        return routingIdExpression(new FunctionExpression<>(function));
    }

    /** How long a send waits for room or a peer; zero = not at all, negative = without limit. */
    public ZmqOutboundChannelAdapterSpec sendTimeout(Duration timeout) {
        target.setSendTimeout(timeout);
        return this;
    }

    /** Whether a call returns at once, and what fails goes to an error channel; see {@link ZmqMessageHandler#setAsync}. */
    public ZmqOutboundChannelAdapterSpec async(boolean value) {
        target.setAsync(value);
        return this;
    }

    /** How many messages may wait in asynchronous mode. */
    public ZmqOutboundChannelAdapterSpec asyncCapacity(int messages) {
        target.setAsyncCapacity(messages);
        return this;
    }

    /** What runs the task that sends what waits in asynchronous mode. */
    public ZmqOutboundChannelAdapterSpec taskExecutor(Executor executor) {
        target.setTaskExecutor(executor);
        return this;
    }

    /** Where messages go that could not be sent in asynchronous mode. */
    public ZmqOutboundChannelAdapterSpec sendFailureChannel(MessageChannel channel) {
        target.setSendFailureChannel(channel);
        return this;
    }

    /** The name of the channel for messages that could not be sent in asynchronous mode. */
    public ZmqOutboundChannelAdapterSpec sendFailureChannel(String channelName) {
        target.setSendFailureChannelName(channelName);
        return this;
    }

    private SocketDeclaration own(String option) {
        return SocketDeclaration.require(declaration, option);
    }
}
