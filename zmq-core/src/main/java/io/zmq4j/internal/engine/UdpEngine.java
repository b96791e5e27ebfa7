package io.zmq4j.internal.engine;

import io.zmq4j.SocketType;
import io.zmq4j.internal.reactor.IoHandle;
import io.zmq4j.internal.reactor.IoHandler;
import io.zmq4j.internal.reactor.Reactor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * Moves messages between a channel of udp and its owner. There is no connection that could end: what is lost, refused or
 * malformed is told to the owner, and the engine goes on.
 */
public final class UdpEngine implements EngineFigures, IoHandler {

    private final Reactor reactor;
    private final DatagramChannel channel;
    private final DatagramOwner owner;
    private final UdpInput input;
    private final UdpOutput output;
    private boolean closed;
    private boolean writing;

    /** Null until it is started. */
    private @Nullable IoHandle handle;

    /**
     * @param type says what the datagrams look like
     * @param target where messages without an address go; null = there are none
     * @param largest bytes of a body that is received, -1 = no limit
     */
    public UdpEngine(
            Reactor reactor,
            DatagramChannel channel,
            SocketType type,
            @Nullable InetSocketAddress target,
            long largest,
            DatagramOwner owner) {
        this.reactor = reactor;
        this.channel = channel;
        this.owner = owner;
        this.input = new UdpInput(reactor, channel::receive, type, largest, owner);
        this.output = new UdpOutput(reactor, channel::send, type, target, owner);
    }

    /** Registers the channel and begins. */
    public void start() {
        assert reactor.isCurrent();
        try {
            handle = reactor.register(channel, SelectionKey.OP_READ, this);
        } catch (IOException e) {
            fail(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void onReady(int readyOps) {
        if (!closed && (readyOps & SelectionKey.OP_READ) != 0) {
            read();
        }
        if ((readyOps & SelectionKey.OP_WRITE) != 0) {
            resumeOutput();
        }
    }

    private void read() {
        String failure = null;
        try {
            failure = input.read();
        } finally {
            owner.onInputBatchEnd();
        }
        if (failure != null) {
            fail(failure);
        }
    }

    /** The owner has something to send. No effect before the start, and from within itself. */
    public void resumeOutput() {
        assert reactor.isCurrent();
        IoHandle registration = handle;
        if (closed || writing || registration == null) {
            return;
        }
        writing = true;
        Output.Result result;
        try {
            result = output.write();
        } finally {
            writing = false;
        }
        if (closed) {
            output.release();
        } else if (result == Output.Result.DRAINED) {
            registration.disable(SelectionKey.OP_WRITE);
            owner.onOutputDrained();
        } else {
            registration.enable(SelectionKey.OP_WRITE);
        }
    }

    @Override
    public void onFailure(Throwable failure) {
        fail("internal error: " + failure);
    }

    private void fail(String reason) {
        if (!closed) {
            close();
            owner.onEngineClosed(reason);
        }
    }

    /** Ends it at once, without a word to the owner. */
    public void close() {
        assert reactor.isCurrent();
        if (closed) {
            return;
        }
        closed = true;
        if (!writing) {
            output.release();
        }
        try {
            channel.close();
        } catch (IOException e) {
            System.getLogger(UdpEngine.class.getName()).log(System.Logger.Level.DEBUG, "close failed", e);
        }
        reactor.onChannelChanged();
    }

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
}
