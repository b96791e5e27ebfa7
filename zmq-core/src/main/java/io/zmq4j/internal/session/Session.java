package io.zmq4j.internal.session;

import io.zmq4j.Authenticator;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.ReconnectStop;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketStats;
import io.zmq4j.SocketType;
import io.zmq4j.internal.engine.Engine;
import io.zmq4j.internal.engine.EngineFailure;
import io.zmq4j.internal.engine.EngineOwner;
import io.zmq4j.internal.engine.Judged;
import io.zmq4j.internal.pipe.Notice;
import io.zmq4j.internal.pipe.PeerReady;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.PipeHost;
import io.zmq4j.internal.pipe.PipePair;
import io.zmq4j.internal.pipe.Subscription;
import io.zmq4j.internal.reactor.Command;
import io.zmq4j.internal.reactor.IoThread;
import io.zmq4j.internal.transport.Endpoint;
import io.zmq4j.internal.transport.Transports;
import io.zmq4j.internal.zmtp.ZmtpConnection;
import io.zmq4j.internal.zmtp.ZmtpPeer;
import io.zmq4j.internal.zmtp.mechanism.Credentials;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a socket: joins its pipe to an engine. A connecting session keeps its pipe and makes the connection again
 * when it is lost; an accepted one has a pipe only from the handshake on, and ends with its connection.
 */
public final class Session extends PipedChild implements EngineOwner {

    /** The types that tell their peers what they want. */
    private static final Set<SocketType> SUBSCRIBERS = EnumSet.of(SocketType.SUB, SocketType.XSUB, SocketType.DISH);

    /** For a peer that has a say in what it is called. */
    public static final byte[] UNNAMED = {};

    private enum State {
        CONNECTING,
        HANDSHAKING,
        READY,
        /** Everything is written, and the peer was told; waiting for it to close. */
        FINISHING,
        CLOSED
    }

    private final @Nullable Connector connector;

    /** What this side calls the peer, empty = the peer has a say. */
    private final byte[] peerId;

    private final Engines engines;
    private final Judge judge;

    // -- reactor --
    private State state = State.CONNECTING;
    private @Nullable Engine engine;

    /** Of a subscriber that connects: what each new connection has to be told first. */
    private final @Nullable SubscriptionLedger ledger;

    /** Of an accepted connection: its place among those of its listener. */
    private Admission.@Nullable Place place;

    /** The connection that was accepted, until the engine has it. */
    private @Nullable SocketChannel accepted;

    private boolean closing;

    /** Why this side ends it. */
    private String endReason = "closed by this side";

    /** Whether a connection that is lost before the end is not made again. */
    private boolean stopped;

    private Session(
            SessionOwner owner,
            IoThread thread,
            String endpoint,
            @Nullable Endpoint target,
            @Nullable Pipe pipe,
            byte[] peerId) {
        super(owner, thread, endpoint, pipe);
        this.peerId = peerId;
        this.judge = new Judge(owner);
        this.engines = new Engines(owner, reactor, endpoint, target);
        this.ledger = SUBSCRIBERS.contains(owner.type()) && pipe != null ? new SubscriptionLedger() : null;
        this.connector = target == null ? null : new Connector(this, owner, reactor, target);
    }

    /** @throws IllegalStateException when the security that is wanted needs a library that is not there */
    public static void requireAvailable(SocketConfig config) {
        ZmtpConnection.requireAvailable(config.security());
    }

    /**
     * Starts a session that connects. Any thread. A socket that is closing does not adopt it, and nothing happens.
     *
     * @param pipe the session's end of the pipe that its socket has already; null = the socket gets one when the peer is
     *     ready
     * @param peerId what this side calls the peer, empty = the peer has a say
     */
    public static Child connecting(
            SessionOwner owner, IoThread thread, Endpoint target, @Nullable Pipe pipe, byte[] peerId) {
        Session session = new Session(owner, thread, target.text(), target, pipe, peerId);
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
            SessionOwner owner,
            IoThread thread,
            String endpoint,
            SocketChannel channel,
            String peerAddress,
            Admission.Place place) {
        Session session = new Session(owner, thread, endpoint, null, null, UNNAMED);
        session.accepted = channel;
        session.place = place;
        session.journal.accepted(peerAddress);
        if (!owner.adopt(session)) {
            Transports.closeQuietly(channel);
            place.leave();
            return;
        }
        thread.addLoad(1);
        session.reactor.execute(new AttachEngine(session));
    }

    record AttachEngine(Session target) implements Command {
        @Override
        public void execute() {
            target.onAccepted();
        }
    }

    record Disconnect(Session target, Duration linger) implements Command {
        @Override
        public void execute() {
            target.onDisconnect(linger);
        }
    }

    record Expel(Session target, String reason) implements Command {
        @Override
        public void execute() {
            target.onExpel(reason);
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

    private void onAccepted() {
        SocketChannel channel = accepted;
        accepted = null;
        if (channel != null) { // else it was ended before
            startEngine(channel);
        }
    }

    private void startEngine(SocketChannel channel) {
        state = State.HANDSHAKING;
        Engine started = engines.create(channel, this);
        journal.handshaking(started);
        engine = started;
        started.start();
    }

    // -- the engine's --

    @Override
    public Executor helpers() {
        return owner.helpers();
    }

    @Override
    public void onCredentials(Credentials credentials, Judged connection) {
        judge.ask(credentials, journal.host(), requireEngine().certificates(), decision -> reactor.mailbox()
                .send(new Decide(this, connection, decision)));
    }

    private void onDecision(Judged connection, Authenticator.Decision decision) {
        if (connection == engine && state == State.HANDSHAKING) {
            journal.decided(decision);
            connection.onVerdict(decision.status());
        }
    }

    record Decide(Session target, Judged connection, Authenticator.Decision decision) implements Command {
        @Override
        public void execute() {
            target.onDecision(connection, decision);
        }
    }

    @Override
    public void onHandshake(ZmtpPeer peer) {
        byte[] routingId = peerId.length > 0 ? peerId : peer.routingId();
        Engine current = requireEngine();
        Metadata metadata = journal.ready(peer.metadata(), routingId, current.proven());
        current.messageMetadata(metadata);
        if (connector != null) {
            connector.onReadyPeer();
        }
        if (place != null) {
            place.ready();
        }
        state = State.READY;
        PeerReady ready = new PeerReady(peer.type(), routingId, metadata);
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

    @Override
    public void greet(ZmtpConnection connection) {
        Notices.greet(connection, owner.type(), owner.config());
    }

    private void attachNewPipe(PeerReady ready) {
        PipePair pair = PeerPipes.create(owner);
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
    public @Nullable Msg takeNext() {
        Pipe source = pipe;
        return source == null || state != State.READY ? null : source.read();
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
        if (connector == null
                || closing && (pipe == null || engines.isRaw())
                || was == State.FINISHING
                || stopped
                || refused) {
            end();
            return;
        }
        if ((engines.isRaw() || owner.config().queues().immediate()) && !closing) {
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
    public void onReadable(Pipe readable) {
        Engine current = engine;
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
        if (state != State.CLOSED) {
            lingerOn();
        }
        if (engine != null) {
            engine.resumeInput();
        }
    }

    @Override
    public void onEnded(Pipe ended) {
        pipe = null;
        closing = true;
        Engine current = engine;
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

    @Override
    void onClose(Duration linger) {
        if (state == State.CLOSED) {
            return;
        }
        closing = true;
        if (pipe == null && state != State.READY && state != State.FINISHING || linger.isZero()) {
            end();
            return;
        }
        if (linger.compareTo(SocketConfig.FOREVER) < 0) {
            deadline.within(linger.toNanos());
        }
        if (pipe != null) {
            pipe.requestClose();
        } else if (engine != null) {
            engine.resumeOutput();
        }
    }

    private void onEndConnection() {
        Engine current = engine;
        if (connector == null) {
            end();
        } else if (current != null) {
            current.close(); // and onEngineClosed() sees to the next attempt
        }
    }

    private void onExpel(String reason) {
        endReason = reason;
        end();
    }

    private void finish() {
        state = State.FINISHING;
        if (!deadline.isSet()) {
            deadline.within(LONGEST_FINISH);
        }
        requireEngine().shutDown();
    }

    @Override
    void end() {
        if (state == State.CLOSED) {
            return;
        }
        State was = state;
        state = State.CLOSED;
        deadline.cancel();
        Transports.closeQuietly(accepted);
        accepted = null;
        if (connector != null) {
            connector.close();
        }
        if (place != null) {
            place.leave();
        }
        Engine current = engine;
        engine = null;
        if (current != null) {
            current.close();
            if (was == State.READY || was == State.FINISHING) {
                journal.disconnected(endReason, 0);
            }
        }
        dropPipe();
        thread.addLoad(-1);
        owner.release(this);
    }

    private Engine requireEngine() {
        Engine current = engine;
        assert current != null : "no engine in " + state;
        return current;
    }

    // -- any thread --

    @Override
    public boolean isAccepted() {
        return connector == null;
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
    public void expel(String reason) {
        reactor.mailbox().send(new Expel(this, reason));
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
