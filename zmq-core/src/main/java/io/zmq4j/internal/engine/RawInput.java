package io.zmq4j.internal.engine;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.internal.reactor.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Makes a message of each read. One for which the owner has no room is held, and nothing is read until it has. */
final class RawInput implements Input {

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

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public boolean isStalled() {
        return held != null;
    }

    @Override
    public Result readFrom(EngineChannel channel) throws IOException {
        ByteBuffer input = pool.take();
        try {
            input.limit(BufferPool.BATCH_SIZE);
            int count = channel.read(input);
            bytes += Math.max(0, count);
            if (count <= 0) {
                return Input.atEnd(count);
            }
            Result next = channel.mayHaveMore(input) ? Result.MORE : Result.DRAINED;
            return deliver(message(input.flip())) ? next : Result.STALLED;
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

    @Override
    public Result resume() {
        Msg msg = held;
        assert msg != null : "nothing is held";
        return deliver(msg) ? Result.MORE : Result.STALLED;
    }

    @Override
    public void release() {
        held = null;
    }
}
