package io.zmq4j.internal.pattern;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.internal.pipe.Pipe;

/** The inbound half of a type that only sends: what a peer wrongly sends is read and dropped, so that it cannot stall. */
final class Discard implements Inbound {

    private final SocketType type;
    private final Drops drops;

    Discard(SocketType type, Drops drops) {
        this.type = type;
        this.drops = drops;
    }

    static UnsupportedOperationException cannotReceive(SocketType type) {
        return new UnsupportedOperationException("a " + type + " socket cannot receive");
    }

    @Override
    public void attach(Pipe pipe) {}

    @Override
    public void detach(Pipe pipe) {}

    @Override
    public void readable(Pipe pipe) {
        while (pipe.read() != null) {
            drops.count(DropReason.MALFORMED, 1);
        }
    }

    @Override
    public Msg tryReceive() {
        throw cannotReceive(type);
    }

    @Override
    public boolean canReceive() {
        return false;
    }
}
