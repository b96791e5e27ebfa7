package io.zmq4j.internal.engine;

import io.zmq4j.Metadata;
import io.zmq4j.SocketType;
import io.zmq4j.ZmtpVersion;
import io.zmq4j.internal.reactor.IoHandle;
import io.zmq4j.internal.reactor.IoHandler;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.zmtp.ZmtpPeer;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * A connection without a protocol, as STREAM has it: what one read gives is a message of one frame, and of a message that is
 * sent the bytes are written. The peer is ready at once, and neither handshake nor heartbeat watches over it. Batches,
 * turns and back-pressure are those of {@link ZmtpEngine}.
 */
public final class RawEngine implements Engine, IoHandler {

    /** Reads and writes in a row for one connection before the others get their turn. */
    private static final int TURNS = 16;

    /** All that is known of a peer that says nothing of itself. */
    private static final ZmtpPeer PEER =
            new ZmtpPeer(ZmtpVersion.V3, 0, SocketType.STREAM, new byte[0], Metadata.EMPTY);

    private enum State {
        OPEN,
        /** All is written and the peer was told so; waiting for it to close. */
        SHUTTING_DOWN,
        CLOSED
    }

    private final Reactor reactor;
    private final SocketChannel channel;
    private final EngineOwner owner;
    private final RawInput input;
    private final RawOutput output;
    private State state = State.OPEN;

    @SuppressWarnings("NullAway.Init") // set by start(), before anything can be ready
    private IoHandle handle;

    private boolean outputFailed;
    private boolean writing;

    public RawEngine(Reactor reactor, SocketChannel channel, EngineOwner owner) {
        this.reactor = reactor;
        this.channel = channel;
        this.owner = owner;
        this.input = new RawInput(reactor.buffers(), owner);
        this.output = new RawOutput(reactor.buffers(), owner);
    }

    @Override
    public void start() {
        assert reactor.isCurrent();
        try {
            handle = reactor.register(channel, SelectionKey.OP_READ, this);
        } catch (IOException e) {
            fail(EngineFailure.connection(describe(e)));
            return;
        }
        owner.onHandshake(PEER);
        writeOutput();
    }

    @Override
    public void messageMetadata(Metadata metadata) {
        input.metadata(metadata);
    }

    @Override
    public void onReady(int readyOps) {
        if (state != State.CLOSED && (readyOps & SelectionKey.OP_READ) != 0) {
            readInput();
        }
        if (state == State.OPEN && (readyOps & SelectionKey.OP_WRITE) != 0) {
            writeOutput();
        }
    }

    @Override
    public void onFailure(Throwable failure) {
        fail(EngineFailure.connection("internal error: " + failure));
    }

    // -- input --

    private void readInput() {
        RawInput.Result result = RawInput.Result.MORE;
        try {
            for (int turn = 0; turn < TURNS && result == RawInput.Result.MORE && state != State.CLOSED; turn++) {
                result = input.readFrom(channel, state == State.OPEN);
            }
        } catch (IOException e) {
            fail(EngineFailure.connection(describe(e)));
            return;
        } finally {
            owner.onInputBatchEnd();
        }
        if (result == RawInput.Result.ENDED) {
            fail(EngineFailure.connection("the peer closed the connection"));
        } else if (result == RawInput.Result.STALLED) {
            handle.disable(SelectionKey.OP_READ);
        }
    }

    @Override
    public void resumeInput() {
        assert reactor.isCurrent();
        if (state != State.OPEN || !input.isStalled() || !input.resume()) {
            return;
        }
        handle.enable(SelectionKey.OP_READ);
        readInput();
    }

    // -- output --

    @Override
    public void resumeOutput() {
        assert reactor.isCurrent();
        if (state == State.OPEN) {
            writeOutput();
        }
    }

    private void writeOutput() {
        if (outputFailed || writing || state != State.OPEN) {
            return;
        }
        writing = true;
        RawOutput.Result result = RawOutput.Result.MORE;
        try {
            for (int turn = 0; turn < TURNS && result == RawOutput.Result.MORE; turn++) {
                result = output.writeTo(channel);
            }
        } catch (IOException e) {
            // what the peer has sent is still there to be read, and then the end of it
            outputFailed = true;
            output.release();
        } finally {
            writing = false;
        }
        if (state != State.OPEN) {
            return;
        }
        if (outputFailed) {
            handle.disable(SelectionKey.OP_WRITE);
        } else if (result == RawOutput.Result.DRAINED) {
            handle.disable(SelectionKey.OP_WRITE);
            owner.onOutputDrained();
        } else {
            handle.enable(SelectionKey.OP_WRITE);
        }
    }

    // -- figures --

    @Override
    public long bytesReceived() {
        return input.bytes();
    }

    @Override
    public long bytesSent() {
        return output.bytes();
    }

    @Override
    public long roundTripNanos() {
        return 0;
    }

    // -- end --

    @Override
    public void shutDown() {
        assert reactor.isCurrent();
        if (state != State.OPEN) {
            return;
        }
        state = State.SHUTTING_DOWN;
        input.release();
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            fail(EngineFailure.connection(describe(e)));
            return;
        }
        handle.enable(SelectionKey.OP_READ);
    }

    @Override
    public void close() {
        assert reactor.isCurrent();
        fail(EngineFailure.closed());
    }

    private void fail(EngineFailure failure) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        output.release();
        input.release();
        try {
            channel.close();
        } catch (IOException e) {
            System.getLogger(RawEngine.class.getName()).log(System.Logger.Level.DEBUG, "close failed", e);
        }
        reactor.onChannelChanged();
        owner.onEngineClosed(failure);
    }

    private static String describe(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
