package io.zmq4j.spring.integration.dsl;

import io.zmq4j.spring.integration.channel.ZmqPollableChannel;

/** Builds a {@link ZmqPollableChannel}. */
public class ZmqPollableChannelSpec extends AbstractZmqChannelSpec<ZmqPollableChannelSpec, ZmqPollableChannel> {

    ZmqPollableChannelSpec(ChannelSockets sockets) {
        super(new ZmqPollableChannel(sockets.build()), sockets);
    }
}
