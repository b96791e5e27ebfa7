package io.zmq4j.internal.engine;

import io.zmq4j.Msg;
import io.zmq4j.internal.reactor.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the bytes of messages in batches, of which a new one is begun only when the last one is written. Holds a pooled
 * buffer only while the channel is full.
 */
final class RawOutput implements Output {

    private final BufferPool pool;
    private final EngineOwner owner;

    /** What the channel has not taken yet. */
    private @Nullable ByteBuffer batch;

    /** The rest of a message that did not fit into the batch. */
    private @Nullable ByteBuffer rest;

    private long bytes;

    RawOutput(BufferPool pool, EngineOwner owner) {
        this.pool = pool;
        this.owner = owner;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public Result writeTo(EngineChannel channel) throws IOException {
        ByteBuffer current = batch;
        if (current == null) {
            current = pool.take();
            batch = current;
            fill(current);
            if (batch == null) {
                return Result.DRAINED; // the connection has ended meanwhile
            }
            current.flip();
        }
        Result result = Result.DRAINED;
        if (current.hasRemaining()) {
            bytes += channel.write(current);
            result = current.hasRemaining() ? Result.FULL : Result.MORE;
        }
        if (result != Result.FULL) {
            batch = null;
            pool.give(current);
        }
        return result;
    }

    private void fill(ByteBuffer out) {
        ByteBuffer body = rest;
        while (body != null || out.position() < BufferPool.BATCH_SIZE) {
            if (body == null) {
                Msg msg = owner.takeNext();
                if (msg == null || batch == null) {
                    return;
                }
                body = msg.buffer(0);
            }
            int count = Math.min(body.remaining(), out.remaining());
            out.put(body.slice().limit(count));
            body.position(body.position() + count);
            rest = body.hasRemaining() ? body : null;
            if (rest != null) {
                return;
            }
            body = null;
        }
    }

    @Override
    public void release() {
        rest = null;
        if (batch != null) {
            pool.give(batch);
            batch = null;
        }
    }
}
