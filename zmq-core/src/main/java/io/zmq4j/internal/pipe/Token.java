package io.zmq4j.internal.pipe;

/** What stands in the queue of a pipe and is no message or notice itself. */
enum Token {
    /** The last item of a closed direction. */
    DELIMITER,
    /** Holds the place of the message in the slot of a conflating direction. */
    NEWEST
}
