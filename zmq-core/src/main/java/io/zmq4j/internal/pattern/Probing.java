package io.zmq4j.internal.pattern;

import io.zmq4j.Msg;
import io.zmq4j.internal.pipe.PeerReady;
import io.zmq4j.internal.pipe.Pipe;

/**
 * Sends an empty message to every peer of this process that becomes ready, if so configured (ZMQ_PROBE_ROUTER), and else only
 * delegates. Remote peers are probed by their sessions, which do not wait for a call of the socket.
 */
final class Probing implements Outbound {

    private static final Msg PROBE = Msg.of(new byte[0]);

    private final Outbound next;
    private boolean enabled;

    Probing(Outbound next, boolean enabled) {
        this.next = next;
        this.enabled = enabled;
    }

    void enable(boolean value) {
        enabled = value;
    }

    @Override
    public void attach(Pipe pipe) {
        next.attach(pipe);
    }

    @Override
    public void detach(Pipe pipe) {
        next.detach(pipe);
    }

    @Override
    public void writable(Pipe pipe) {
        next.writable(pipe);
    }

    @Override
    public boolean trySend(Msg msg) {
        return next.trySend(msg);
    }

    @Override
    public boolean canSend() {
        return next.canSend();
    }

    @Override
    public void peerReady(Pipe pipe, PeerReady peer) {
        next.peerReady(pipe, peer);
        if (enabled && pipe.isLocal() && pipe.write(PROBE)) {
            pipe.flush();
        }
    }
}
