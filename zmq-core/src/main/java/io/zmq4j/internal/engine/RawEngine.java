package io.zmq4j.internal.engine;

import io.zmq4j.Metadata;
import io.zmq4j.SocketType;
import io.zmq4j.ZmtpVersion;
import io.zmq4j.internal.reactor.IoHandler;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.zmtp.ZmtpPeer;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connection without a protocol, as STREAM has it: what one read gives is a message of one frame, and of a message that is
 * sent the bytes are written. The peer is ready at once, and neither handshake nor heartbeat watches over it.
 */
public final class RawEngine implements Engine, IoHandler {

    /** All that is known of a peer that says nothing of itself. */
    private static final ZmtpPeer PEER =
            new ZmtpPeer(ZmtpVersion.V3, 0, SocketType.STREAM, new byte[0], Metadata.EMPTY);

    private final Reactor reactor;
    private final EngineOwner owner;
    private final EngineChannel channel;
    private final RawInput input;
    private final Output output;
    private final ChannelReader reader;
    private final ChannelWriter writer;

    public RawEngine(Reactor reactor, SocketChannel socket, EngineOwner owner) {
        this.reactor = reactor;
        this.owner = owner;
        this.channel = new EngineChannel(reactor, socket);
        this.input = new RawInput(reactor.buffers(), owner);
        this.output = new RawOutput(reactor.buffers(), owner);
        this.reader = new ChannelReader(reactor, channel, input, owner);
        this.writer = new ChannelWriter(channel, output, owner);
    }

    @Override
    public void start() {
        assert reactor.isCurrent();
        try {
            channel.register(this);
        } catch (IOException e) {
            fail(EngineFailure.connection(e));
            return;
        }
        owner.onHandshake(PEER);
        writer.write();
    }

    @Override
    public void messageMetadata(Metadata metadata) {
        input.metadata(metadata);
    }

    @Override
    public void onReady(int readyOps) {
        if (!channel.isClosed() && (readyOps & SelectionKey.OP_READ) != 0) {
            failIf(reader.read());
        }
        if ((readyOps & SelectionKey.OP_WRITE) != 0) {
            writer.write();
        }
    }

    @Override
    public void onFailure(Throwable failure) {
        fail(EngineFailure.connection("internal error: " + failure));
    }

    @Override
    public void resumeInput() {
        assert reactor.isCurrent();
        if (channel.isOpen() && input.isStalled()) {
            failIf(reader.resume());
        }
    }

    @Override
    public void resumeOutput() {
        assert reactor.isCurrent();
        writer.write();
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
        if (!channel.isOpen()) {
            return;
        }
        input.release();
        try {
            channel.shutDownOutput();
        } catch (IOException e) {
            fail(EngineFailure.connection(e));
        }
    }

    @Override
    public void close() {
        assert reactor.isCurrent();
        fail(EngineFailure.closed());
    }

    private void failIf(@Nullable EngineFailure failure) {
        if (failure != null) {
            fail(failure);
        }
    }

    private void fail(EngineFailure failure) {
        if (channel.close()) {
            output.release();
            input.release();
            owner.onEngineClosed(failure);
        }
    }
}
