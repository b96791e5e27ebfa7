package io.zmq4j.bench;

import io.zmq4j.Msg;
import io.zmq4j.ZmqSocket;

/** One call a message. */
class Zmq4jSocket implements PeerSocket {

    private final ZmqSocket socket;

    Zmq4jSocket(ZmqSocket socket) {
        this.socket = socket;
    }

    final ZmqSocket socket() {
        return socket;
    }

    @Override
    public final String bind(String endpoint) {
        return socket.bind(endpoint);
    }

    @Override
    public final void connect(String endpoint) {
        socket.connect(endpoint);
    }

    @Override
    public final void subscribe(byte[] prefix) {
        socket.subscribe(prefix);
    }

    @Override
    public void send(byte[] frame) {
        socket.send(Msg.of(frame));
    }

    @Override
    public byte[] receive() {
        return socket.receive().bytes(0);
    }

    @Override
    public final void echo() {
        socket.send(socket.receive());
    }
}
