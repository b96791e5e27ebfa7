package io.zmq4j.spring.listener;

import io.zmq4j.spring.ZmqHeaders;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.messaging.Message;

/** Logs a failure with the socket and the number of frames, never with the payload, which may be secret or long. */
public final class LoggingErrorHandler implements ZmqErrorHandler {

    private static final Log LOG = LogFactory.getLog(LoggingErrorHandler.class);

    @Override
    public void handle(String listenerId, Message<?> message, Exception failure) {
        LOG.error(
                "listener '" + listenerId + "' failed on a message of "
                        + message.getHeaders().getOrDefault(ZmqHeaders.FRAME_COUNT, "several") + " frames from socket '"
                        + message.getHeaders().get(ZmqHeaders.RECEIVED_SOCKET) + "'",
                failure);
    }
}
