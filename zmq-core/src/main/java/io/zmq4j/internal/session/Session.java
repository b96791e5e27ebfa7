package io.zmq4j.internal.session;

import io.zmq4j.DropReason;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.ReconnectStop;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketStats;
import io.zmq4j.SocketType;
import io.zmq4j.internal.engine.EngineFailure;
import io.zmq4j.internal.engine.EngineOwner;
import io.zmq4j.internal.engine.ZmtpEngine;
import io.zmq4j.internal.pipe.Notice;
import io.zmq4j.internal.pipe.PeerReady;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.PipeHost;
import io.zmq4j.internal.pipe.Subscription;
import io.zmq4j.internal.reactor.Command;
import io.zmq4j.internal.reactor.IoThread;
import io.zmq4j.internal.reactor.Mailbox;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.reactor.Timers;
import io.zmq4j.internal.transport.Endpoint;
import io.zmq4j.internal.transport.Transports;
import io.zmq4j.internal.zmtp.ZmtpConnection;
import io.zmq4j.internal.zmtp.ZmtpPeer;
import io.zmq4j.internal.zmtp.ZmtpSettings;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a socket: joins its pipe to an engine. A connecting session keeps its pipe and makes the connection again
 * when it is lost; an accepted one has a pipe only from the handshake on, and ends with its connection.
 */
public final class Session implements Child, EngineOwner, PipeHost {

    /** Nanoseconds that a peer may take to close after it was told the end, where linger sets no limit. */
    private static final long LONGEST_FINISH = Duration.ofSeconds(1).toNanos();

    /** The types whose messages stand alone, so that a newer one can replace an older one. */
    private static final Set<SocketType> CONFLATING =
            EnumSet.of(SocketType.PUB, SocketType.SUB, SocketType.PUSH, SocketType.PULL, SocketType.DEALER);

    /** The types that tell their peers what they want. */
    private static final Set<SocketType> SUBSCRIBERS = EnumSet.of(SocketType.SUB, SocketType.XSUB, SocketType.DISH);

    /** The types that can send a new peer an empty message, so that a ROUTER learns of them. */
    private static final Set<SocketType> PROBING = EnumSet.of(SocketType.ROUTER, SocketType.DEALER, SocketType.REQ);

    private enum State {
        CONNECTING,
        HANDSHAKING,
        READY,
        /** Everything is written, and the peer was told; waiting for it to close. */
        FINISHING,
        CLOSED
    }

    private final SessionOwner owner;
    private final IoThread thread;
    private final Reactor reactor;
    private final PeerJournal journal;
    private final @Nullable Connector connector;

    // -- reactor --
    private State state = State.CONNECTING;
    private @Nullable Pipe pipe;
    private @Nullable ZmtpEngine engine;

    /** Of a subscriber that connects: what each new connection has to be told first. */
    private final @Nullable SubscriptionLedger ledger;

    private Timers.@Nullable Timer lingerTimer;
    private long lingerDeadline;
    private boolean closing;

    /** Whether a connection that is lost before the end is not made again. */
    private boolean stopped;

    private Session(
            SessionOwner owner, IoThread thread, String endpoint, @Nullable Endpoint target, @Nullable Pipe pipe) {
        this.owner = owner;
        this.thread = thread;
        this.reactor = thread.reactor();
        this.journal = new PeerJournal(owner, endpoint);
        this.pipe = pipe;
        this.ledger = SUBSCRIBERS.contains(owner.type()) && pipe != null ? new SubscriptionLedger() : null;
        this.connector = target == null ? null : new Connector(this, owner, reactor, target);
    }

    /**
     * Starts a session that connects. Any thread. A socket that is closing does not adopt it, and nothing happens.
     *
     * @param pipe the session's end of the pipe that its socket has already; null = the socket gets one when the peer is
     *     ready
     */
    public static Child connecting(SessionOwner owner, IoThread thread, Endpoint target, @Nullable Pipe pipe) {
        Session session = new Session(owner, thread, target.text(), target, pipe);
        if (pipe != null) {
            pipe.attach(session);
        }
        if (owner.adopt(session)) {
            thread.addLoad(1);
            session.reactor.mailbox().send(new Connector.Open(session));
        }
        return session;
    }

    /** Starts a session on a connection that was accepted. */
    static void accepted(
            SessionOwner owner, IoThread thread, String endpoint, SocketChannel channel, String peerAddress) {
        Session session = new Session(owner, thread, endpoint, null, null);
        session.journal.accepted(peerAddress);
        if (!owner.adopt(session)) {
            Transports.closeQuietly(channel);
            return;
        }
        thread.addLoad(1);
        session.reactor.execute(new AttachEngine(session, channel));
    }

    /** A pipe as the socket's options want it; the first end is the socket's. */
    public static Pipe.Pair newPipe(SessionOwner owner) {
        SocketConfig.Queues queues = owner.config().queues();
        return queues.conflate() && CONFLATING.contains(owner.type())
                ? Pipe.conflating()
                : Pipe.pair(
                        new Pipe.Limit(queues.sendHwm(), queues.sendHwmBytes()),
                        new Pipe.Limit(queues.receiveHwm(), queues.receiveHwmBytes()));
    }

    record AttachEngine(Session target, SocketChannel channel) implements Command {
        @Override
        public void execute() {
            if (target.closing) {
                Transports.closeQuietly(channel);
            } else {
                target.startEngine(channel);
            }
        }
    }

    record Close(Session target, Duration linger) implements Command {
        @Override
        public void execute() {
            target.onClose(linger);
        }
    }

    record Disconnect(Session target, Duration linger) implements Command {
        @Override
        public void execute() {
            target.onDisconnect(linger);
        }
    }

    record EndConnection(Session target) implements Command {
        @Override
        public void execute() {
            target.onEndConnection();
        }
    }

    // -- the connector's --

    void onOpen() {
        if (state == State.CLOSED) {
            return;
        }
        if (pipe != null) {
            pipe.start();
        }
        if (connector != null && state == State.CONNECTING) {
            connector.start();
        }
    }

    void onConnected(SocketChannel channel, String address) {
        journal.connected(address);
        startEngine(channel);
    }

    void onConnecting() {
        journal.connecting();
    }

    void onWaiting() {
        journal.waiting();
    }

    /** The connector will not try again. */
    void onGivenUp() {
        end();
    }

    private void startEngine(SocketChannel channel) {
        SocketConfig config = owner.config();
        ZmtpSettings settings = new ZmtpSettings(
                owner.type(),
                config.routing().routingId(),
                config.handshake().metadata(),
                config.handshake().maxMessageSize(),
                config.handshake().maxFrames(),
                config.handshake().minProtocol());
        state = State.HANDSHAKING;
        ZmtpEngine started = new ZmtpEngine(reactor, channel, settings, config, this);
        journal.handshaking(started);
        engine = started;
        started.start();
    }

    // -- the engine's --

    @Override
    public void onHandshake(ZmtpPeer peer) {
        Metadata metadata = journal.ready(peer.metadata(), peer.routingId());
        requireEngine().connection().messageMetadata(metadata);
        if (connector != null) {
            connector.onReadyPeer();
        }
        state = State.READY;
        Msg hello = Notices.hello(owner.type(), owner.config());
        if (hello != null) {
            requireEngine().connection().send(hello); // before all that waits for the peer
        }
        if (owner.config().routing().probe() && PROBING.contains(owner.type())) {
            requireEngine().connection().sendProbe();
        }
        PeerReady ready = new PeerReady(peer.type(), peer.routingId(), metadata);
        if (pipe == null) {
            attachNewPipe(ready);
        } else {
            pipe.write(ready);
            pipe.flush();
            if (ledger != null) {
                ledger.startReplay();
            }
        }
    }

    private void attachNewPipe(PeerReady ready) {
        Pipe.Pair pair = newPipe(owner);
        Pipe mine = pair.second();
        mine.attach(this);
        mine.write(ready);
        mine.flush();
        mine.start();
        pipe = mine;
        PipeHost host = owner.host();
        pair.first().attach(host);
        host.mailbox().send(new AttachPipe(host, pair.first()));
    }

    @Override
    public boolean deliver(Msg msg) {
        Pipe target = pipe;
        // a socket that has closed its end wants no more
        return target == null || target.write(msg) || !target.isOpen();
    }

    @Override
    public void deliverSubscription(boolean subscribe, byte[] topic) {
        if (pipe != null) {
            pipe.write(new Subscription(subscribe, topic));
        }
    }

    @Override
    public void onUnknownCommand(String name) {
        owner.counters().unknownCommands.incrementAndGet();
    }

    @Override
    public void onInputBatchEnd() {
        if (pipe != null) {
            pipe.flush();
        }
    }

    @Override
    public boolean sendNext(ZmtpConnection connection) {
        Pipe source = pipe;
        if (source == null || state != State.READY) {
            return false;
        }
        byte[] topic = ledger == null ? null : ledger.replayNext();
        if (topic != null) {
            connection.sendSubscription(true, topic);
            return true;
        }
        Object item = source.readItem();
        if (item instanceof Msg msg) {
            connection.send(msg);
        } else if (item instanceof Subscription subscription) {
            if (ledger != null) {
                ledger.apply(subscription);
            }
            connection.sendSubscription(subscription.subscribe(), subscription.topic());
        }
        return item != null;
    }

    @Override
    public void onOutputDrained() {
        if (closing && state == State.READY && pipe == null) {
            finish();
        }
    }

    @Override
    public void onEngineClosed(EngineFailure failure) {
        State was = state;
        engine = null;
        if (was == State.CLOSED) {
            return;
        }
        if (was == State.HANDSHAKING) {
            journal.handshakeFailed(failure);
        } else {
            journal.disconnected(failure);
        }
        if (was == State.READY) {
            tellLoss();
        }
        boolean refused = was == State.HANDSHAKING && stopsAfter(ReconnectStop.HANDSHAKE_FAILED);
        if (connector == null || closing && pipe == null || was == State.FINISHING || stopped || refused) {
            end();
            return;
        }
        if (owner.config().queues().immediate() && !closing) {
            dropPipe();
        } else if (pipe != null) {
            noteSubscriptions(pipe);
        }
        state = State.CONNECTING;
        connector.retry();
    }

    private void tellLoss() {
        Notice notice = connector == null
                ? Notices.disconnect(owner.type(), owner.config())
                : Notices.hiccup(owner.type(), owner.config());
        if (notice != null && pipe != null) {
            pipe.write(notice);
            pipe.flush();
        }
    }

    // -- the pipe's --

    @Override
    public Mailbox mailbox() {
        return reactor.mailbox();
    }

    @Override
    public Reactor reactor() {
        return reactor;
    }

    @Override
    public void onReadable(Pipe readable) {
        ZmtpEngine current = engine;
        if (current != null && state == State.READY) {
            current.resumeOutput();
        } else {
            noteSubscriptions(readable);
        }
    }

    /** While there is no peer, subscriptions must not pile up in the queue. */
    private void noteSubscriptions(Pipe source) {
        if (ledger != null) {
            ledger.takeFrom(source);
        }
    }

    @Override
    public void onWritable(Pipe writable) {
        if (engine != null) {
            engine.resumeInput();
        }
    }

    @Override
    public void onPeerClosed(Pipe closed) {
        // the socket has closed its end: nothing that is received matters any more, and what it sent has its linger
        Duration linger = owner.config().linger();
        if (state != State.CLOSED && linger.compareTo(SocketConfig.FOREVER) < 0) {
            endWithin(linger.isZero() ? LONGEST_FINISH : linger.toNanos());
        }
        if (engine != null) {
            engine.resumeInput();
        }
    }

    @Override
    public void onEnded(Pipe ended) {
        pipe = null;
        closing = true;
        ZmtpEngine current = engine;
        if (current != null && state == State.READY) {
            // the last message may not be written yet; onOutputDrained() follows in any case
            current.resumeOutput();
        } else if (state != State.FINISHING) {
            end();
        }
    }

    // -- the end --

    private boolean stopsAfter(ReconnectStop event) {
        return owner.config().reconnect().stop().contains(event);
    }

    private void onDisconnect(Duration linger) {
        stopped = stopsAfter(ReconnectStop.AFTER_DISCONNECT);
        if (stopped && state != State.READY && state != State.FINISHING) {
            end();
        } else {
            onClose(linger);
        }
    }

    private void onClose(Duration linger) {
        if (state == State.CLOSED) {
            return;
        }
        closing = true;
        if (pipe == null && state != State.READY && state != State.FINISHING || linger.isZero()) {
            end();
            return;
        }
        if (linger.compareTo(SocketConfig.FOREVER) < 0) {
            endWithin(linger.toNanos());
        }
        if (pipe != null) {
            pipe.requestClose();
        } else if (engine != null) {
            engine.resumeOutput();
        }
    }

    private void onEndConnection() {
        ZmtpEngine current = engine;
        if (connector == null) {
            end();
        } else if (current != null) {
            current.close(); // and onEngineClosed() sees to the next attempt
        }
    }

    private void finish() {
        state = State.FINISHING;
        if (lingerTimer == null) {
            endWithin(LONGEST_FINISH);
        }
        requireEngine().shutDown();
    }

    /** The shortest time counts, as when a socket is closed soon after its endpoint was disconnected. */
    private void endWithin(long nanos) {
        long deadline = reactor.now() + nanos;
        if (lingerTimer != null) {
            if (deadline - lingerDeadline >= 0) {
                return;
            }
            lingerTimer.cancel();
        }
        lingerDeadline = deadline;
        lingerTimer = reactor.schedule(nanos, this::end);
    }

    private void end() {
        if (state == State.CLOSED) {
            return;
        }
        State was = state;
        state = State.CLOSED;
        if (lingerTimer != null) {
            lingerTimer.cancel();
        }
        if (connector != null) {
            connector.close();
        }
        ZmtpEngine current = engine;
        engine = null;
        if (current != null) {
            current.close();
            if (was == State.READY || was == State.FINISHING) {
                journal.disconnected("closed by this side", 0);
            }
        }
        dropPipe();
        thread.addLoad(-1);
        owner.release(this);
    }

    private void dropPipe() {
        if (pipe != null) {
            int dropped = pipe.close();
            pipe = null;
            if (dropped > 0) {
                owner.counters().drop(DropReason.CLOSED, dropped);
            }
        }
    }

    private ZmtpEngine requireEngine() {
        ZmtpEngine current = engine;
        assert current != null : "no engine in " + state;
        return current;
    }

    // -- any thread --

    @Override
    public long id() {
        return journal.id();
    }

    @Override
    public String endpoint() {
        return journal.endpoint();
    }

    @Override
    public boolean isAccepted() {
        return connector == null;
    }

    @Override
    public void close(Duration linger) {
        reactor.execute(new Close(this, linger));
    }

    @Override
    public void disconnect(Duration linger) {
        reactor.execute(new Disconnect(this, linger));
    }

    @Override
    public void endConnection() {
        reactor.execute(new EndConnection(this));
    }

    @Override
    public void named(byte[] routingId) {
        journal.named(routingId);
    }

    @Override
    public SocketStats.Peer status() {
        return journal.status();
    }

    @Override
    public String toString() {
        return "Session[" + owner.type() + " " + journal.endpoint() + " " + state + "]";
    }
}
