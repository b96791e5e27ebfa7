package io.zmq4j.spring.integration.inbound;

/** What a client gets whose request has failed or was not answered in time. */
public enum ReplyOnError {
    /** Nothing: a REQ client waits until it gives up. Not for a REP socket, which must answer. */
    NONE,
    /** A reply with an empty payload. */
    EMPTY,
    /**
     * A reply whose payload is the text of the failure. Where the frame mode has headers, it also has
     * {@link io.zmq4j.spring.ZmqHeaders#ERROR_CLASS} and {@link io.zmq4j.spring.ZmqHeaders#ERROR_MESSAGE}, by which a client
     * tells it from a result.
     */
    ERROR
}
