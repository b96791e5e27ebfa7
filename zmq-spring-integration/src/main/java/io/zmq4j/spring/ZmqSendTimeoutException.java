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
}
