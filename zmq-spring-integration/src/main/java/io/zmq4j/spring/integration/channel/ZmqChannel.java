package io.zmq4j.spring.integration.channel;

import io.zmq4j.ZmqContext;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.dispatcher.LoadBalancingStrategy;
import org.springframework.integration.dispatcher.RoundRobinLoadBalancingStrategy;
import org.springframework.integration.dispatcher.UnicastingDispatcher;
import org.springframework.messaging.Message;

/**
 * Point-to-point channel: each message goes to one of the subscribers, in turn; to the next one when a subscriber throws.
 * While there is none, messages wait in the transport, whose high-water marks hold the senders back. Between
 * applications its sockets are a PUSH and a PULL, to each other or to a proxy: each message then goes to one of the
 * applications that are connected.
 */
public class ZmqChannel extends AbstractZmqSubscribableChannel {

    private final UnicastingDispatcher dispatcher = new UnicastingDispatcher();

    /** A channel inside the application, see {@link ZmqChannelTransport#local(ZmqContext)}. */
    public ZmqChannel(ZmqContext context) {
        this(ZmqChannelTransport.local(context));
    }

    /** A channel over this transport, which is its own. */
    public ZmqChannel(ZmqChannelTransport transport) {
        super(transport);
        dispatcher.setLoadBalancingStrategy(new RoundRobinLoadBalancingStrategy());
    }

    /** Which subscriber is the first to be tried; null = always the one that has subscribed first. By default in turn. */
    public void setLoadBalancingStrategy(@Nullable LoadBalancingStrategy strategy) {
        dispatcher.setLoadBalancingStrategy(strategy);
    }

    /** Whether the next subscriber is tried when one has thrown; true by default. */
    public void setFailover(boolean failover) {
        dispatcher.setFailover(failover);
    }

    /** After which exceptions the next subscriber is tried. */
    public void setFailoverStrategy(Predicate<Exception> strategy) {
        dispatcher.setFailoverStrategy(strategy);
    }

    /** How many may subscribe. */
    public void setMaxSubscribers(int maxSubscribers) {
        dispatcher.setMaxSubscribers(maxSubscribers);
    }

    @Override
    public String getComponentType() {
        return "zmq:channel";
    }

    @Override
    protected UnicastingDispatcher getDispatcher() {
        return dispatcher;
    }

    @Override
    boolean waitsForSubscribers() {
        return true;
    }

    @Override
    void dispatch(Message<?> message) {
        dispatcher.dispatch(message);
    }
}
