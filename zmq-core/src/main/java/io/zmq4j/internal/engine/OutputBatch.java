package io.zmq4j.internal.engine;

import io.zmq4j.internal.reactor.BufferPool;
import io.zmq4j.internal.zmtp.ZmtpConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to a channel: a batch of frames and, behind it, a large direct body that is written from where it
 * is. Holds a pooled buffer only while it has something in it.
 */
final class OutputBatch {

    private final BufferPool pool;

    /** Ready to be filled. What the channel has not taken begins at {@link #written}; it is never moved. */
    private @Nullable ByteBuffer batch;

    private int written;
    private long bytes;

    OutputBatch(BufferPool pool) {
        this.pool = pool;
    }

    /**
     * Takes over what the connection has to send.
     *
     * @return false when there is no more room now, true when everything is in
     */
    boolean fillFrom(ZmtpConnection connection) {
        return connection.fill(batch());
    }

    /** Lets the connection write there what it is given to send. */
    void open(ZmtpConnection connection) {
        connection.target(batch());
    }

    /** Whether another message should begin in this batch. One that has begun may fill the buffer to its end. */
    boolean hasRoom(ZmtpConnection connection) {
        ByteBuffer current = batch;
        return current == null || current.position() < BufferPool.BATCH_SIZE || connection.sendsLargeFrames();
    }

    private ByteBuffer batch() {
        ByteBuffer current = batch;
        if (current == null) {
            current = pool.take();
            batch = current;
        }
        return current;
    }

    /** Whether there is nothing to write; gives the buffer back then. */
    boolean releaseIfEmpty(ZmtpConnection connection) {
        if (batch != null && batch.position() == 0) {
            release();
        }
        ByteBuffer body = connection.largeBody();
        return batch == null && (body == null || !body.hasRemaining());
    }

    /** Writes once; returns whether the channel took everything that was offered. */
    boolean writeTo(EngineChannel channel, ZmtpConnection connection) throws IOException {
        ByteBuffer body = connection.largeBody();
        ByteBuffer first = batch;
        if (first != null && first.position() > 0) {
            return writeBatch(channel, first, body);
        }
        if (body != null) {
            bytes += channel.write(body);
        }
        return body == null || !body.hasRemaining();
    }

    private boolean writeBatch(EngineChannel channel, ByteBuffer first, @Nullable ByteBuffer body) throws IOException {
        int end = first.position();
        first.limit(end).position(written);
        try {
            if (body == null) {
                bytes += channel.write(first);
            } else {
                bytes += channel.write(new ByteBuffer[] {first, body});
            }
            return !first.hasRemaining() && (body == null || !body.hasRemaining());
        } finally {
            written = first.position();
            first.limit(first.capacity()).position(end);
            if (written == end) {
                written = 0;
                first.clear();
            }
        }
    }

    /** How many bytes the channel has taken; a little old for others than the owner. */
    long bytes() {
        return bytes;
    }

    /** Drops what was not written. */
    void release() {
        if (batch != null) {
            pool.give(batch);
            batch = null;
            written = 0;
        }
    }
}
