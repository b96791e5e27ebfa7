package io.zmq4j.bench;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** JeroMQ through its usual API, which neither copies the array it sends nor the one it returns. */
final class JeroMqPeer implements Peer {

    private final ZContext context = new ZContext(1);
    private final Options options;

    JeroMqPeer(Options options) {
        this.options = options;
    }

    @Override
    public PeerSocket open(Type type) {
        ZMQ.Socket socket = context.createSocket(SocketType.valueOf(type.name()));
        if (options.sendHwm(type) >= 0) {
            socket.setSndHWM(options.sendHwm(type));
        }
        if (options.receiveHwm(type) >= 0) {
            socket.setRcvHWM(options.receiveHwm(type));
        }
        if (options.backlog() >= 0) {
            socket.setBacklog(options.backlog());
        }
        if (options.curve()) {
            secure(socket, type);
        }
        return new Socket(socket);
    }

    private static void secure(ZMQ.Socket socket, Type type) {
        boolean server = Options.isServer(type);
        if (server) {
            socket.setCurveServer(true);
        } else {
            socket.setCurveServerKey(Options.SERVER_PUBLIC.getBytes(ZMQ.CHARSET));
        }
        socket.setCurvePublicKey((server ? Options.SERVER_PUBLIC : Options.CLIENT_PUBLIC).getBytes(ZMQ.CHARSET));
        socket.setCurveSecretKey((server ? Options.SERVER_SECRET : Options.CLIENT_SECRET).getBytes(ZMQ.CHARSET));
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
        public void subscribe(byte[] prefix) {
            if (!socket.subscribe(prefix)) {
                throw new IllegalStateException("JeroMQ cannot subscribe, errno " + socket.errno());
            }
        }

        @Override
        public void send(byte[] frame) {
            send(frame, 0);
        }

        private void send(byte[] frame, int flags) {
            if (!socket.send(frame, flags)) {
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

        @Override
        public void echo() {
            byte[] frame = receive();
            while (socket.hasReceiveMore()) {
                send(frame, ZMQ.SNDMORE);
                frame = receive();
            }
            send(frame, 0);
        }
    }
}
