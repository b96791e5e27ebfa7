package io.zmq4j;

import org.jspecify.annotations.Nullable;

/** The root of what this library throws. A full or empty queue and an elapsed timeout are return values where possible. */
public class ZmqException extends RuntimeException {

    public ZmqException(String message) {
        super(message);
    }

    public ZmqException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
