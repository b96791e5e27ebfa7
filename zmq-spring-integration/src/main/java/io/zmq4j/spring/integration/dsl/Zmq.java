package io.zmq4j.spring.integration.dsl;

import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.integration.channel.ZmqChannelTransport;
import org.jspecify.annotations.Nullable;

/**
 * The ZeroMQ components of the Java DSL. Each is made for a named socket, or for a socket of its own that the returned
 * spec declares:
 *
 * <pre>{@code
 * IntegrationFlow.from(Zmq.inboundChannelAdapter(context, SocketType.PULL)
 *                 .bind("tcp://*:5557")
 *                 .payloadType(Order.class))
 *         .handle(Zmq.outboundChannelAdapter(sockets, "events").topicExpression("headers.region"))
 *         .get();
 * }</pre>
 */
public final class Zmq {

    private Zmq() {}

    /** Receives from a named socket. */
    public static ZmqInboundChannelAdapterSpec inboundChannelAdapter(ZmqSockets sockets, String socketName) {
        return new ZmqInboundChannelAdapterSpec(sockets, socketName);
    }

    /** Receives from a socket of its own, which needs an endpoint at least. */
    public static ZmqInboundChannelAdapterSpec inboundChannelAdapter(ZmqContext context, SocketType type) {
        return new ZmqInboundChannelAdapterSpec(context, new SocketDeclaration(type));
    }

    /** Sends to a named socket. */
    public static ZmqOutboundChannelAdapterSpec outboundChannelAdapter(ZmqSockets sockets, String socketName) {
        return new ZmqOutboundChannelAdapterSpec(sockets, socketName);
    }

    /** Sends to a socket of its own, which needs an endpoint at least. */
    public static ZmqOutboundChannelAdapterSpec outboundChannelAdapter(ZmqContext context, SocketType type) {
        return new ZmqOutboundChannelAdapterSpec(context, new SocketDeclaration(type));
    }

    /** Takes messages off a named socket when a poller asks for them. */
    public static ZmqPolledInboundChannelAdapterSpec polledInboundChannelAdapter(
            ZmqSockets sockets, String socketName) {
        return new ZmqPolledInboundChannelAdapterSpec(sockets, socketName);
    }

    /** Takes messages off a socket of its own, which needs an endpoint at least, when a poller asks for them. */
    public static ZmqPolledInboundChannelAdapterSpec polledInboundChannelAdapter(ZmqContext context, SocketType type) {
        return new ZmqPolledInboundChannelAdapterSpec(context, new SocketDeclaration(type));
    }

    /** A point-to-point channel: inside the application, or over a PUSH and a PULL where it is given endpoints. */
    public static ZmqChannelSpec channel(ZmqContext context) {
        return new ZmqChannelSpec(new ChannelSockets(context, SocketType.PUSH, SocketType.PULL));
    }

    /** A point-to-point channel over named sockets; null = it does not send, or does not receive. */
    public static ZmqChannelSpec channel(ZmqSockets sockets, @Nullable String sender, @Nullable String receiver) {
        return new ZmqChannelSpec(new ChannelSockets(ZmqChannelTransport.named(sockets, sender, receiver)));
    }

    /** A publish-subscribe channel: inside the application, or over a PUB and a SUB where it is given endpoints. */
    public static ZmqPublishSubscribeChannelSpec publishSubscribeChannel(ZmqContext context) {
        return new ZmqPublishSubscribeChannelSpec(new ChannelSockets(context, SocketType.PUB, SocketType.SUB));
    }

    /** A publish-subscribe channel over named sockets; null = it does not send, or does not receive. */
    public static ZmqPublishSubscribeChannelSpec publishSubscribeChannel(
            ZmqSockets sockets, @Nullable String sender, @Nullable String receiver) {
        return new ZmqPublishSubscribeChannelSpec(
                new ChannelSockets(ZmqChannelTransport.named(sockets, sender, receiver)));
    }

    /** A channel to poll: inside the application, or over a PUSH and a PULL where it is given endpoints. */
    public static ZmqPollableChannelSpec pollableChannel(ZmqContext context) {
        return new ZmqPollableChannelSpec(new ChannelSockets(context, SocketType.PUSH, SocketType.PULL));
    }

    /** A channel to poll over named sockets; null = it does not send, or does not receive. */
    public static ZmqPollableChannelSpec pollableChannel(
            ZmqSockets sockets, @Nullable String sender, @Nullable String receiver) {
        return new ZmqPollableChannelSpec(new ChannelSockets(ZmqChannelTransport.named(sockets, sender, receiver)));
    }

    /** Passes messages between two sockets, which the spec must be given. */
    public static ZmqProxyBeanSpec proxy(ZmqContext context) {
        return new ZmqProxyBeanSpec(context);
    }

    /** Serves requests on a named socket: ROUTER, REP, SERVER or PEER. */
    public static ZmqInboundGatewaySpec inboundGateway(ZmqSockets sockets, String socketName) {
        return new ZmqInboundGatewaySpec(sockets, socketName);
    }

    /** Serves requests on a ROUTER of its own, which needs an endpoint at least. */
    public static ZmqInboundGatewaySpec inboundGateway(ZmqContext context) {
        return inboundGateway(context, SocketType.ROUTER);
    }

    /** Serves requests on a socket of its own, which needs an endpoint at least: ROUTER, REP, SERVER or PEER. */
    public static ZmqInboundGatewaySpec inboundGateway(ZmqContext context, SocketType type) {
        return new ZmqInboundGatewaySpec(context, new SocketDeclaration(type));
    }

    /** Makes requests over a named socket: DEALER, REQ or CLIENT. */
    public static ZmqOutboundGatewaySpec outboundGateway(ZmqSockets sockets, String socketName) {
        return new ZmqOutboundGatewaySpec(sockets, socketName);
    }

    /** Makes requests over a DEALER of its own, which needs an endpoint at least. */
    public static ZmqOutboundGatewaySpec outboundGateway(ZmqContext context) {
        return outboundGateway(context, SocketType.DEALER);
    }

    /** Makes requests over a socket of its own, which needs an endpoint at least: DEALER, REQ or CLIENT. */
    public static ZmqOutboundGatewaySpec outboundGateway(ZmqContext context, SocketType type) {
        return new ZmqOutboundGatewaySpec(context, new SocketDeclaration(type));
    }
}
