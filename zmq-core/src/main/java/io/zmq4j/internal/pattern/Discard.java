package io.zmq4j.internal.pattern;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.internal.pipe.Pipe;

/** The inbound half of a type that only sends: what a peer wrongly sends is read and dropped, so that it cannot stall. */
final class Discard implements Inbound {

    private final SocketType type;

    Discard(SocketType type) {
        this.type = type;
    }

    static UnsupportedOperationException cannotReceive(SocketType type) {
        return new UnsupportedOperationException("a " + type + " socket cannot receive");
    }

    @Override
    public void attach(Pipe pipe) {}

    @Override
    public void detach(Pipe pipe) {}

    @Override
    @SuppressWarnings("StatementWithEmptyBody")
    public void readable(Pipe pipe) {
        while (pipe.read() != null) {}
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
