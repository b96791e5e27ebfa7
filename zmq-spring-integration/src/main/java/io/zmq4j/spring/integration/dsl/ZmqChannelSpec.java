package io.zmq4j.spring.integration.dsl;

import io.zmq4j.spring.integration.channel.ZmqChannel;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.dispatcher.LoadBalancingStrategy;

/** Builds a {@link ZmqChannel}. */
public class ZmqChannelSpec extends AbstractZmqSubscribableChannelSpec<ZmqChannelSpec, ZmqChannel> {

    ZmqChannelSpec(ChannelSockets sockets) {
        super(new ZmqChannel(sockets.build()), sockets);
    }

    /** Which subscriber is the first to be tried; null = always the one that has subscribed first. */
    public ZmqChannelSpec loadBalancer(@Nullable LoadBalancingStrategy strategy) {
        channel.setLoadBalancingStrategy(strategy);
        return this;
    }

    /** Whether the next subscriber is tried when one has thrown; true by default. */
    public ZmqChannelSpec failover(boolean failover) {
        channel.setFailover(failover);
        return this;
    }

    /** After which exceptions the next subscriber is tried. */
    public ZmqChannelSpec failoverStrategy(Predicate<Exception> strategy) {
        channel.setFailoverStrategy(strategy);
        return this;
    }

    @Override
    public ZmqChannelSpec maxSubscribers(int maxSubscribers) {
        channel.setMaxSubscribers(maxSubscribers);
        return this;
    }
}
