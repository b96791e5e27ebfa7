package io.zmq4j;

/** A mandatory ROUTER has no connected peer with the routing id of the message. libzmq: {@code EHOSTUNREACH}. */
public class UnroutableException extends ZmqException {

    public UnroutableException(String message) {
        super(message);
    }
}
