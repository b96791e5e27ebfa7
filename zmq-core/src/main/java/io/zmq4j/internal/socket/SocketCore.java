package io.zmq4j.internal.socket;

import io.zmq4j.Interest;
import io.zmq4j.Msg;
import io.zmq4j.SocketClosedException;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketStats;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.ZmqTimeoutException;
import io.zmq4j.internal.pattern.Pattern;
import io.zmq4j.internal.pattern.Patterns;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.PipeHost;
import io.zmq4j.internal.reactor.Mailbox;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.session.Authentication;
import io.zmq4j.internal.session.Child;
import io.zmq4j.internal.session.ConnectionCounters;
import io.zmq4j.internal.session.Resolver;
import io.zmq4j.internal.session.Session;
import io.zmq4j.internal.session.SessionOwner;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A socket: puts its parts together, and gives to each what the application and the sessions ask of it. */
final class SocketCore implements ZmqSocket, SessionOwner {

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
    private final SocketLife life;

    private final GuardedCalls calls;
    private final SendCalls sends;
    private final ReceiveCalls receives;
    private final PatternCalls patternCalls;

    /** Whether a send must come before a receive. */
    private final boolean oneByOne;

    // -- inside the guard --
    private final Pattern pattern;
    private final SocketPipes pipes;

    // -- any thread --
    private volatile SocketConfig config;

    SocketCore(Ctx ctx, SocketType type, SocketConfig config) {
        Session.requireAvailable(config);
        this.ctx = ctx;
        this.type = type;
        this.oneByOne = type == SocketType.REQ || type == SocketType.REP;
        this.config = config;
        this.life = new SocketLife(type);
        this.guard = new SocketGuard(config.confined());
        this.pipes = new SocketPipes(
                mailbox,
                counters,
                monitors,
                drops -> Patterns.create(type, config, drops, ThreadLocalRandom.current()::nextInt));
        this.pattern = pipes.pattern();
        long spinNanos = ctx.config().spinTime().toNanos();
        Leading leading = new Leading(children, waiters, ctx.sleepers(), spinNanos);
        this.calls = new GuardedCalls(life, guard, waiters, mailbox, pipes, leading, ctx.failures());
        this.sends = new SendCalls(config, guard, calls, pipes, traffic);
        BriefSpin spin = new BriefSpin(spinNanos);
        this.receives = new ReceiveCalls(life, guard, calls, mailbox, pipes, spin, oneByOne, traffic);
        this.endpoints = new Endpoints(this, ctx);
        this.patternCalls = new PatternCalls(type, calls, pipes, endpoints);
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
        boolean sent = sends.send(msg, timeout);
        if (oneByOne) {
            waiters.signalHooks(); // no message comes with it, but now one may be received
        }
        return sent;
    }

    @Override
    public int sendAll(List<Msg> msgs, Duration timeout) {
        int sent = sends.sendAll(msgs, timeout);
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
        return receives.receive(timeout);
    }

    @Override
    public int receive(Collection<? super Msg> into, int max, Duration timeout) {
        if (max < 1) {
            throw new IllegalArgumentException("max is " + max + ", allowed: from 1");
        }
        return receives.receive(into, max, timeout);
    }

    /** Which of these are possible without waiting; all of them on a closed socket, as the call tells then. */
    boolean isReady(Interest interest) {
        if (isClosed()) {
            return true;
        }
        guard.enter();
        try {
            if (isClosed()) {
                return true;
            }
            calls.executeCommands();
            return switch (interest) {
                case READABLE -> pattern.in().canReceive();
                case WRITABLE -> pattern.out().canSend();
            };
        } finally {
            calls.leave();
        }
    }

    Waiters waiters() {
        return waiters;
    }

    // -- what only some types are asked for --

    @Override
    public void subscribe(byte[] prefix) {
        patternCalls.subscribe(prefix);
    }

    @Override
    public void unsubscribe(byte[] prefix) {
        patternCalls.unsubscribe(prefix);
    }

    @Override
    public int topicsCount() {
        return patternCalls.topicsCount();
    }

    @Override
    public int subscribers(byte[] topic) {
        return patternCalls.subscribers(topic);
    }

    @Override
    public boolean awaitSubscribers(byte[] topic, int count, Duration timeout) {
        requireCount(count);
        return patternCalls.awaitSubscribers(topic, count, timeout);
    }

    @Override
    public void join(String group) {
        patternCalls.join(group);
    }

    @Override
    public void leave(String group) {
        patternCalls.leave(group);
    }

    @Override
    public void connect(String endpoint, byte[] routingId) {
        patternCalls.connect(endpoint, routingId);
    }

    @Override
    public int connectPeer(String endpoint) {
        return patternCalls.connectPeer(endpoint);
    }

    @Override
    public void disconnectPeer(int routingId) {
        patternCalls.disconnectPeer(routingId);
    }

    @Override
    public boolean canSendTo(byte[] routingId) {
        return patternCalls.canSendTo(routingId);
    }

    @Override
    public boolean canSendTo(int routingId) {
        return patternCalls.canSendTo(routingId);
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
    public Authentication authentication() {
        return ctx.authentication();
    }

    @Override
    public Executor helpers() {
        return ctx.handshakes();
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
            sends.reconfigure(changed);
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

    private static void requireCount(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count is " + count + ", allowed: from 0");
        }
    }

    @Override
    public SocketStats stats() {
        // only the owner of a confined socket can execute what is waiting, so that peers count that have just come
        List<byte[]> interests = config.confined() && !guard.isMine() ? List.of() : calls.look(patternCalls::interests);
        return Snapshots.of(traffic, counters, pipes, endpoints, children.all(), interests);
    }

    @Override
    public void handOver(Thread next) {
        guard.handOver(next);
    }

    // -- the end --

    @Override
    public boolean isClosed() {
        return life.isClosed();
    }

    SocketClosedException closedException() {
        return life.closedException();
    }

    @Override
    public void close() {
        startClosing(false);
        endpoints.awaitFreePorts();
    }

    /** Closes without waiting for anything but the end of calls that run. Any thread. */
    void startClosing(boolean byContext) {
        if (!life.beginClosing(byContext)) {
            return;
        }
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
        life.finish(() -> {
            monitors.close();
            ctx.remove(this);
        });
    }

    /** Done when nothing of the socket is left. */
    CompletableFuture<Void> done() {
        return life.done();
    }

    @Override
    public String toString() {
        return type + " socket, bound to " + endpoints.bound() + ", connected to " + endpoints.connected();
    }
}
