package io.zmq4j.testing;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.UnroutableException;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        return new Socket(context.socket(type, config));
    }

    @Override
    public void close() {
        context.close();
    }

    private record Socket(ZmqSocket socket) implements PeerSocket {

        @Override
        public String bind(String endpoint) {
            return socket.bind(endpoint);
        }

        @Override
        public void connect(String endpoint) {
            socket.connect(endpoint);
        }

        @Override
        public void subscribe(byte[] prefix) {
            socket.subscribe(prefix);
        }

        @Override
        public void unsubscribe(byte[] prefix) {
            socket.unsubscribe(prefix);
        }

        @Override
        public boolean send(List<byte[]> frames, Duration timeout) {
            try {
                return socket.send(Msg.of(frames), timeout);
            } catch (UnroutableException e) {
                return false;
            }
        }

        @Override
        public @Nullable List<byte[]> receive(Duration timeout) {
            Msg msg = socket.receive(timeout);
            return msg == null ? null : msg.frames();
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
