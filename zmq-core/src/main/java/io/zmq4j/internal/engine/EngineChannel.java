package io.zmq4j.internal.engine;

import io.zmq4j.internal.reactor.IoHandle;
import io.zmq4j.internal.reactor.IoHandler;
import io.zmq4j.internal.reactor.Reactor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/**
 * The channel of an engine: how it lives, what is read from it and written to it, and what the selector waits for. It is open,
 * then perhaps half closed until the peer has closed its half too, and closed in the end. What is on the wire here is what the
 * engine reads and writes; a subclass may change it on its way, and its class is loaded only where that is wanted, so that the
 * virtual machine knows one target for each call.
 */
public class EngineChannel {

    private enum State {
        OPEN,
        /** All is written and the peer was told so; waiting for it to close. */
        SHUTTING_DOWN,
        CLOSED
    }

    private static final int DROP_SIZE = 8192;
    private static final int DROPS = 16;

    private final Reactor reactor;
    private final SocketChannel socket;
    private State state = State.OPEN;

    @SuppressWarnings("NullAway.Init") // set by register(), before anything can be ready
    private IoHandle handle;

    public EngineChannel(Reactor reactor, SocketChannel socket) {
        this.reactor = reactor;
        this.socket = socket;
    }

    /** Lets the selector tell this handler of what can be read, and of more by {@link #enable}. */
    void register(IoHandler handler) throws IOException {
        handle = reactor.register(socket, SelectionKey.OP_READ, handler);
    }

    final SocketChannel socket() {
        return socket;
    }

    final boolean isOpen() {
        return state == State.OPEN;
    }

    final boolean isClosed() {
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

    /**
     * Reads what has come.
     *
     * @return how many bytes; 0 = none now, -1 = the peer has closed its side
     */
    int read(ByteBuffer into) throws IOException {
        return socket.read(into);
    }

    /** Whether there may be more at once, after a read that has left its buffer like this. */
    boolean mayHaveMore(ByteBuffer into) {
        return !into.hasRemaining();
    }

    /** Reading pauses although there may be more, of which {@link IoHandler#onReady} has to be told. */
    void onReadingPaused() {
        // the selector tells of what is with the kernel
    }

    /** Writes what there is room for; returns how many bytes. */
    int write(ByteBuffer from) throws IOException {
        return socket.write(from);
    }

    /** Writes what there is room for, in this order; returns how many bytes. */
    long write(ByteBuffer[] from) throws IOException {
        return socket.write(from);
    }

    /** Goes on writing what was taken by {@link #write}; returns whether all of that is with the kernel. */
    boolean flush() throws IOException {
        return true;
    }

    /** Properties of the peer that this channel has proved. */
    Map<String, String> proven() {
        return Map.of();
    }

    /** What the peer has proved to be by: its own certificate first. */
    List<X509Certificate> certificates() {
        return List.of();
    }

    /** Tells the peer that nothing more comes, and waits for it to do the same. Only while {@link #isOpen}. */
    final void shutDownOutput() throws IOException {
        state = State.SHUTTING_DOWN;
        endOutput();
        enable(SelectionKey.OP_READ);
    }

    /** Nothing more is written. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Reads and drops what has come, as input that is left unread makes the kernel take back what was just written. */
    void drop() {
        ByteBuffer dropped = ByteBuffer.allocate(DROP_SIZE);
        try {
            for (int i = 0; i < DROPS && socket.read(dropped) > 0; i++) {
                dropped.clear();
            }
        } catch (IOException e) {
            // it is closed anyway
            return;
        }
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
