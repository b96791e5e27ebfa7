package io.zmq4j.bench;

import java.nio.ByteBuffer;

/**
 * No ZeroMQ at all: frames as ZMTP has them, on a blocking channel, without a handshake, a queue or another thread. It
 * shows what the machine and the JDK allow; one connection only.
 */
final class RawPeer implements Peer {

    private static final int BATCH = 64 << 10;

    @Override
    public PeerSocket open(Type type) {
        return switch (type) {
            case PUSH, PULL -> socket(true);
            case REQ, REP -> socket(false);
            case DEALER, ROUTER, PUB, SUB, PAIR -> throw new IllegalArgumentException("raw has no " + type);
        };
    }

    private static PeerSocket socket(boolean fillsBatches) {
        return new RawSocket(ByteBuffer.allocateDirect(BATCH), ByteBuffer.allocateDirect(BATCH), fillsBatches);
    }
}
