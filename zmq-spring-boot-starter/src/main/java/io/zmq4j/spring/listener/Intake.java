package io.zmq4j.spring.listener;

import io.zmq4j.Msg;

/** Where the thread that reads a socket puts messages. */
interface Intake {

    /** Whether it wants no messages now; when none of a socket does, the socket is not read. */
    boolean isPaused();

    /** Takes the message if it wants it; waits while there is no room. */
    void accept(Msg msg);

    /** Whether everybody is there who takes messages of the socket. */
    default boolean isComplete() {
        return true;
    }

    /** Goes without the message, because it is paused while others read. */
    void skip(Msg msg);

    /** The reading has ended by itself. */
    void readingFailed(Throwable cause);
}
