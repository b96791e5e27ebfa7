package io.zmq4j.demo.control;

import io.zmq4j.spring.listener.ZmqListenerErrorHandler;
import org.springframework.messaging.Message;
import org.springframework.stereotype.Component;

/** Answers a request that could not be carried out with the reason, so that no client waits in vain. */
@Component("controlErrors")
class ControlErrors implements ZmqListenerErrorHandler {

    @Override
    public Object handleError(Message<?> message, Exception failure) {
        String reason = String.valueOf(failure.getMessage());
        return new ControlReply.Refused(
                false,
                failure instanceof IllegalArgumentException
                        ? reason
                        : "request cannot be read, allowed: one frame of text; " + reason);
    }
}
