package io.zmq4j.internal.engine;

import io.zmq4j.internal.reactor.BufferPool;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.zmtp.ProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * The reading half of an engine. It reads until the kernel has no more or the owner has no room, and waits for the channel
 * again when there is.
 */
final class ChannelReader {

    /** Reads in a row for one connection before the others get their turn. */
    private static final int TURNS = 16;

    private final Reactor reactor;
    private final EngineChannel channel;
    private final Input input;
    private final EngineOwner owner;
    private long lastReceived;

    ChannelReader(Reactor reactor, EngineChannel channel, Input input, EngineOwner owner) {
        this.reactor = reactor;
        this.channel = channel;
        this.input = input;
        this.owner = owner;
        this.lastReceived = reactor.now();
    }

    /** The nanosecond of the last received byte. */
    long lastReceived() {
        return lastReceived;
    }

    /**
     * Reads what has come, of a channel that is not closed and an input that is not stalled.
     *
     * @return why the connection has to end; null = it goes on
     */
    @Nullable
    EngineFailure read() {
        Input.Result result = Input.Result.MORE;
        try {
            for (int turn = 0; turn < TURNS && result == Input.Result.MORE && !channel.isClosed(); turn++) {
                result = channel.isOpen() ? input.readFrom(channel) : discard();
                if (result != Input.Result.ENDED && result != Input.Result.EMPTY) {
                    lastReceived = reactor.now();
                }
            }
        } catch (IOException e) {
            return EngineFailure.connection(e);
        } catch (ProtocolException e) {
            return EngineFailure.protocol(e);
        } finally {
            owner.onInputBatchEnd();
        }
        if (result == Input.Result.ENDED) {
            return EngineFailure.connection("the peer closed the connection");
        }
        if (result == Input.Result.STALLED) {
            channel.disable(SelectionKey.OP_READ);
        } else if (result == Input.Result.MORE) {
            channel.onReadingPaused();
        }
        return null;
    }

    /** Reads and drops, to find the end. */
    private Input.Result discard() throws IOException {
        BufferPool pool = reactor.buffers();
        ByteBuffer dropped = pool.take();
        try {
            int count = channel.read(dropped);
            return count > 0 ? Input.Result.MORE : Input.atEnd(count);
        } finally {
            pool.give(dropped);
        }
    }

    /** Delivers what an open channel's stalled input holds, and reads on if there was room for it; as {@link #read}. */
    @Nullable
    EngineFailure resume() {
        Input.Result result;
        try {
            result = input.resume();
        } catch (ProtocolException e) {
            return EngineFailure.protocol(e);
        } finally {
            owner.onInputBatchEnd();
        }
        if (!channel.isOpen() || result == Input.Result.STALLED) {
            return null;
        }
        channel.enable(SelectionKey.OP_READ);
        return read();
    }
}
