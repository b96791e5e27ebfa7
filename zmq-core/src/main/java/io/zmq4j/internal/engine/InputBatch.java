package io.zmq4j.internal.engine;

import io.zmq4j.Msg;
import io.zmq4j.internal.reactor.BufferPool;
import io.zmq4j.internal.zmtp.ProtocolException;
import io.zmq4j.internal.zmtp.ZmtpConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a channel what its connection decodes, and delivers the messages. When the owner has no room, the message that
 * found none and the bytes behind it are held, and nothing is read until it has. Holds a pooled buffer only then.
 */
final class InputBatch {

    /** What a read came to. */
    enum Result {
        /** There may be more to read at once. */
        MORE,
        /** The kernel has no more for now. */
        DRAINED,
        /** There was nothing at all. */
        EMPTY,
        /** The owner has no room. */
        STALLED,
        /** The peer has closed its side. */
        ENDED
    }

    private final BufferPool pool;
    private final ZmtpConnection connection;
    private final EngineOwner owner;
    private @Nullable Msg held;
    private @Nullable ByteBuffer heldInput;
    private long bytes;

    InputBatch(BufferPool pool, ZmtpConnection connection, EngineOwner owner) {
        this.pool = pool;
        this.connection = connection;
        this.owner = owner;
    }

    /** How many bytes were read; a little old for others than the owner. */
    long bytes() {
        return bytes;
    }

    boolean isStalled() {
        return held != null;
    }

    /** Reads once and delivers what is complete. Not while {@link #isStalled}. */
    Result readFrom(SocketChannel channel) throws IOException, ProtocolException {
        ByteBuffer input = pool.take();
        try {
            if (!connection.expectsLargeFrame()) {
                input.limit(BufferPool.BATCH_SIZE);
            }
            int count = channel.read(input);
            bytes += Math.max(0, count);
            boolean full = !input.hasRemaining();
            input.flip();
            return count > 0 ? decode(input, full) : atEnd(count);
        } finally {
            if (heldInput != input) {
                pool.give(input);
            }
        }
    }

    private static Result atEnd(int count) {
        return count < 0 ? Result.ENDED : Result.EMPTY;
    }

    private Result decode(ByteBuffer input, boolean full) throws ProtocolException {
        Msg msg;
        while ((msg = connection.decode(input)) != null) {
            if (!owner.deliver(msg)) {
                held = msg;
                heldInput = input;
                return Result.STALLED;
            }
        }
        return full ? Result.MORE : Result.DRAINED;
    }

    /** Delivers what is held, now that the owner may have room. Only while {@link #isStalled}. */
    Result resume() throws ProtocolException {
        Msg msg = held;
        ByteBuffer input = heldInput;
        assert msg != null && input != null : "nothing is held";
        if (!owner.deliver(msg)) {
            return Result.STALLED;
        }
        held = null;
        heldInput = null;
        try {
            return decode(input, true);
        } finally {
            if (heldInput != input) {
                pool.give(input);
            }
        }
    }

    /** Reads and drops, to find the end. */
    Result discardFrom(SocketChannel channel) throws IOException {
        ByteBuffer input = pool.take();
        try {
            int count = channel.read(input);
            return count > 0 ? Result.MORE : atEnd(count);
        } finally {
            pool.give(input);
        }
    }

    /** Drops what is held. */
    void release() {
        held = null;
        ByteBuffer input = heldInput;
        if (input != null) {
            heldInput = null;
            pool.give(input);
        }
    }
}
