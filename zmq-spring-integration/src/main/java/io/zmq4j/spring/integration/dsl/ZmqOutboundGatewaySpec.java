package io.zmq4j.spring.integration.dsl;

import io.zmq4j.CurveKeys;
import io.zmq4j.Security;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.FrameMode;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqHeaderMapper;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.integration.outbound.ZmqOutboundGateway;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.expression.Expression;
import org.springframework.integration.dsl.MessageHandlerSpec;
import org.springframework.integration.expression.FunctionExpression;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.HeaderMapper;

/**
 * Builds a {@link ZmqOutboundGateway}. What declares the socket ({@code bind}, {@code connect}, {@code socketOptions},
 * {@code frames}) is an {@link IllegalStateException} for a named one.
 */
public class ZmqOutboundGatewaySpec extends MessageHandlerSpec<ZmqOutboundGatewaySpec, ZmqOutboundGateway> {

    private final @Nullable SocketDeclaration declaration;
    private MsgMapper mapper = new MsgMapper();

    ZmqOutboundGatewaySpec(ZmqSockets sockets, String socketName) {
        this.declaration = null;
        this.target = new ZmqOutboundGateway(sockets, socketName);
    }

    ZmqOutboundGatewaySpec(ZmqContext context, SocketDeclaration declaration) {
        this.declaration = declaration;
        this.target = new ZmqOutboundGateway(context, () -> declaration.build(getId()));
    }

    /** Adds endpoints to bind. */
    public ZmqOutboundGatewaySpec bind(String... endpoints) {
        own("bind").add(spec -> spec.bind(endpoints));
        return this;
    }

    /** Adds endpoints to connect to. */
    public ZmqOutboundGatewaySpec connect(String... endpoints) {
        own("connect").add(spec -> spec.connect(endpoints));
        return this;
    }

    /** Changes options of the socket. */
    public ZmqOutboundGatewaySpec socketOptions(Consumer<SocketConfigBuilder> options) {
        own("socketOptions").options(options);
        return this;
    }

    /** Protects the socket with CURVE as the server of its peers, whoever binds; the context's authenticator judges them. */
    public ZmqOutboundGatewaySpec curve(CurveKeys keys) {
        return security(Security.curveServer(keys));
    }

    /**
     * Protects the socket with CURVE as the client of its peers, whoever binds.
     *
     * @param serverKey the public key of the server, 40 characters of Z85
     */
    public ZmqOutboundGatewaySpec curve(CurveKeys keys, String serverKey) {
        return security(Security.curveClient(keys, serverKey));
    }

    /** How connections are protected and peers authenticated. */
    public ZmqOutboundGatewaySpec security(Security security) {
        own("security").options(options -> options.security(security));
        return this;
    }

    /** How messages are framed; by default as plain peers do, see {@link FrameMode#defaultFor}. */
    public ZmqOutboundGatewaySpec frames(FrameMode mode) {
        own("frames").frames(mode);
        return this;
    }

    /** Replaces how messages are made of frames and frames of messages, header mapper and converter included. */
    public ZmqOutboundGatewaySpec mapper(MsgMapper value) {
        mapper = value;
        target.setMapper(mapper);
        return this;
    }

    /**
     * Which headers of header frames are accepted, and which are sent in them: those whose names match one of these patterns.
     */
    public ZmqOutboundGatewaySpec headers(List<String> accept, List<String> send) {
        return headerMapper(new ZmqHeaderMapper(accept, send));
    }

    /** Which headers go into and come from header frames, where the frame mode has them. */
    public ZmqOutboundGatewaySpec headerMapper(HeaderMapper<Map<String, String>> value) {
        return mapper(mapper.withHeaderMapper(value));
    }

    /** What converts payloads. */
    public ZmqOutboundGatewaySpec messageConverter(MessageConverter converter) {
        return mapper(mapper.withConverter(converter));
    }

    /** What payloads of replies are converted to; by default they stay {@code byte[]}, or {@code List<byte[]>} of several frames. */
    public ZmqOutboundGatewaySpec payloadType(Class<?> type) {
        target.setPayloadType(type);
        return this;
    }

    /** What payloads of replies are converted to. */
    public ZmqOutboundGatewaySpec payloadType(ParameterizedTypeReference<?> type) {
        target.setPayloadType(type);
        return this;
    }

    /** The topic of every request, for a frame mode with topics. */
    public ZmqOutboundGatewaySpec topic(String topic) {
        target.setTopic(topic);
        return this;
    }

    /** The topic of each request as a SpEL expression; null = its header {@code zmq_topic}. */
    public ZmqOutboundGatewaySpec topicExpression(String expression) {
        return topicExpression(PARSER.parseExpression(expression));
    }

    /** The topic of each request; null = its header {@code zmq_topic}. */
    public ZmqOutboundGatewaySpec topicExpression(Expression expression) {
        target.setTopicExpression(expression);
        return this;
    }

    /** The topic of each request, {@code String} or {@code byte[]}. */
    public ZmqOutboundGatewaySpec topicFunction(Function<Message<?>, ?> function) {
        return topicExpression(new FunctionExpression<>(function));
    }

    /** How long a request may take, from its sending to its reply; negative = without limit. */
    public ZmqOutboundGatewaySpec replyTimeout(Duration timeout) {
        target.setReplyTimeout(timeout);
        return this;
    }

    /** Whether a request without a reply in time is an error, as by default, or ends there. */
    public ZmqOutboundGatewaySpec requiresReply(boolean value) {
        target.setRequiresReply(value);
        return this;
    }

    /** Whether the calling thread goes on without the reply. */
    public ZmqOutboundGatewaySpec async(boolean value) {
        target.setAsync(value);
        return this;
    }

    /** How many requests may be under way over a DEALER at once; one more is refused. */
    public ZmqOutboundGatewaySpec maxPendingRequests(int requests) {
        target.setMaxPendingRequests(requests);
        return this;
    }

    /** Runs the flow behind asynchronous replies. */
    public ZmqOutboundGatewaySpec taskExecutor(Executor executor) {
        target.setTaskExecutor(executor);
        return this;
    }

    private SocketDeclaration own(String option) {
        return SocketDeclaration.require(declaration, option);
    }
}
