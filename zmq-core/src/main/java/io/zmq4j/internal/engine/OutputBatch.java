package io.zmq4j.internal.engine;

import io.zmq4j.internal.reactor.BufferPool;
import io.zmq4j.internal.zmtp.ZmtpConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to a channel: a batch of small frames and, behind it, a large body that is written from where it
 * is. Holds a pooled buffer only while it has something in it.
 */
final class OutputBatch {

    /** Bytes of a heap body handed to one write: the JDK copies them to native memory, whose buffers are kept. */
    private static final int HEAP_SLICE = 256 * 1024;

    private final BufferPool pool;
    private final ByteBuffer[] gather = new ByteBuffer[2];

    /** Ready to be filled. */
    private @Nullable ByteBuffer batch;

    OutputBatch(BufferPool pool) {
        this.pool = pool;
    }

    /**
     * Takes over what the connection has to send.
     *
     * @return false when there is no more room now, true when everything is in
     */
    boolean fillFrom(ZmtpConnection connection) {
        if (batch == null) {
            batch = pool.take();
        }
        return connection.fill(batch);
    }

    /** Whether there is nothing to write; gives the buffer back then. */
    boolean releaseIfEmpty(ZmtpConnection connection) {
        if (batch != null && batch.position() == 0) {
            pool.give(batch);
            batch = null;
        }
        ByteBuffer body = connection.largeBody();
        return batch == null && (body == null || !body.hasRemaining());
    }

    /** Writes once; returns whether the channel took everything that was offered. */
    boolean writeTo(SocketChannel channel, ZmtpConnection connection) throws IOException {
        ByteBuffer body = connection.largeBody();
        if (batch == null || batch.position() == 0) {
            return body == null || writeBody(channel, body);
        }
        batch.flip();
        try {
            if (body == null) {
                channel.write(batch);
            } else {
                writeBoth(channel, batch, body);
            }
            return !batch.hasRemaining();
        } finally {
            batch.compact();
        }
    }

    private static boolean writeBody(SocketChannel channel, ByteBuffer body) throws IOException {
        int limit = body.limit();
        limitSlice(body);
        try {
            channel.write(body);
            return !body.hasRemaining();
        } finally {
            body.limit(limit);
        }
    }

    private void writeBoth(SocketChannel channel, ByteBuffer first, ByteBuffer body) throws IOException {
        int limit = body.limit();
        limitSlice(body);
        gather[0] = first;
        gather[1] = body;
        try {
            channel.write(gather);
        } finally {
            body.limit(limit);
        }
    }

    private static void limitSlice(ByteBuffer body) {
        if (!body.isDirect() && body.remaining() > HEAP_SLICE) {
            body.limit(body.position() + HEAP_SLICE);
        }
    }

    /** Drops what was not written. */
    void release() {
        if (batch != null) {
            pool.give(batch);
            batch = null;
        }
    }
}
