package io.zmq4j.bench;

import io.zmq4j.Msg;
import io.zmq4j.ZmqSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Up to {@value #BATCH} messages a call. */
final class Zmq4jBatchSocket extends Zmq4jSocket {

    private static final int BATCH = 64;
    private static final Duration FOREVER = Duration.ofSeconds(-1);

    private final List<Msg> messages = new ArrayList<>(BATCH);
    private int next;

    Zmq4jBatchSocket(ZmqSocket socket) {
        super(socket);
    }

    @Override
    public void send(byte[] frame) {
        messages.add(Msg.of(frame));
        if (messages.size() == BATCH) {
            socket().sendAll(messages, FOREVER);
            messages.clear();
        }
    }

    @Override
    public byte[] receive() {
        if (next == messages.size()) {
            messages.clear();
            socket().receive(messages, BATCH, FOREVER);
            next = 0;
        }
        return messages.get(next++).bytes(0);
    }
}
