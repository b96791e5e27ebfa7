package io.zmq4j.internal.pattern;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.internal.pipe.PeerReady;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.udp.DatagramAddress;
import io.zmq4j.internal.udp.Datagrams;
import org.jspecify.annotations.Nullable;

/**
 * The outbound half of DGRAM: {@code [address, body]} goes to that address as one datagram. An empty address stands for the one
 * that was connected. What could never be sent is refused here, where the sender learns of it.
 */
final class Dgram extends ForwardingOutbound {

    private static final int FRAMES = 2;

    private final DatagramAddress addresses = new DatagramAddress();

    /** The pipe of an endpoint that was connected. */
    private @Nullable Pipe withTarget;

    private Dgram(Outbound next) {
        super(next);
    }

    static Pattern pattern(Drops drops) {
        Pattern pair = new Pair(drops).pattern();
        return Pattern.of(pair.in(), new Dgram(pair.out()));
    }

    @Override
    public boolean trySend(Msg msg) {
        if (msg.size() != FRAMES) {
            throw new IllegalArgumentException("a message of " + SocketType.DGRAM + " has " + msg.size()
                    + " frames, allowed: 2, the address and the body");
        }
        if (msg.length(1) > Datagrams.LARGEST) {
            throw new IllegalArgumentException("a message of " + SocketType.DGRAM + " has a body of " + msg.length(1)
                    + " bytes, allowed: up to " + Datagrams.LARGEST);
        }
        if (msg.length(0) > 0 || withTarget == null) {
            addresses.parse(msg.bytes(0));
        }
        return super.trySend(msg);
    }

    @Override
    public void peerReady(Pipe pipe, PeerReady peer) {
        super.peerReady(pipe, peer);
        withTarget = pipe;
    }

    @Override
    public void detach(Pipe pipe) {
        super.detach(pipe);
        if (withTarget == pipe) {
            withTarget = null;
        }
    }
}
