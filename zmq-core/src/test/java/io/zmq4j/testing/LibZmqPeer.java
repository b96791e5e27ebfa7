package io.zmq4j.testing;

import com.sun.jna.Pointer;
import io.zmq4j.SocketType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** libzmq. */
public final class LibZmqPeer implements Peer {

    private final Pointer context = LibZmq.zmq_ctx_new();
    private final List<LibZmqSocket> sockets = new ArrayList<>();

    private LibZmqPeer() {}

    /**
     * A new context. Without libzmq the test is aborted, or fails where it is required: when the environment variable
     * {@code CI} is set, or the system property {@code zmq4j.require-libzmq} is true.
     */
    public static LibZmqPeer open() {
        String reason = LibZmq.unavailable();
        if (reason != null) {
            boolean required = System.getenv("CI") != null || Boolean.getBoolean("zmq4j.require-libzmq");
            if (required) {
                throw new AssertionError("libzmq is required here, but cannot be loaded: " + reason);
            }
            Assumptions.abort("libzmq cannot be loaded: " + reason);
        }
        return new LibZmqPeer();
    }

    @Override
    public LibZmqSocket socket(SocketType type) {
        return socket(type, PeerOptions.DEFAULTS);
    }

    @Override
    public LibZmqSocket socket(SocketType type, PeerOptions options) {
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
