package io.zmq4j.internal.engine;

import io.zmq4j.Metadata;
import io.zmq4j.SocketConfig;
import io.zmq4j.ZmtpVersion;
import io.zmq4j.internal.reactor.Command;
import io.zmq4j.internal.reactor.IoHandler;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.reactor.Timers;
import io.zmq4j.internal.zmtp.Parting;
import io.zmq4j.internal.zmtp.ProtocolException;
import io.zmq4j.internal.zmtp.Scratch;
import io.zmq4j.internal.zmtp.ZmtpConnection;
import io.zmq4j.internal.zmtp.ZmtpHandler;
import io.zmq4j.internal.zmtp.ZmtpPeer;
import io.zmq4j.internal.zmtp.ZmtpSettings;
import io.zmq4j.internal.zmtp.mechanism.Computation;
import io.zmq4j.internal.zmtp.mechanism.Credentials;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that speaks ZMTP: it brings the two halves of its channel together with the protocol, and watches over the
 * handshake and the heartbeat.
 */
public final class ZmtpEngine implements Engine, IoHandler, ZmtpHandler, Heartbeat.Pulse, Judged {

    /** The status of ZAP with which a peer is let in. */
    private static final int ACCEPTED = 200;

    private final Reactor reactor;
    private final EngineOwner owner;
    private final EngineChannel channel;
    private final ZmtpConnection connection;
    private final Heartbeat heartbeat;
    private final Input input;
    private final Output output;
    private final ChannelReader reader;
    private final ChannelWriter writer;
    private final long handshakeTimeout;
    private Timers.@Nullable Timer handshakeTimer;

    /** What was last given to a helper. */
    private @Nullable HelperTask computing;

    /** The peer has just become ready, and the owner may have something for it. */
    private boolean outputDue;

    public ZmtpEngine(
            Reactor reactor, SocketChannel socket, ZmtpSettings settings, SocketConfig config, EngineOwner owner) {
        this(reactor, new EngineChannel(reactor, socket), settings, config, owner);
    }

    public ZmtpEngine(
            Reactor reactor, EngineChannel channel, ZmtpSettings settings, SocketConfig config, EngineOwner owner) {
        this.reactor = reactor;
        this.owner = owner;
        this.channel = channel;
        this.connection = new ZmtpConnection(settings, this);
        this.heartbeat = new Heartbeat(reactor, config.heartbeat(), this);
        this.input = new InputBatch(reactor.buffers(), connection, owner);
        this.output = new ZmtpOutput(reactor.buffers(), connection, owner);
        this.reader = new ChannelReader(reactor, channel, input, owner);
        this.writer = new ChannelWriter(channel, output, owner);
        this.handshakeTimeout = config.handshake().timeout().toNanos();
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
        if (handshakeTimeout > 0) {
            handshakeTimer = reactor.schedule(handshakeTimeout, this::onHandshakeTimeout);
        }
        writer.write();
    }

    @Override
    public void messageMetadata(Metadata metadata) {
        connection.messageMetadata(metadata);
    }

    @Override
    public Map<String, String> proven() {
        return channel.proven();
    }

    @Override
    public List<X509Certificate> certificates() {
        return channel.certificates();
    }

    public boolean isReady() {
        return channel.isOpen() && connection.phase() == ZmtpConnection.Phase.TRAFFIC;
    }

    @Override
    public void onReady(int readyOps) {
        if (!channel.isClosed() && (readyOps & SelectionKey.OP_READ) != 0) {
            afterInput(reader.read());
        }
        if ((readyOps & SelectionKey.OP_WRITE) != 0) {
            writer.write();
        }
    }

    @Override
    public void onFailure(Throwable failure) {
        fail(EngineFailure.connection("internal error: " + failure));
    }

    private void afterInput(@Nullable EngineFailure failure) {
        if (failure != null) {
            fail(failure);
        } else if (outputDue || connection.hasOutput()) {
            outputDue = false;
            writer.write();
        }
    }

    @Override
    public void resumeInput() {
        assert reactor.isCurrent();
        if (channel.isOpen() && input.isStalled()) {
            afterInput(reader.resume());
        }
    }

    @Override
    public void resumeOutput() {
        assert reactor.isCurrent();
        if (connection.phase() == ZmtpConnection.Phase.TRAFFIC) {
            writer.write();
        }
    }

    @Override
    public void onVerdict(int status) {
        assert reactor.isCurrent();
        if (!channel.isOpen()) {
            return;
        }
        EngineFailure failure = status == ACCEPTED ? null : EngineFailure.refused(status);
        try {
            connection.onVerdict(status);
        } catch (ProtocolException e) {
            failure = EngineFailure.protocol(e);
        }
        writer.write(); // the peer is told, too, that it is refused
        if (failure != null) {
            fail(failure);
        }
    }

    // -- protocol events, from within decode() --

    /** The input has nothing to read then, and rests until {@link #onComputed}. */
    @Override
    public boolean compute(Computation computation) {
        HelperTask task = new HelperTask(computation, () -> reactor.mailbox().send(new Computed(this, true)));
        computing = task;
        try {
            owner.helpers().execute(task);
        } catch (RejectedExecutionException e) {
            reactor.mailbox().send(new Computed(this, false));
        }
        return false;
    }

    @Override
    public void abandon(Computation computation) {
        HelperTask task = computing;
        if (task == null) {
            throw new IllegalStateException("nothing was given to a helper");
        }
        task.abandon();
    }

    /** A helper is done, or has refused. */
    record Computed(ZmtpEngine target, boolean done) implements Command {
        @Override
        public void execute() {
            target.onComputed(done);
        }
    }

    private void onComputed(boolean done) {
        assert reactor.isCurrent();
        if (!channel.isOpen()) {
            return;
        }
        if (!done) {
            fail(EngineFailure.connection("too many handshakes are under way"));
            return;
        }
        try {
            connection.onComputed();
        } catch (ProtocolException e) {
            fail(EngineFailure.protocol(e));
            return;
        } catch (RuntimeException e) {
            onFailure(e);
            return;
        }
        writer.write();
        resumeInput();
    }

    @Override
    public Scratch scratch() {
        return new ReactorScratch(reactor.buffers());
    }

    @Override
    public void onCredentials(Credentials credentials) {
        owner.onCredentials(credentials, this);
    }

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
        fail(EngineFailure.handshakeTimeout("no completed handshake after " + handshakeTimeout / 1_000_000 + " ms"));
    }

    // -- heartbeat --

    @Override
    public void ping(int ttlMillis) {
        connection.ping(ttlMillis);
        writer.write();
    }

    @Override
    public long lastReceived() {
        if (!channel.isClosed() && !input.isStalled()) {
            afterInput(reader.read());
        }
        return reader.lastReceived();
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
        if (!channel.isOpen()) {
            return;
        }
        heartbeat.stop();
        input.release();
        if (connection.part(Parting.DONE)) {
            writer.write();
        }
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

    private void fail(EngineFailure failure) {
        if (channel.isOpen() && connection.part(failure.parting())) {
            writer.write();
            channel.drop();
        }
        if (!channel.close()) {
            return;
        }
        heartbeat.stop();
        if (handshakeTimer != null) {
            handshakeTimer.cancel();
        }
        output.release();
        input.release();
        connection.wipe();
        owner.onEngineClosed(failure);
    }
}
