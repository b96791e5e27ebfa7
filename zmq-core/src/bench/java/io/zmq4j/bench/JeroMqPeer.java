package io.zmq4j.bench;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** JeroMQ through its usual API, which neither copies the array it sends nor the one it returns. */
final class JeroMqPeer implements Peer {

    private final ZContext context = new ZContext(1);

    @Override
    public PeerSocket open(Type type) {
        return new Socket(context.createSocket(SocketType.valueOf(type.name())));
    }

    private record Socket(ZMQ.Socket socket) implements PeerSocket {

        @Override
        public String bind(String endpoint) {
            if (!socket.bind(endpoint)) {
                throw new IllegalStateException("JeroMQ cannot bind " + endpoint + ", errno " + socket.errno());
            }
            return socket.getLastEndpoint();
        }

        @Override
        public void connect(String endpoint) {
            if (!socket.connect(endpoint)) {
                throw new IllegalStateException("JeroMQ cannot connect " + endpoint + ", errno " + socket.errno());
            }
        }

        @Override
        public void send(byte[] frame) {
            if (!socket.send(frame)) {
                throw new IllegalStateException("JeroMQ sent nothing, errno " + socket.errno());
            }
        }

        @Override
        public byte[] receive() {
            byte[] frame = socket.recv();
            if (frame == null) {
                throw new IllegalStateException("JeroMQ received nothing, errno " + socket.errno());
            }
            return frame;
        }
    }
}
