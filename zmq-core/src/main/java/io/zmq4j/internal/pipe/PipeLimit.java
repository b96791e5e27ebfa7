package io.zmq4j.internal.pipe;

/**
 * What may wait in one direction of a pipe.
 *
 * @param messages 0 = without limit
 * @param bytes 0 = without limit
 */
public record PipeLimit(int messages, long bytes) {

    HighWaterMark mark() {
        return bytes == 0 ? new HighWaterMark(messages) : ByteHighWaterMark.of(messages, bytes);
    }
}
