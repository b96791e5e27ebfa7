package io.zmq4j.internal.engine;

import io.zmq4j.internal.reactor.BufferPool;
import io.zmq4j.internal.zmtp.ZmtpConnection;
import java.io.IOException;

/** Fills a batch with what its connection has to say, and once the peer is ready with the messages of the owner. */
final class ZmtpOutput implements Output {

    private final ZmtpConnection connection;
    private final EngineOwner owner;
    private final OutputBatch batch;

    ZmtpOutput(BufferPool pool, ZmtpConnection connection, EngineOwner owner) {
        this.connection = connection;
        this.owner = owner;
        this.batch = new OutputBatch(pool);
    }

    @Override
    public Result writeTo(EngineChannel channel) throws IOException {
        fill();
        if (batch.releaseIfEmpty(connection)) {
            connection.restOutput();
            return Result.DRAINED;
        }
        return batch.writeTo(channel, connection) ? Result.MORE : Result.FULL;
    }

    private void fill() {
        batch.open(connection);
        try {
            do {
                if (connection.hasOutput() && !batch.fillFrom(connection)) {
                    return;
                }
            } while (batch.hasRoom(connection) && sendNext());
        } finally {
            connection.target(null);
        }
    }

    private boolean sendNext() {
        return connection.phase() == ZmtpConnection.Phase.TRAFFIC && owner.sendNext(connection);
    }

    @Override
    public long bytes() {
        return batch.bytes();
    }

    @Override
    public void release() {
        batch.release();
    }
}
