package io.zmq4j.internal.pattern;

import io.zmq4j.internal.pipe.PeerReady;
import io.zmq4j.internal.pipe.Pipe;

/** An inbound half that leaves the pipes to another one; what it makes of the messages is a subclass's. */
abstract class ForwardingInbound implements Inbound {

    private final Inbound next;

    ForwardingInbound(Inbound next) {
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
    public void readable(Pipe pipe) {
        next.readable(pipe);
    }

    @Override
    public void peerReady(Pipe pipe, PeerReady peer) {
        next.peerReady(pipe, peer);
    }
}
