package io.zmq4j.internal.engine;

import io.zmq4j.internal.reactor.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Sealed bytes that the kernel has not taken yet. Holds a pooled buffer only while there are any. */
final class SealedBytes {

    private final BufferPool pool;
    private final SocketChannel socket;

    /** Ready to be filled; what is in it is to be written. */
    private @Nullable ByteBuffer buffer;

    SealedBytes(BufferPool pool, SocketChannel socket) {
        this.pool = pool;
        this.socket = socket;
    }

    boolean isEmpty() {
        return buffer == null;
    }

    /** Where more can be put, before {@link #releaseIfEmpty} is called. */
    ByteBuffer buffer() {
        ByteBuffer current = buffer;
        if (current == null) {
            current = pool.take();
            buffer = current;
        }
        return current;
    }

    void releaseIfEmpty() {
        if (buffer != null && buffer.position() == 0) {
            release();
        }
    }

    void release() {
        ByteBuffer current = buffer;
        if (current != null) {
            buffer = null;
            pool.give(current);
        }
    }

    /** Writes what there is room for; returns whether that is all. What cannot be written is dropped. */
    boolean flush() throws IOException {
        ByteBuffer current = buffer;
        if (current == null) {
            return true;
        }
        current.flip();
        try {
            socket.write(current);
        } catch (IOException e) {
            release();
            throw e;
        }
        current.compact();
        releaseIfEmpty();
        return isEmpty();
    }
}
