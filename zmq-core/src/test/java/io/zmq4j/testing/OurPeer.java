package io.zmq4j.testing;

import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import java.time.Duration;

/** This library. */
final class OurPeer implements Peer {

    private final ZmqContext context = ZmqContext.create();

    @Override
    public PeerSocket socket(SocketType type, PeerOptions options) {
        SocketConfig config = SocketConfig.builder()
                .linger(Duration.ZERO)
                .sendHwm(options.hwm())
                .receiveHwm(options.hwm())
                .routerMandatory(type == SocketType.ROUTER)
                .routingId(options.routingId())
                .reconnectInterval(Duration.ofMillis(20))
                .reconnectMaxInterval(Duration.ofMillis(100))
                .build();
        return new OurSocket(context.socket(type, config));
    }

    @Override
    public void close() {
        context.close();
    }
}
