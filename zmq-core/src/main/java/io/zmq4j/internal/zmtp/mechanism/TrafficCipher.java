package io.zmq4j.internal.zmtp.mechanism;

import io.zmq4j.internal.zmtp.ProtocolException;

/** Puts frames into the boxes of a mechanism and takes them out. The boxes are opened in the order in which they were closed. */
public interface TrafficCipher {

    /** Bytes before the content of a box. */
    int headerSize();

    /**
     * Closes a box around {@code size} bytes that lie at {@code at + headerSize()}; it begins at {@code at} and ends where they
     * end.
     */
    void seal(byte[] bytes, int at, int size);

    /**
     * Opens a box, in its place.
     *
     * @return where in the array its content begins, which ends where the box ended
     */
    int open(byte[] bytes, int at, int size) throws ProtocolException;
}
