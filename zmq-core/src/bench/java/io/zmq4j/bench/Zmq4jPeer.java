package io.zmq4j.bench;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** This library through its public API: one call a message, or in batches of {@value #BATCH}. */
final class Zmq4jPeer implements Peer {

    private static final int BATCH = 64;
    private static final Duration FOREVER = Duration.ofSeconds(-1);

    private final ZmqContext context = ZmqContext.create();
    private final SocketConfig config;
    private final boolean batches;

    Zmq4jPeer(boolean confined, boolean batches) {
        this.config = SocketConfig.builder().confined(confined).build();
        this.batches = batches;
    }

    @Override
    public PeerSocket open(Type type) {
        ZmqSocket socket = context.socket(SocketType.valueOf(type.name()), config);
        boolean streams = type == Type.PUSH || type == Type.PULL;
        return batches && streams ? new Batched(socket) : new Single(socket);
    }

    private record Single(ZmqSocket socket) implements PeerSocket {

        @Override
        public String bind(String endpoint) {
            return socket.bind(endpoint);
        }

        @Override
        public void connect(String endpoint) {
            socket.connect(endpoint);
        }

        @Override
        public void send(byte[] frame) {
            socket.send(Msg.of(frame));
        }

        @Override
        public byte[] receive() {
            return socket.receive().bytes(0);
        }
    }

    private static final class Batched implements PeerSocket {

        private final ZmqSocket socket;
        private final List<Msg> messages = new ArrayList<>(BATCH);
        private int next;

        Batched(ZmqSocket socket) {
            this.socket = socket;
        }

        @Override
        public String bind(String endpoint) {
            return socket.bind(endpoint);
        }

        @Override
        public void connect(String endpoint) {
            socket.connect(endpoint);
        }

        @Override
        public void send(byte[] frame) {
            messages.add(Msg.of(frame));
            if (messages.size() == BATCH) {
                socket.sendAll(messages, FOREVER);
                messages.clear();
            }
        }

        @Override
        public byte[] receive() {
            if (next == messages.size()) {
                messages.clear();
                socket.receive(messages, BATCH, FOREVER);
                next = 0;
            }
            return messages.get(next++).bytes(0);
        }
    }
}
