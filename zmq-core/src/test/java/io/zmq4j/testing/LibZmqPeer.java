package io.zmq4j.testing;

import com.sun.jna.Pointer;
import io.zmq4j.SocketType;
import java.util.ArrayList;
import java.util.List;

/** libzmq. */
final class LibZmqPeer implements Peer {

    private final Pointer context = LibZmq.zmq_ctx_new();
    private final List<LibZmqSocket> sockets = new ArrayList<>();

    @Override
    public PeerSocket socket(SocketType type, PeerOptions options) {
        // the types of RFC 28 to 31 are declared in the order of libzmq's numbers
        LibZmqSocket socket = new LibZmqSocket(LibZmq.zmq_socket(context, type.ordinal()), type, options);
        sockets.add(socket);
        return socket;
    }

    /** Ends the context on a thread of its own: should it hang, the test still ends. */
    @Override
    public void close() {
        sockets.forEach(LibZmqSocket::close);
        Thread terminator = new Thread(() -> LibZmq.zmq_ctx_term(context), "libzmq-term");
        terminator.setDaemon(true);
        terminator.start();
        boolean interrupted = Thread.interrupted();
        try {
            terminator.join(Waiting.SOON.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        } else if (terminator.isAlive()) {
            throw new IllegalStateException("zmq_ctx_term did not return within " + Waiting.SOON);
        }
    }
}
