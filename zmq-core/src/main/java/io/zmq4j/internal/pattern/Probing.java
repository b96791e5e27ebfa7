package io.zmq4j.internal.pattern;

import io.zmq4j.Msg;
import io.zmq4j.internal.pipe.PeerReady;
import io.zmq4j.internal.pipe.Pipe;

/**
 * Sends an empty message to every peer of this process that becomes ready, if so configured (ZMQ_PROBE_ROUTER), and else only
 * delegates. Remote peers are probed by their sessions, which do not wait for a call of the socket.
 */
final class Probing extends ForwardingOutbound {

    private static final Msg PROBE = Msg.of(new byte[0]);

    private boolean enabled;

    Probing(Outbound next, boolean enabled) {
        super(next);
        this.enabled = enabled;
    }

    void enable(boolean value) {
        enabled = value;
    }

    @Override
    public void peerReady(Pipe pipe, PeerReady peer) {
        super.peerReady(pipe, peer);
        if (enabled && pipe.isLocal() && pipe.write(PROBE)) {
            pipe.flush();
        }
    }
}
