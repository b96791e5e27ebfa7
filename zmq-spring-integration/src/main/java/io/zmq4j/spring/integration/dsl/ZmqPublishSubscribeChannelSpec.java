package io.zmq4j.spring.integration.dsl;

import io.zmq4j.spring.integration.channel.ZmqPublishSubscribeChannel;

/** Builds a {@link ZmqPublishSubscribeChannel}. A sender of its own waits for slow subscribers ({@code xpubNoDrop}). */
public class ZmqPublishSubscribeChannelSpec
        extends AbstractZmqSubscribableChannelSpec<ZmqPublishSubscribeChannelSpec, ZmqPublishSubscribeChannel> {

    ZmqPublishSubscribeChannelSpec(ChannelSockets sockets) {
        super(new ZmqPublishSubscribeChannel(sockets.build()), sockets);
    }

    /** Whether messages are numbered for an aggregator; false by default. */
    public ZmqPublishSubscribeChannelSpec applySequence(boolean applySequence) {
        channel.setApplySequence(applySequence);
        return this;
    }

    @Override
    public ZmqPublishSubscribeChannelSpec maxSubscribers(int maxSubscribers) {
        channel.setMaxSubscribers(maxSubscribers);
        return this;
    }
}
