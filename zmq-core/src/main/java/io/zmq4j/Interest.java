package io.zmq4j;

/** What a {@link Poller} watches a socket for. */
public enum Interest {
    /** A message can be received without waiting. */
    READABLE,
    /** A message can be sent without waiting. */
    WRITABLE
}
