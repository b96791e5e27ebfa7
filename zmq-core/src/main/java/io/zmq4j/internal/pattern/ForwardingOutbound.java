package io.zmq4j.internal.pattern;

import io.zmq4j.Msg;
import io.zmq4j.internal.pipe.PeerReady;
import io.zmq4j.internal.pipe.Pipe;

/** An outbound half that leaves all to another one, but for what a subclass adds. */
abstract class ForwardingOutbound implements Outbound {

    private final Outbound next;

    ForwardingOutbound(Outbound next) {
        this.next = next;
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
    public boolean canSendTo(byte[] id) {
        return next.canSendTo(id);
    }

    @Override
    public void peerReady(Pipe pipe, PeerReady peer) {
        next.peerReady(pipe, peer);
    }
}
