package io.zmq4j.spring.integration.dsl;

import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.ZmqSockets;

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
}
