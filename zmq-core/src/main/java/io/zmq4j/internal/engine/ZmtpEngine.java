package io.zmq4j.internal.engine;

import io.zmq4j.Metadata;
import io.zmq4j.SocketConfig;
import io.zmq4j.ZmtpVersion;
import io.zmq4j.internal.reactor.IoHandle;
import io.zmq4j.internal.reactor.IoHandler;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.reactor.Timers;
import io.zmq4j.internal.zmtp.ProtocolException;
import io.zmq4j.internal.zmtp.ZmtpConnection;
import io.zmq4j.internal.zmtp.ZmtpHandler;
import io.zmq4j.internal.zmtp.ZmtpPeer;
import io.zmq4j.internal.zmtp.ZmtpSettings;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connection that speaks ZMTP. It reads until the kernel has no more or its owner has no room, and writes whenever there is
 * something, waiting for the channel only when that is full. A write that fails stops the output alone, so that what the peer
 * sent before it left is still received.
 */
public final class ZmtpEngine implements Engine, IoHandler, ZmtpHandler, Heartbeat.Pulse {

    /** Reads and writes in a row for one connection before the others get their turn. */
    private static final int TURNS = 16;

    private enum State {
        OPEN,
        /** All is written and the peer was told so; waiting for it to close. */
        SHUTTING_DOWN,
        CLOSED
    }

    private final Reactor reactor;
    private final SocketChannel channel;
    private final EngineOwner owner;
    private final ZmtpConnection connection;
    private final Heartbeat heartbeat;
    private final InputBatch input;
    private final OutputBatch output;
    private final long handshakeTimeout;
    private State state = State.OPEN;

    @SuppressWarnings("NullAway.Init") // set by start(), before anything can be ready
    private IoHandle handle;

    private Timers.@Nullable Timer handshakeTimer;
    private long lastReceived;
    private boolean outputFailed;
    private boolean writing;

    /** The peer has just become ready, and the owner may have something for it. */
    private boolean outputDue;

    public ZmtpEngine(
            Reactor reactor, SocketChannel channel, ZmtpSettings settings, SocketConfig config, EngineOwner owner) {
        this.reactor = reactor;
        this.channel = channel;
        this.owner = owner;
        this.connection = new ZmtpConnection(settings, this);
        this.heartbeat = new Heartbeat(reactor, config.heartbeat(), this);
        this.input = new InputBatch(reactor.buffers(), connection, owner);
        this.output = new OutputBatch(reactor.buffers());
        this.handshakeTimeout = config.handshake().timeout().toNanos();
    }

    @Override
    public void start() {
        assert reactor.isCurrent();
        lastReceived = reactor.now();
        try {
            handle = reactor.register(channel, SelectionKey.OP_READ, this);
        } catch (IOException e) {
            fail(EngineFailure.connection(describe(e)));
            return;
        }
        if (handshakeTimeout > 0) {
            handshakeTimer = reactor.schedule(handshakeTimeout, this::onHandshakeTimeout);
        }
        writeOutput();
    }

    @Override
    public void messageMetadata(Metadata metadata) {
        connection.messageMetadata(metadata);
    }

    public boolean isReady() {
        return state == State.OPEN && connection.phase() == ZmtpConnection.Phase.TRAFFIC;
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
        InputBatch.Result result = InputBatch.Result.MORE;
        try {
            for (int turn = 0; turn < TURNS && result == InputBatch.Result.MORE && state != State.CLOSED; turn++) {
                result = state == State.OPEN ? input.readFrom(channel) : input.discardFrom(channel);
                boolean received = result != InputBatch.Result.ENDED && result != InputBatch.Result.EMPTY;
                lastReceived = received ? reactor.now() : lastReceived;
            }
        } catch (IOException e) {
            fail(EngineFailure.connection(describe(e)));
            return;
        } catch (ProtocolException e) {
            fail(EngineFailure.protocol(String.valueOf(e.getMessage()), e.code()));
            return;
        } finally {
            owner.onInputBatchEnd();
        }
        afterInput(result);
    }

    private void afterInput(InputBatch.Result result) {
        if (result == InputBatch.Result.ENDED) {
            fail(EngineFailure.connection("the peer closed the connection"));
        } else if (result == InputBatch.Result.STALLED) {
            handle.disable(SelectionKey.OP_READ);
        }
        if (state == State.OPEN && (outputDue || connection.hasOutput())) {
            outputDue = false;
            writeOutput();
        }
    }

    @Override
    public void resumeInput() {
        assert reactor.isCurrent();
        if (state != State.OPEN || !input.isStalled()) {
            return;
        }
        InputBatch.Result result;
        try {
            result = input.resume();
        } catch (ProtocolException e) {
            fail(EngineFailure.protocol(String.valueOf(e.getMessage()), e.code()));
            return;
        } finally {
            owner.onInputBatchEnd();
        }
        if (state == State.OPEN && result != InputBatch.Result.STALLED) {
            handle.enable(SelectionKey.OP_READ);
            readInput();
        }
    }

    // -- output --

    @Override
    public void resumeOutput() {
        assert reactor.isCurrent();
        if (state == State.OPEN && connection.phase() == ZmtpConnection.Phase.TRAFFIC) {
            writeOutput();
        }
    }

    private void writeOutput() {
        if (outputFailed || writing) {
            return;
        }
        writing = true;
        boolean drained = false;
        try {
            for (int turn = 0; turn < TURNS && !drained; turn++) {
                fill();
                if (output.releaseIfEmpty(connection)) {
                    drained = true;
                } else if (!output.writeTo(channel, connection)) {
                    break;
                }
            }
        } catch (IOException e) {
            // what the peer has sent is still there to be read, and then the end of it
            outputFailed = true;
            output.release();
            drained = true;
        } finally {
            writing = false;
        }
        if (state != State.OPEN) {
            return;
        }
        if (drained) {
            handle.disable(SelectionKey.OP_WRITE);
            if (!outputFailed) {
                owner.onOutputDrained();
            }
        } else {
            handle.enable(SelectionKey.OP_WRITE);
        }
    }

    private void fill() {
        output.open(connection);
        try {
            do {
                if (connection.hasOutput() && !output.fillFrom(connection)) {
                    return;
                }
            } while (output.hasRoom(connection) && sendNext());
        } finally {
            connection.target(null);
        }
    }

    private boolean sendNext() {
        return connection.phase() == ZmtpConnection.Phase.TRAFFIC && owner.sendNext(connection);
    }

    // -- protocol events, from within decode() --

    @Override
    public void onReady(ZmtpPeer peer) {
        if (handshakeTimer != null) {
            handshakeTimer.cancel();
            handshakeTimer = null;
        }
        if (peer.version() == ZmtpVersion.V3) {
            heartbeat.start(); // older peers know no PING
        }
        owner.onHandshake(peer);
        owner.greet(connection);
        outputDue = true; // what is queued for the peer goes out when this batch is read
    }

    @Override
    public void onSubscription(boolean subscribe, byte[] topic) {
        owner.deliverSubscription(subscribe, topic);
    }

    @Override
    public void onPing(int ttlMillis) {
        heartbeat.onPeerTtl(ttlMillis);
    }

    @Override
    public void onPong() {
        heartbeat.onPong();
    }

    @Override
    public void onUnknownCommand(String name) {
        // RFC 37 asks for no more than to ignore it
        owner.onUnknownCommand(name);
    }

    private void onHandshakeTimeout() {
        fail(EngineFailure.timeout("no completed handshake after " + handshakeTimeout / 1_000_000 + " ms"));
    }

    // -- heartbeat --

    @Override
    public void ping(int ttlMillis) {
        connection.ping(ttlMillis);
        writeOutput();
    }

    @Override
    public long lastReceived() {
        if (state != State.CLOSED && !input.isStalled()) {
            readInput();
        }
        return lastReceived;
    }

    @Override
    public boolean isInputStopped() {
        return input.isStalled();
    }

    @Override
    public void onSilence(String reason) {
        fail(EngineFailure.timeout(reason));
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
        return heartbeat.roundTrip();
    }

    // -- end --

    @Override
    public void shutDown() {
        assert reactor.isCurrent();
        if (state != State.OPEN) {
            return;
        }
        state = State.SHUTTING_DOWN;
        heartbeat.stop();
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
        heartbeat.stop();
        if (handshakeTimer != null) {
            handshakeTimer.cancel();
        }
        output.release();
        input.release();
        try {
            channel.close();
        } catch (IOException e) {
            System.getLogger(ZmtpEngine.class.getName()).log(System.Logger.Level.DEBUG, "close failed", e);
        }
        reactor.onChannelChanged();
        owner.onEngineClosed(failure);
    }

    private static String describe(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
