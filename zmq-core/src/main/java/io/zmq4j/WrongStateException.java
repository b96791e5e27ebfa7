package io.zmq4j;

/** A call out of order, such as a second request on a REQ socket before its reply, or a call on a confined socket from a thread that does not own it. libzmq: {@code EFSM}. */
public class WrongStateException extends ZmqException {

    public WrongStateException(String message) {
        super(message);
    }
}
