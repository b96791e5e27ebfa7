package io.zmq4j;

/**
 * A mandatory ROUTER, a STREAM, a SERVER or a PEER has no peer with the routing id that was given. libzmq:
 * {@code EHOSTUNREACH}.
 */
public class UnroutableException extends ZmqException {

    public UnroutableException(String message) {
        super(message);
    }
}
