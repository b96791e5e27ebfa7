package io.zmq4j.internal.pattern;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.internal.pipe.Pipe;

/** The outbound half of a type that only receives. */
final class NoOutbound implements Outbound {

    private final SocketType type;

    NoOutbound(SocketType type) {
        this.type = type;
    }

    static UnsupportedOperationException cannotSend(SocketType type) {
        return new UnsupportedOperationException("a " + type + " socket cannot send");
    }

    @Override
    public void attach(Pipe pipe) {}

    @Override
    public void detach(Pipe pipe) {}

    @Override
    public void writable(Pipe pipe) {}

    @Override
    public boolean trySend(Msg msg) {
        throw cannotSend(type);
    }

    @Override
    public boolean canSend() {
        return false;
    }
}
