package io.zmq4j.internal.engine;

import io.zmq4j.internal.zmtp.ProtocolException;
import java.io.IOException;

/**
 * What an engine makes of the bytes it reads. A message for which the owner has no room is held, and nothing is read until it
 * has; nor while something is computed for a handshake.
 */
interface Input {

    /** What a read came to. */
    enum Result {
        /** There may be more to read at once. */
        MORE,
        /** The kernel has no more for now. */
        DRAINED,
        /** There was nothing at all. */
        EMPTY,
        /** The owner has no room, or something is computed. */
        STALLED,
        /** The peer has closed its side. */
        ENDED
    }

    /** What a read came to that has brought nothing. */
    static Result atEnd(int count) {
        return count < 0 ? Result.ENDED : Result.EMPTY;
    }

    /** Reads once and delivers what is complete. Not while {@link #isStalled}. */
    Result readFrom(EngineChannel channel) throws IOException, ProtocolException;

    /** Whether a message is held, or something is computed. */
    boolean isStalled();

    /** Delivers what is held, now that it may go on. Only while {@link #isStalled}. */
    Result resume() throws ProtocolException;

    /** How many bytes were read; a little old for others than the owner. */
    long bytes();

    /** Drops what is held. */
    void release();
}
