package io.zmq4j;

/** A call on a socket that was closed, before the call or while it waited. libzmq: {@code ENOTSOCK}. */
public class SocketClosedException extends ZmqException {

    public SocketClosedException(String message) {
        super(message);
    }
}
