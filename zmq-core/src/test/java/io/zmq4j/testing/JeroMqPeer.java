package io.zmq4j.testing;

import io.zmq4j.SocketType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** JeroMQ. */
final class JeroMqPeer implements Peer {

    private final ZContext context = new ZContext();
    private final JeroMqNudge nudge = new JeroMqNudge(context);

    JeroMqPeer() {
        context.setLinger(0);
    }

    @Override
    public PeerSocket socket(SocketType type, PeerOptions options) {
        ZMQ.Socket socket = context.createSocket(org.zeromq.SocketType.valueOf(type.name()));
        socket.setLinger(0);
        socket.setHWM(options.hwm());
        socket.setReconnectIVL(20);
        if (type == SocketType.ROUTER) {
            socket.setRouterMandatory(true);
        }
        if (!options.routingId().isEmpty()) {
            socket.setIdentity(options.routingId().getBytes(ZMQ.CHARSET));
        }
        return new Socket(socket);
    }

    @Override
    public void close() {
        nudge.close();
        context.close();
    }

    private record Socket(ZMQ.Socket socket) implements PeerSocket {

        @Override
        public String bind(String endpoint) {
            socket.bind(endpoint);
            return socket.getLastEndpoint();
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
            socket.setSendTimeOut((int) timeout.toMillis());
            for (int i = 0; i < frames.size(); i++) {
                boolean more = i + 1 < frames.size();
                if (!sendFrame(frames.get(i), more ? ZMQ.SNDMORE : 0)) {
                    if (i > 0) {
                        throw new IllegalStateException("frame " + i + " was refused after frame " + (i - 1));
                    }
                    return false;
                }
            }
            return true;
        }

        private boolean sendFrame(byte[] frame, int flags) {
            try {
                return socket.send(frame, flags);
            } catch (ZMQException e) {
                if (e.getErrorCode() == ZMQ.Error.EHOSTUNREACH.getCode()) {
                    return false;
                }
                throw e;
            }
        }

        @Override
        public @Nullable List<byte[]> receive(Duration timeout) {
            socket.setReceiveTimeOut((int) timeout.toMillis());
            List<byte[]> frames = new ArrayList<>();
            do {
                byte[] frame = socket.recv();
                if (frame == null) {
                    return null;
                }
                frames.add(frame);
            } while (socket.hasReceiveMore());
            return frames;
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
