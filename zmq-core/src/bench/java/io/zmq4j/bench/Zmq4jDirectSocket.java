package io.zmq4j.bench;

import io.zmq4j.Msg;
import io.zmq4j.ZmqSocket;
import java.nio.ByteBuffer;

/** Sends the same bytes outside of the heap again and again; receives as ever. */
final class Zmq4jDirectSocket extends Zmq4jSocket {

    private ByteBuffer content = ByteBuffer.allocateDirect(0);

    Zmq4jDirectSocket(ZmqSocket socket) {
        super(socket);
    }

    @Override
    public void sendNew(int size) {
        if (content.capacity() != size) {
            content = ByteBuffer.allocateDirect(size);
        }
        socket().send(Msg.wrap(content));
    }
}
