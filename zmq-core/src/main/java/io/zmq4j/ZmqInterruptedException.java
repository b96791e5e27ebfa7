package io.zmq4j;

/** The calling thread was interrupted while it waited. The thread's interrupt flag stays set, nothing was lost, and the socket remains usable. libzmq: {@code EINTR}. */
public class ZmqInterruptedException extends ZmqException {

    public ZmqInterruptedException(String message) {
        super(message);
    }
}
