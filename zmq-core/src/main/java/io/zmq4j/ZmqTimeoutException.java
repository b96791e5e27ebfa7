package io.zmq4j;

/** {@link ZmqSocket#send(Msg)} or {@link ZmqSocket#receive()} did not succeed within the socket's configured timeout. libzmq: {@code EAGAIN}. */
public class ZmqTimeoutException extends ZmqException {

    public ZmqTimeoutException(String message) {
        super(message);
    }
}
