package io.zmq4j.internal.socket;

import io.zmq4j.ContextClosedException;
import io.zmq4j.ContextConfig;
import io.zmq4j.Poller;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqException;
import io.zmq4j.ZmqLoop;
import io.zmq4j.ZmqSocket;
import io.zmq4j.internal.reactor.FailureHandler;
import io.zmq4j.internal.reactor.IoThread;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.session.Resolver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A context: its io threads, its sockets, pollers and loops, and the names within it. Any thread. */
final class Ctx implements ZmqContext {

    private static final System.Logger LOG = System.getLogger(ZmqContext.class.getName());

    /** What closing may take beyond the linger of the sockets. */
    private static final Duration GRACE = Duration.ofMillis(300);

    private static final long THREAD_END_MILLIS = 500;

    private final ContextConfig config;
    private final FailureHandler failures = Ctx::report;
    private final List<IoThread> ioThreads = new ArrayList<>();
    private final Reaper reaper;
    private final Resolver resolver;
    private final ThreadFactory threads;
    private final ContextAuthentication authentication;
    private final HandshakeHelpers handshakes;
    private final InprocRegistry inproc = new InprocRegistry();
    private final Set<SocketCore> sockets = ConcurrentHashMap.newKeySet();
    private final Set<AutoCloseable> helpers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger sleepers = new AtomicInteger();
    private final AtomicInteger openSockets = new AtomicInteger();
    private final AtomicBoolean closeBegun = new AtomicBoolean();
    private final AtomicBoolean openBindingTold = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    Ctx(ContextConfig config) {
        this.config = config;
        this.threads = config.threadFactory() == null ? Ctx::daemon : config.threadFactory();
        for (int i = 0; i < config.ioThreads(); i++) {
            String name = config.threadNamePrefix() + "-io-" + i;
            ioThreads.add(new IoThread(new Reactor(System::nanoTime, failures), task -> named(task, name)));
        }
        reaper = new Reaper(ioThreads.get(0).reactor(), failures);
        resolver = new Resolver(task -> named(task, config.threadNamePrefix() + "-resolver"));
        authentication = new ContextAuthentication(this);
        handshakes = new HandshakeHelpers(task -> named(task, config.threadNamePrefix() + "-handshake"));
        ioThreads.forEach(IoThread::start);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }

    Thread named(Runnable task, String name) {
        Thread thread = threads.newThread(task);
        thread.setName(name);
        return thread;
    }

    private static void report(Object source, Throwable failure) {
        LOG.log(System.Logger.Level.ERROR, "internal error in " + source + ", which goes on without it", failure);
    }

    @Override
    public ZmqSocket socket(SocketType type, SocketConfig socketConfig) {
        requireOpen();
        if (openSockets.incrementAndGet() > config.maxSockets()) {
            openSockets.decrementAndGet();
            throw new ZmqException("the context has its " + config.maxSockets()
                    + " sockets; close some, or raise ContextConfig.maxSockets");
        }
        SocketCore socket;
        try {
            socket = new SocketCore(this, type, socketConfig);
        } catch (RuntimeException e) {
            openSockets.decrementAndGet();
            throw e;
        }
        sockets.add(socket);
        if (closeBegun.get()) {
            socket.startClosing(true);
            throw new ContextClosedException("the context is closed");
        }
        return socket;
    }

    /** Says once that everybody may connect. */
    void warnOfOpenBinding(String endpoint) {
        if (openBindingTold.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    endpoint
                            + " is open to everybody who reaches this machine, and nothing is encrypted: bind an address"
                            + " such as tcp://127.0.0.1:*, or set security or zapDomain. Further ones are not told");
        }
    }

    void remove(SocketCore socket) {
        if (sockets.remove(socket)) {
            openSockets.decrementAndGet();
        }
    }

    @Override
    public Poller poller() {
        requireOpen();
        return adopt(new SocketPoller(this));
    }

    @Override
    public ZmqLoop loop(String name) {
        requireOpen();
        return adopt(new SocketLoop(this, name));
    }

    private <T extends AutoCloseable> T adopt(T helper) {
        helpers.add(helper);
        if (closeBegun.get()) {
            closeHelper(helper);
            throw new ContextClosedException("the context is closed");
        }
        return helper;
    }

    void forget(AutoCloseable helper) {
        helpers.remove(helper);
    }

    private static void closeHelper(AutoCloseable helper) {
        try {
            helper.close();
        } catch (Exception e) {
            report(helper, e);
        }
    }

    /**
     * The least loaded io thread that the affinity allows; bit n stands for thread n, 0 for all.
     *
     * @throws IllegalArgumentException when it allows none that is there
     */
    IoThread ioThread(long affinity) {
        IoThread best = null;
        for (int i = 0; i < ioThreads.size(); i++) {
            IoThread candidate = ioThreads.get(i);
            boolean allowed = affinity == 0 || (affinity & (1L << i)) != 0;
            if (allowed && (best == null || candidate.load() < best.load())) {
                best = candidate;
            }
        }
        if (best == null) {
            throw new IllegalArgumentException("affinity is 0x" + Long.toHexString(affinity)
                    + ", allowed: 0, or a bit from 0 to " + (ioThreads.size() - 1)
                    + ", as the context has " + ioThreads.size() + " io threads");
        }
        return best;
    }

    /** How many threads wait in calls of sockets without polling. */
    AtomicInteger sleepers() {
        return sleepers;
    }

    Reaper reaper() {
        return reaper;
    }

    Resolver resolver() {
        return resolver;
    }

    ContextAuthentication authentication() {
        return authentication;
    }

    HandshakeHelpers handshakes() {
        return handshakes;
    }

    InprocRegistry inproc() {
        return inproc;
    }

    FailureHandler failures() {
        return failures;
    }

    @Override
    public ContextConfig config() {
        return config;
    }

    @Override
    public int openSockets() {
        return openSockets.get();
    }

    @Override
    public boolean isClosed() {
        return closeBegun.get();
    }

    @Override
    public boolean isServing() {
        return !closeBegun.get() && ioThreads.stream().allMatch(IoThread::isAlive);
    }

    private void requireOpen() {
        if (closeBegun.get()) {
            throw new ContextClosedException("the context is closed");
        }
    }

    @Override
    public void close() {
        if (!closeBegun.compareAndSet(false, true)) {
            Uninterruptibly.await(closed, SocketConfig.FOREVER);
            return;
        }
        try {
            List<SocketCore> closing = List.copyOf(sockets);
            closing.forEach(socket -> socket.startClosing(true));
            helpers.forEach(Ctx::closeHelper);
            Uninterruptibly.await(
                    CompletableFuture.allOf(
                            closing.stream().map(SocketCore::done).toArray(CompletableFuture[]::new)),
                    longestLinger(closing));
            resolver.close();
            authentication.close();
            handshakes.close();
            ioThreads.forEach(IoThread::close);
            endThreads();
        } finally {
            closed.complete(null);
        }
    }

    private static Duration longestLinger(List<SocketCore> closing) {
        Duration longest = Duration.ZERO;
        for (SocketCore socket : closing) {
            Duration linger = socket.config().linger();
            longest = linger.compareTo(longest) > 0 ? linger : longest;
        }
        return longest.equals(SocketConfig.FOREVER) ? longest : longest.plus(GRACE);
    }

    private void endThreads() {
        boolean interrupted = Thread.interrupted();
        for (IoThread thread : ioThreads) {
            try {
                if (!thread.join(THREAD_END_MILLIS)) {
                    LOG.log(System.Logger.Level.WARNING, "an io thread has not ended within 500 ms");
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
