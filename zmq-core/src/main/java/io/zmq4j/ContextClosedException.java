package io.zmq4j;

/** A call on a context that was closed, or on one of its sockets. libzmq: {@code ETERM}. */
public class ContextClosedException extends SocketClosedException {

    public ContextClosedException(String message) {
        super(message);
    }
}
