package io.zmq4j.spring;

import java.time.Duration;
import org.springframework.messaging.Message;

/** A message was not taken within its time: no peer is connected, or the queues of all of them are full. */
public class ZmqSendTimeoutException extends ZmqMessagingException {

    public ZmqSendTimeoutException(Message<?> failedMessage, String socket, Duration timeout) {
        super(
                failedMessage,
                "socket '" + socket + "' has not taken the message within " + timeout.toMillis()
                        + " ms: no peer is connected, or the queue of every peer is full",
                null);
    }

    /**
     * Of several messages only the first ones were taken.
     *
     * @param taken how many
     * @param all of how many
     */
    public ZmqSendTimeoutException(Message<?> failedMessage, String socket, Duration timeout, int taken, int all) {
        super(
                failedMessage,
                "socket '" + socket + "' has taken " + taken + " of " + all + " messages within " + timeout.toMillis()
                        + " ms: no peer is connected, or the queue of every peer is full",
                null);
    }
}
