package io.zmq4j.spring;

import java.time.Duration;
import org.springframework.messaging.Message;

/** No reply has come within its time; a later one is dropped. */
public class ZmqReplyTimeoutException extends ZmqMessagingException {

    public ZmqReplyTimeoutException(Message<?> request, String socket, Duration timeout) {
        super(request, "socket '" + socket + "' has received no reply within " + timeout.toMillis() + " ms", null);
    }
}
