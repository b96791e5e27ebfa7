package io.zmq4j.internal.engine;

import java.io.IOException;

/** What an engine writes: the messages of its owner as bytes, in batches. */
interface Output {

    /** What a write came to. */
    enum Result {
        /** There may be more to write at once. */
        MORE,
        /** Everything is written. */
        DRAINED,
        /** The channel takes no more for now. */
        FULL
    }

    /** Takes what there is to send, and writes once. */
    Result writeTo(EngineChannel channel) throws IOException;

    /** How many bytes were written; a little old for others than the owner. */
    long bytes();

    /** Drops what was not written. */
    void release();
}
