package io.zmq4j.internal.reactor;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Batch buffers of one reactor. A connection holds one only while it has something in it, so idle connections hold none.
 * They are heap buffers: small frames are parsed and copied there at the speed of plain arrays, and the JDK moves a whole
 * batch to native memory in one copy.
 */
public final class BufferPool {

    /** Bytes of a buffer: enough to make the cost of a system call small, see the benchmarks. */
    public static final int BUFFER_SIZE = 64 * 1024;

    private static final int MOST_KEPT = 64;

    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

    /** An empty buffer, ready to be filled. */
    public ByteBuffer take() {
        ByteBuffer buffer = free.poll();
        return buffer == null ? ByteBuffer.allocate(BUFFER_SIZE) : buffer.clear();
    }

    public void give(ByteBuffer buffer) {
        if (free.size() < MOST_KEPT) {
            free.push(buffer);
        }
    }
}
