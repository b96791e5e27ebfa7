package io.zmq4j.internal.reactor;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Batch buffers of one reactor. A connection holds one only while it has something in it, so idle connections hold none.
 * They are direct, as the JDK copies everything that a channel reads or writes on the heap once more. There are few of those:
 * when many connections wait for slow peers, or the JVM has no direct memory left, the next ones work on the heap.
 */
public final class BufferPool {

    /** Bytes of small messages that make a batch: enough to make the cost of a system call small, see the benchmarks. */
    public static final int BATCH_SIZE = 64 * 1024;

    /** Bytes of a buffer, so that a batch can end with a message that is as large once more. */
    public static final int BUFFER_SIZE = 2 * BATCH_SIZE + 8 * 1024;

    /** Direct buffers, which are kept. */
    static final int MOST_DIRECT = 16;

    private static final int MOST_HEAP_KEPT = 64;
    private static final byte[] NONE = {};

    private final ArrayDeque<ByteBuffer> direct = new ArrayDeque<>();
    private final ArrayDeque<ByteBuffer> heap = new ArrayDeque<>();
    private final IntFunction<ByteBuffer> allocator;

    /** One is enough, as one connection works at a time. */
    private byte[] array = NONE;

    /** How many direct buffers may still be allocated. */
    private int directLeft = MOST_DIRECT;

    public BufferPool() {
        this(ByteBuffer::allocateDirect);
    }

    /** @param allocator of direct buffers */
    BufferPool(IntFunction<ByteBuffer> allocator) {
        this.allocator = allocator;
    }

    /** An empty big-endian buffer, ready to be filled. */
    public ByteBuffer take() {
        ByteBuffer buffer = direct.poll();
        if (buffer == null && directLeft > 0) {
            buffer = allocateDirect();
        }
        if (buffer == null) {
            buffer = heap.poll();
        }
        return buffer == null ? ByteBuffer.allocate(BUFFER_SIZE) : buffer.clear();
    }

    private @Nullable ByteBuffer allocateDirect() {
        try {
            ByteBuffer buffer = allocator.apply(BUFFER_SIZE);
            directLeft--;
            return buffer;
        } catch (OutOfMemoryError e) {
            // never again: the JDK collects garbage and waits before it gives up
            directLeft = 0;
            return null;
        }
    }

    public void give(ByteBuffer buffer) {
        if (buffer.isDirect()) {
            direct.push(buffer);
        } else if (heap.size() < MOST_HEAP_KEPT) {
            heap.push(buffer);
        }
    }

    /** An array of at least this size, with anything in it. */
    public byte[] takeArray(int size) {
        byte[] taken = array;
        if (taken.length < size) {
            return new byte[size];
        }
        array = NONE;
        return taken;
    }

    public void giveArray(byte[] given) {
        if (given.length > array.length) {
            array = given;
        }
    }
}
