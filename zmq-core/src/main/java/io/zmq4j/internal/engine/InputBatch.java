package io.zmq4j.internal.engine;

import io.zmq4j.Msg;
import io.zmq4j.internal.reactor.BufferPool;
import io.zmq4j.internal.zmtp.ProtocolException;
import io.zmq4j.internal.zmtp.ZmtpConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a channel what its connection decodes, and delivers the messages. When the owner has no room, the message that
 * found none and the bytes behind it are held, and nothing is read until it has. So are bytes that come while something is
 * computed for the handshake. Holds a pooled buffer only then.
 */
final class InputBatch implements Input {

    private final BufferPool pool;
    private final ZmtpConnection connection;
    private final EngineOwner owner;
    private @Nullable Msg held;
    private @Nullable ByteBuffer heldInput;

    /** Something is computed, and no message is held. */
    private boolean resting;

    private long bytes;

    InputBatch(BufferPool pool, ZmtpConnection connection, EngineOwner owner) {
        this.pool = pool;
        this.connection = connection;
        this.owner = owner;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public boolean isStalled() {
        return held != null || resting;
    }

    @Override
    public Result readFrom(EngineChannel channel) throws IOException, ProtocolException {
        ByteBuffer input = pool.take();
        try {
            if (!connection.expectsLargeFrame()) {
                input.limit(BufferPool.BATCH_SIZE);
            }
            int count = channel.read(input);
            bytes += Math.max(0, count);
            boolean more = channel.mayHaveMore(input);
            input.flip();
            return count > 0 ? decode(input, more) : Input.atEnd(count);
        } finally {
            if (heldInput != input) {
                pool.give(input);
            }
        }
    }

    private Result decode(ByteBuffer input, boolean more) throws ProtocolException {
        Msg msg;
        while ((msg = connection.decode(input)) != null) {
            if (!owner.deliver(msg)) {
                held = msg;
                heldInput = input;
                connection.restInput();
                return Result.STALLED;
            }
        }
        connection.restInput();
        if (connection.isComputing()) {
            return rest(input);
        }
        return more ? Result.MORE : Result.DRAINED;
    }

    private Result rest(ByteBuffer input) {
        resting = true;
        if (input.hasRemaining()) {
            heldInput = input;
        }
        return Result.STALLED;
    }

    @Override
    public Result resume() throws ProtocolException {
        assert isStalled() : "nothing is held";
        Msg msg = held;
        if (connection.isComputing() || msg != null && !owner.deliver(msg)) {
            return Result.STALLED;
        }
        ByteBuffer input = heldInput;
        held = null;
        heldInput = null;
        resting = false;
        if (input == null) {
            return Result.MORE;
        }
        try {
            return decode(input, true);
        } finally {
            if (heldInput != input) {
                pool.give(input);
            }
        }
    }

    @Override
    public void release() {
        held = null;
        resting = false;
        ByteBuffer input = heldInput;
        if (input != null) {
            heldInput = null;
            pool.give(input);
        }
    }
}
