package io.zmq4j.internal.engine;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.internal.reactor.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Makes a message of each read. One for which the owner has no room is held, and nothing is read until it has. */
final class RawInput {

    /** What a read came to. */
    enum Result {
        /** There may be more to read at once. */
        MORE,
        /** The kernel has no more for now. */
        DRAINED,
        /** The owner has no room. */
        STALLED,
        /** The peer has closed its side. */
        ENDED
    }

    private final BufferPool pool;
    private final EngineOwner owner;
    private Metadata metadata = Metadata.EMPTY;
    private @Nullable Msg held;
    private long bytes;

    RawInput(BufferPool pool, EngineOwner owner) {
        this.pool = pool;
        this.owner = owner;
    }

    void metadata(Metadata sender) {
        metadata = sender;
    }

    /** How many bytes were read; a little old for others than the owner. */
    long bytes() {
        return bytes;
    }

    boolean isStalled() {
        return held != null;
    }

    /**
     * Reads once. Not while {@link #isStalled}.
     *
     * @param wanted whether what is read is delivered; else it is dropped, to find the end
     */
    Result readFrom(SocketChannel channel, boolean wanted) throws IOException {
        ByteBuffer input = pool.take();
        try {
            input.limit(BufferPool.BATCH_SIZE);
            int count = channel.read(input);
            bytes += Math.max(0, count);
            if (count <= 0) {
                return count < 0 ? Result.ENDED : Result.DRAINED;
            }
            Result next = input.hasRemaining() ? Result.DRAINED : Result.MORE;
            return !wanted || deliver(message(input.flip())) ? next : Result.STALLED;
        } finally {
            pool.give(input);
        }
    }

    private Msg message(ByteBuffer input) {
        byte[] bytes = new byte[input.remaining()];
        input.get(bytes);
        return Msg.received(bytes, metadata);
    }

    private boolean deliver(Msg msg) {
        boolean taken = owner.deliver(msg);
        held = taken ? null : msg;
        return taken;
    }

    /** Delivers what is held, now that the owner may have room; whether it had. */
    boolean resume() {
        Msg msg = held;
        return msg == null || deliver(msg);
    }

    /** Drops what is held. */
    void release() {
        held = null;
    }
}
