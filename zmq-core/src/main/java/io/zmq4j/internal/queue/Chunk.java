package io.zmq4j.internal.queue;

import org.jspecify.annotations.Nullable;

/** Some items of a {@link YQueue}, and the chunk that follows. */
final class Chunk {

    static final int SMALLEST = 8;
    static final int LARGEST = 256;

    final @Nullable Object[] items;

    @Nullable
    Chunk next;

    Chunk(int size) {
        items = new Object[size];
    }
}
