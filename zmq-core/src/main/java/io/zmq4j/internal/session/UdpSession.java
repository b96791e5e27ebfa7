package io.zmq4j.internal.session;

import io.zmq4j.DropReason;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketStats;
import io.zmq4j.SocketType;
import io.zmq4j.internal.engine.DatagramOwner;
import io.zmq4j.internal.engine.UdpEngine;
import io.zmq4j.internal.pipe.PeerReady;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.Subscription;
import io.zmq4j.internal.reactor.Command;
import io.zmq4j.internal.reactor.IoThread;
import io.zmq4j.internal.transport.Transports;
import io.zmq4j.internal.transport.UdpChannel;
import io.zmq4j.internal.udp.DatagramAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint of udp: joins the pipe of its socket to an engine. There is neither a handshake nor a connection to be made
 * again, so it is ready at once and until it is closed. One that is bound has no peer, as anybody may send there.
 */
public final class UdpSession extends PipedChild implements BoundChild, DatagramOwner {

    private final UdpChannel channel;
    private final UdpEngine engine;
    private final DatagramLosses losses;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    // -- reactor --

    /** Which groups a DISH has joined, so that others do not fill its queue. */
    private final Set<ByteBuffer> groups = new HashSet<>();

    private boolean closing;
    private boolean isClosed;

    private UdpSession(SessionOwner owner, IoThread thread, String endpoint, UdpChannel channel, Pipe pipe) {
        super(owner, thread, endpoint, pipe);
        this.channel = channel;
        long largest = owner.config().handshake().maxMessageSize();
        this.engine = new UdpEngine(reactor, channel.channel(), owner.type(), channel.target(), largest, this);
        this.losses = new DatagramLosses(owner, reactor, endpoint, journal.id());
    }

    /**
     * Starts a session. Any thread.
     *
     * @param endpoint as the socket knows it
     * @param pipe the session's end of the pipe that its socket has already
     * @return null when the socket is closing; the channel is closed then
     */
    public static @Nullable UdpSession open(
            SessionOwner owner, IoThread thread, String endpoint, UdpChannel channel, Pipe pipe) {
        UdpSession session = new UdpSession(owner, thread, endpoint, channel, pipe);
        pipe.attach(session);
        InetSocketAddress target = channel.target();
        if (target != null) {
            session.introduce(pipe, DatagramAddress.format(target));
        }
        if (!owner.adopt(session)) {
            Transports.closeQuietly(channel.channel());
            if (target != null) {
                session.journal.disconnected("the socket was closed", 0);
            }
            return null;
        }
        thread.addLoad(1);
        session.reactor.mailbox().send(new Open(session));
        return session;
    }

    /** Tells the socket of its peer, before anybody else knows this session, so that what is sent next finds it. */
    private void introduce(Pipe fresh, String address) {
        byte[] id = address.getBytes(StandardCharsets.US_ASCII);
        journal.connected(channel.endpoint());
        journal.handshaking(engine);
        Metadata metadata = journal.ready(Metadata.EMPTY, id, Map.of());
        fresh.write(new PeerReady(SocketType.DGRAM, id, metadata));
        fresh.flush();
    }

    record Open(UdpSession target) implements Command {
        @Override
        public void execute() {
            target.onOpen();
        }
    }

    private boolean isBound() {
        return channel.target() == null;
    }

    private void onOpen() {
        if (isClosed) {
            return;
        }
        engine.start();
        if (isClosed) {
            return;
        }
        if (isBound()) {
            owner.publish(new SocketEvent.Listening(endpoint()));
        }
        if (pipe != null) {
            pipe.start();
        }
    }

    // -- the engine's --

    @Override
    public void deliver(Msg msg) {
        if (owner.type() == SocketType.DISH && !isJoined(ByteBuffer.wrap(msg.bytes(0)))) {
            return;
        }
        Pipe target = pipe;
        if (target != null && !target.write(msg) && target.isOpen()) {
            losses.count(DropReason.HWM, () -> "the application is slower than its peers, and its queue is full");
        }
    }

    private boolean isJoined(ByteBuffer group) {
        if (groups.contains(group)) {
            return true;
        }
        takeNext(); // it may have been joined just now
        return groups.contains(group);
    }

    @Override
    public @Nullable Msg takeNext() {
        Pipe source = pipe;
        Object item;
        while (source != null && (item = source.readItem()) != null) {
            if (item instanceof Msg msg) {
                return msg;
            }
            if (item instanceof Subscription change) {
                apply(change);
            }
        }
        return null;
    }

    private void apply(Subscription change) {
        ByteBuffer group = ByteBuffer.wrap(change.topic());
        if (change.subscribe()) {
            groups.add(group);
        } else {
            groups.remove(group);
        }
    }

    @Override
    public void onOutputDrained() {
        if (closing && pipe == null) {
            end();
        }
    }

    @Override
    public void onDropped(DropReason reason, Supplier<String> why) {
        losses.count(reason, why);
    }

    @Override
    public void onEngineClosed(String reason) {
        owner.counters().error("udp at " + endpoint() + ": " + reason);
        end(reason);
    }

    // -- the pipe's --

    @Override
    public void onReadable(Pipe readable) {
        engine.resumeOutput();
    }

    @Override
    public void onWritable(Pipe writable) {
        // nothing is held that would have waited for it
    }

    @Override
    public void onPeerClosed(Pipe ofSocket) {
        if (!isClosed) {
            lingerOn();
        }
    }

    @Override
    public void onEnded(Pipe ended) {
        pipe = null;
        closing = true;
        engine.resumeOutput(); // the last message may not be written yet
    }

    // -- the end --

    @Override
    void onClose(Duration linger) {
        closing = true;
        if (linger.isZero()) {
            end();
        } else if (!isClosed) {
            if (linger.compareTo(SocketConfig.FOREVER) < 0) {
                deadline.within(linger.toNanos());
            }
            if (pipe != null) {
                pipe.requestClose();
            } else {
                engine.resumeOutput();
            }
        }
    }

    @Override
    void end() {
        end("closed by this side");
    }

    private void end(String reason) {
        if (isClosed) {
            return;
        }
        isClosed = true;
        deadline.cancel();
        engine.close();
        losses.tellRest();
        dropPipe();
        thread.addLoad(-1);
        // the port is free only when the selector has let go of the channel
        reactor.afterDeregistration(() -> {
            if (isBound()) {
                owner.publish(new SocketEvent.Closed(endpoint()));
            } else {
                journal.disconnected(reason, 0);
            }
            owner.release(this);
            closed.complete(null);
        });
    }

    // -- any thread --

    @Override
    public CompletableFuture<Void> closed() {
        return closed;
    }

    @Override
    public boolean isAccepted() {
        return false;
    }

    @Override
    public void endConnection() {
        // there is none
    }

    @Override
    public void named(byte[] routingId) {
        throw new UnsupportedOperationException("peers over udp have no routing ids");
    }

    @Override
    public SocketStats.@Nullable Peer status() {
        return isBound() ? null : journal.status();
    }

    @Override
    public String toString() {
        return "UdpSession[" + owner.type() + " " + endpoint() + "]";
    }
}
