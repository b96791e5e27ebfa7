package io.zmq4j.internal.engine;

import io.zmq4j.internal.reactor.IoHandle;
import io.zmq4j.internal.reactor.IoHandler;
import io.zmq4j.internal.reactor.Reactor;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * The channel of an engine: how it lives, and what the selector waits for. It is open, then perhaps half closed until the peer
 * has closed its half too, and closed in the end.
 */
final class EngineChannel {

    private enum State {
        OPEN,
        /** All is written and the peer was told so; waiting for it to close. */
        SHUTTING_DOWN,
        CLOSED
    }

    private final Reactor reactor;
    private final SocketChannel socket;
    private State state = State.OPEN;

    @SuppressWarnings("NullAway.Init") // set by register(), before anything can be ready
    private IoHandle handle;

    EngineChannel(Reactor reactor, SocketChannel socket) {
        this.reactor = reactor;
        this.socket = socket;
    }

    /** Lets the selector tell this handler of what can be read, and of more by {@link #enable}. */
    void register(IoHandler handler) throws IOException {
        handle = reactor.register(socket, SelectionKey.OP_READ, handler);
    }

    SocketChannel socket() {
        return socket;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Waits for this operation too. */
    void enable(int op) {
        handle.enable(op);
    }

    /** Waits for this operation no longer. */
    void disable(int op) {
        handle.disable(op);
    }

    /** Tells the peer that nothing more comes, and waits for it to do the same. Only while {@link #isOpen}. */
    void shutDownOutput() throws IOException {
        state = State.SHUTTING_DOWN;
        socket.shutdownOutput();
        handle.enable(SelectionKey.OP_READ);
    }

    /** @return false, and nothing has happened, when it is closed already */
    boolean close() {
        if (state == State.CLOSED) {
            return false;
        }
        state = State.CLOSED;
        try {
            socket.close();
        } catch (IOException e) {
            System.getLogger(EngineChannel.class.getName()).log(System.Logger.Level.DEBUG, "close failed", e);
        }
        reactor.onChannelChanged();
        return true;
    }
}
