package io.zmq4j.internal.socket;

import io.zmq4j.ContextClosedException;
import io.zmq4j.Interest;
import io.zmq4j.Msg;
import io.zmq4j.SocketClosedException;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketStats;
import io.zmq4j.SocketType;
import io.zmq4j.UnroutableException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.ZmqTimeoutException;
import io.zmq4j.internal.pattern.Groups;
import io.zmq4j.internal.pattern.NumberedPeers;
import io.zmq4j.internal.pattern.Pattern;
import io.zmq4j.internal.pattern.Patterns;
import io.zmq4j.internal.pattern.Subscriptions;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.PipeHost;
import io.zmq4j.internal.reactor.Mailbox;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.session.Child;
import io.zmq4j.internal.session.ConnectionCounters;
import io.zmq4j.internal.session.Resolver;
import io.zmq4j.internal.session.Session;
import io.zmq4j.internal.session.SessionOwner;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A socket: its parts, their life, and what the application and the sessions ask of it. */
final class SocketCore implements ZmqSocket, SessionOwner {

    private enum State {
        OPEN,
        CLOSING,
        CLOSED_BY_CONTEXT
    }

    private static final int LONGEST_ID = 255;

    private final Ctx ctx;
    private final SocketType type;
    private final SocketGuard guard;
    private final Waiters waiters = new Waiters();
    private final Mailbox mailbox = new Mailbox(waiters);
    private final ConnectionCounters counters = new ConnectionCounters();
    private final TrafficCounters traffic = new TrafficCounters();
    private final Monitors monitors = new Monitors(this::runLater);
    private final Children children = new Children(this::onChildrenEnded);
    private final Endpoints endpoints;
    private final AtomicBoolean closeBegun = new AtomicBoolean();
    private final AtomicBoolean finished = new AtomicBoolean();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private final GuardedCalls calls;
    private final MessageCalls messages;

    /** Whether a send must come before a receive. */
    private final boolean oneByOne;

    // -- inside the guard --
    private final Pattern pattern;
    private final SocketPipes pipes;

    // -- any thread --
    private volatile SocketConfig config;
    private volatile State state = State.OPEN;

    SocketCore(Ctx ctx, SocketType type, SocketConfig config) {
        this.ctx = ctx;
        this.type = type;
        this.oneByOne = type == SocketType.REQ || type == SocketType.REP;
        this.config = config;
        this.guard = new SocketGuard(config.confined());
        this.pipes = new SocketPipes(
                mailbox,
                counters,
                monitors,
                drops -> Patterns.create(type, config, drops, ThreadLocalRandom.current()::nextInt));
        this.pattern = pipes.pattern();
        long spinNanos = ctx.config().spinTime().toNanos();
        Leading leading = new Leading(children, waiters, ctx.sleepers(), spinNanos);
        this.calls = new GuardedCalls(this, guard, waiters, mailbox, pipes, leading, ctx.failures());
        this.messages = new MessageCalls(this, guard, calls, mailbox, pipes, spinNanos, traffic);
        this.endpoints = new Endpoints(this, ctx);
    }

    // -- messages --

    @Override
    public void send(Msg msg) {
        Duration timeout = config.sendTimeout();
        if (!send(msg, timeout)) {
            throw new ZmqTimeoutException("the message was not sent within " + timeout + ": "
                    + (pipes.sendBacklog() > 0 ? "the peers are slower than the sender" : "no peer is there"));
        }
    }

    @Override
    public boolean send(Msg msg, Duration timeout) {
        boolean sent = messages.send(msg, timeout);
        if (oneByOne) {
            waiters.signalHooks(); // no message comes with it, but now one may be received
        }
        return sent;
    }

    @Override
    public int sendAll(List<Msg> msgs, Duration timeout) {
        int sent = messages.sendAll(msgs, timeout);
        if (oneByOne) {
            waiters.signalHooks();
        }
        return sent;
    }

    @Override
    public Msg receive() {
        Duration timeout = config.receiveTimeout();
        Msg msg = receive(timeout);
        if (msg == null) {
            throw new ZmqTimeoutException("no message was received within " + timeout);
        }
        return msg;
    }

    @Override
    public @Nullable Msg receive(Duration timeout) {
        return messages.receive(timeout);
    }

    @Override
    public int receive(Collection<? super Msg> into, int max, Duration timeout) {
        if (max < 1) {
            throw new IllegalArgumentException("max is " + max + ", allowed: from 1");
        }
        return messages.receive(into, max, timeout);
    }

    boolean isReady(Interest interest) {
        return messages.isReady(interest);
    }

    Waiters waiters() {
        return waiters;
    }

    // -- subscriptions --

    @Override
    public void subscribe(byte[] prefix) {
        byte[] copy = prefix.clone();
        calls.inside(() -> subscriptions().subscribe(copy));
    }

    @Override
    public void unsubscribe(byte[] prefix) {
        byte[] copy = prefix.clone();
        calls.inside(() -> subscriptions().unsubscribe(copy));
    }

    private Subscriptions subscriptions() {
        Subscriptions subscriptions = pattern.subscriptions();
        if (subscriptions == null) {
            throw new UnsupportedOperationException(type + " has no subscriptions, allowed: SUB, XSUB, manual XPUB");
        }
        return subscriptions;
    }

    @Override
    public int topicsCount() {
        int[] count = new int[1];
        calls.inside(() -> count[0] = pattern.out().topics());
        return count[0];
    }

    @Override
    public void join(String group) {
        calls.inside(() -> groups().join(group));
    }

    @Override
    public void leave(String group) {
        calls.inside(() -> groups().leave(group));
    }

    private Groups groups() {
        Groups groups = pattern.groups();
        if (groups == null) {
            throw new UnsupportedOperationException(type + " has no groups, allowed: DISH");
        }
        return groups;
    }

    // -- endpoints --

    @Override
    public String bind(String endpoint) {
        return endpoints.bind(endpoint);
    }

    @Override
    public void connect(String endpoint) {
        endpoints.connect(endpoint, Session.UNNAMED);
    }

    @Override
    public void connect(String endpoint, byte[] routingId) {
        if (type != SocketType.ROUTER && type != SocketType.STREAM) {
            throw new UnsupportedOperationException(type + " does not address its peers, allowed: ROUTER, STREAM");
        }
        if (routingId.length == 0 || routingId.length > LONGEST_ID || routingId[0] == 0) {
            throw new IllegalArgumentException("routingId has " + routingId.length + " bytes"
                    + (routingId.length > 0 && routingId[0] == 0 ? " and begins with a zero byte" : "")
                    + ", allowed: 1 to 255 bytes that do not begin with a zero byte");
        }
        endpoints.connect(endpoint, routingId.clone());
    }

    @Override
    public int connectPeer(String endpoint) {
        if (type != SocketType.PEER) {
            throw new UnsupportedOperationException(type + " cannot connect a peer by routing id, allowed: PEER");
        }
        NumberedPeers peers = numberedPeers();
        Pipe pipe = endpoints.connectPeer(endpoint);
        int[] id = new int[1];
        calls.inside(() -> id[0] = peers.idOf(pipe));
        return id[0];
    }

    @Override
    public void disconnectPeer(int routingId) {
        NumberedPeers peers = numberedPeers();
        Set<Pipe> ended = new HashSet<>();
        calls.inside(() -> {
            Pipe pipe = peers.find(routingId);
            if (pipe == null) {
                throw new UnroutableException("no peer of this " + type + " has the routing id "
                        + Integer.toUnsignedString(routingId) + ", allowed: ids of peers that are still there");
            }
            pipes.end(pipe);
            ended.add(pipe);
        });
        endpoints.onDisconnected(ended);
    }

    private NumberedPeers numberedPeers() {
        NumberedPeers peers = pattern.peers();
        if (peers == null) {
            throw new UnsupportedOperationException(type + " has no routing ids of its own, allowed: SERVER, PEER");
        }
        return peers;
    }

    @Override
    public void unbind(String endpoint) {
        endpoints.unbind(endpoint);
    }

    @Override
    public void disconnect(String endpoint) {
        endpoints.disconnect(endpoint);
    }

    @Override
    public List<String> boundEndpoints() {
        return endpoints.bound();
    }

    @Override
    public List<String> connectedEndpoints() {
        return endpoints.connected();
    }

    /** Brings a pipe of this socket's own making to the pattern, and wakes those who wait for a peer. */
    void attach(Pipe pipe) {
        calls.inside(() -> {
            pipe.attach(pipes);
            pipes.onAttach(pipe);
        });
        waiters.signal();
    }

    /** Settles what this socket calls the peer behind a pipe, before that is attached. */
    void name(Pipe pipe, byte[] id) {
        calls.inside(() -> pattern.in().name(pipe, id));
    }

    void detach(Pipe pipe) {
        calls.inside(() -> pipes.end(pipe));
    }

    /** Ends the pipes to peers that have connected to this name, which are not those of its own making. */
    void endLocalPeers(String endpoint, Set<@Nullable Pipe> ownPipes) {
        calls.inside(() -> pipes.closeLocal(endpoint, ownPipes));
    }

    List<Child> children() {
        return children.all();
    }

    InprocRegistry.Party party() {
        return new InprocRegistry.Party(type, this::config, pipes, this);
    }

    private void runLater(long delayNanos, Runnable task) {
        Reactor reactor = ctx.ioThread(config.affinity()).reactor();
        reactor.execute(() -> reactor.schedule(delayNanos, task));
    }

    // -- what sessions need --

    @Override
    public SocketType type() {
        return type;
    }

    @Override
    public SocketConfig config() {
        return config;
    }

    @Override
    public PipeHost host() {
        return pipes;
    }

    @Override
    public Resolver resolver() {
        return ctx.resolver();
    }

    @Override
    public ConnectionCounters counters() {
        return counters;
    }

    @Override
    public void publish(SocketEvent event) {
        monitors.publish(event);
    }

    @Override
    public boolean adopt(Child child) {
        return children.adopt(child);
    }

    @Override
    public void release(Child child) {
        children.release(child);
    }

    // -- configuration and insight --

    @Override
    public void reconfigure(UnaryOperator<SocketConfig> change) {
        calls.inside(() -> {
            SocketConfig changed = change.apply(config);
            if (changed.confined() != config.confined()) {
                throw new IllegalArgumentException("confined is fixed when the socket is made");
            }
            boolean otherMarks = changed.queues().sendHwm() != config.queues().sendHwm()
                    || changed.queues().receiveHwm() != config.queues().receiveHwm();
            config = changed;
            pattern.reconfigure().accept(changed);
            messages.reconfigure(changed);
            if (otherMarks) {
                pipes.changeMarks(changed.queues());
            }
        });
        waiters.signal();
    }

    @Override
    public SocketMonitor monitor() {
        return monitors.open(null);
    }

    @Override
    public SocketMonitor monitor(Set<Class<? extends SocketEvent>> types) {
        return monitors.open(types);
    }

    @Override
    public SocketMonitor monitor(Consumer<? super SocketEvent> listener) {
        SocketMonitor monitor = monitors.open(null);
        String name = ctx.config().threadNamePrefix() + "-monitor";
        ctx.named(new MonitorLoop(monitor, listener, ctx.failures()), name).start();
        return monitor;
    }

    @Override
    public boolean closeConnection(long peerId) {
        Child child = children.find(peerId);
        if (child != null && child.status() != null) {
            child.endConnection();
            return true;
        }
        return pipes.hasLocal(peerId) && calls.ask(() -> pipes.endLocal(peerId));
    }

    @Override
    public boolean awaitPeers(int count, Duration timeout) {
        requireCount(count);
        return calls.await(() -> pipes.hasReadyPeers(count), timeout, "awaitPeers");
    }

    @Override
    public int subscribers(byte[] topic) {
        return calls.ask(() -> pattern.out().receivers(topic));
    }

    @Override
    public boolean awaitSubscribers(byte[] topic, int count, Duration timeout) {
        requireCount(count);
        byte[] copy = topic.clone();
        return calls.await(() -> pattern.out().receivers(copy) >= count, timeout, "awaitSubscribers");
    }

    private static void requireCount(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count is " + count + ", allowed: from 0");
        }
    }

    @Override
    public SocketStats stats() {
        List<byte[]> subscribed = config.confined() && !guard.isMine() ? List.of() : upToDate();
        return Snapshots.of(traffic, counters, pipes, endpoints, children.all(), subscribed);
    }

    /** Executes what is waiting, so that peers count that have just come; the owner alone can do that when confined. */
    private List<byte[]> upToDate() {
        guard.enter();
        try {
            if (!isClosed()) {
                calls.executeCommands();
            }
            Subscriptions subscriptions = pattern.subscriptions();
            Groups groups = pattern.groups();
            if (groups != null) {
                return groups.list();
            }
            return subscriptions == null ? List.of() : subscriptions.list();
        } finally {
            calls.leave();
        }
    }

    @Override
    public void handOver(Thread next) {
        guard.handOver(next);
    }

    // -- the end --

    @Override
    public boolean isClosed() {
        return state != State.OPEN;
    }

    SocketClosedException closedException() {
        return state == State.CLOSED_BY_CONTEXT
                ? new ContextClosedException("the context of this " + type + " socket is closed")
                : new SocketClosedException("this " + type + " socket is closed");
    }

    @Override
    public void close() {
        startClosing(false);
        endpoints.awaitFreePorts();
    }

    /** Closes without waiting for anything but the end of calls that run. Any thread. */
    void startClosing(boolean byContext) {
        if (!closeBegun.compareAndSet(false, true)) {
            return;
        }
        state = byContext ? State.CLOSED_BY_CONTEXT : State.CLOSING;
        waiters.signal();
        endpoints.close();
        guard.enterToClose();
        try {
            mailbox.drain(Integer.MAX_VALUE, ctx.failures());
            pipes.close();
            ctx.reaper().reap(mailbox);
        } finally {
            calls.leave();
        }
        children.close(linger());
    }

    /** A DISH has nothing to deliver. */
    Duration linger() {
        return type == SocketType.DISH ? Duration.ZERO : config.linger();
    }

    private void onChildrenEnded() {
        if (finished.compareAndSet(false, true)) {
            monitors.close();
            ctx.remove(this);
            done.complete(null);
        }
    }

    /** Done when nothing of the socket is left. */
    CompletableFuture<Void> done() {
        return done;
    }

    @Override
    public String toString() {
        return type + " socket, bound to " + endpoints.bound() + ", connected to " + endpoints.connected();
    }
}
