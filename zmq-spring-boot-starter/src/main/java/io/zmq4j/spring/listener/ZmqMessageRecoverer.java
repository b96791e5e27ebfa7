package io.zmq4j.spring.listener;

/**
 * Takes over a message that a listener could not handle, after its retries: keeps it, reports it, sends it elsewhere.
 * Called on the thread that worked on the message, for several messages at once.
 */
@FunctionalInterface
public interface ZmqMessageRecoverer {

    /**
     * @throws Exception when it cannot take the message, which is then logged, counted and left to the container's
     *     {@link ZmqErrorHandler}; the container goes on
     */
    void recover(ZmqFailedMessage failed) throws Exception;
}
