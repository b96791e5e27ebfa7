package io.zmq4j.internal.session;

import io.zmq4j.ReconnectStop;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketEvent;
import io.zmq4j.internal.reactor.Command;
import io.zmq4j.internal.reactor.IoHandle;
import io.zmq4j.internal.reactor.IoHandler;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.reactor.Timers;
import io.zmq4j.internal.transport.Endpoint;
import io.zmq4j.internal.transport.Route;
import io.zmq4j.internal.transport.SocksDialog;
import io.zmq4j.internal.transport.Transports;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes the connection of a session, and makes it again: resolves the name, tries every address in turn, and after a failure
 * waits as {@link ReconnectBackoff} says. A connected channel goes to the session, and the connector rests until it is told to
 * retry.
 */
final class Connector implements IoHandler, Resolver.Callback {

    private enum State {
        IDLE,
        RESOLVING,
        CONNECTING,
        /** Connected to the proxy, which is asked for the peer. */
        ASKING,
        WAITING,
        CLOSED
    }

    private final Session session;
    private final SessionOwner owner;
    private final Reactor reactor;
    private final Endpoint endpoint;
    private final ReconnectBackoff backoff =
            new ReconnectBackoff(() -> ThreadLocalRandom.current().nextDouble());
    private final Deque<Route> untried = new ArrayDeque<>();
    private State state = State.IDLE;
    private @Nullable SocketChannel channel;
    private @Nullable IoHandle handle;
    private Timers.@Nullable Timer timer;
    private SocketConfig.@Nullable Socks proxy;
    private @Nullable SocksDialog dialog;

    /** Whether every address tried in this round has refused. */
    private boolean refused;

    Connector(Session session, SessionOwner owner, Reactor reactor, Endpoint endpoint) {
        this.session = session;
        this.owner = owner;
        this.reactor = reactor;
        this.endpoint = endpoint;
    }

    /** Starts a session on its reactor. */
    record Open(Session session) implements Command {
        @Override
        public void execute() {
            session.onOpen();
        }
    }

    /** DNS has answered. */
    record Resolved(Resolver.Callback receiver, Resolver.Answer answer) implements Command {
        @Override
        public void execute() {
            answer.execute(receiver);
        }
    }

    void start() {
        assert reactor.isCurrent();
        if (state == State.CLOSED) {
            return;
        }
        state = State.RESOLVING;
        SocketConfig.Socks socks = owner.config().socks();
        boolean byProxy = socks.isSet() && endpoint.transport() == Endpoint.Transport.TCP;
        proxy = byProxy ? socks : null;
        Endpoint first = byProxy ? endpoint.by(socks.proxy()) : endpoint;
        owner.resolver().resolve(first, owner.config().tcp(), reactor, this);
    }

    @Override
    public void onResolved(List<Route> routes) {
        if (state == State.RESOLVING) {
            untried.clear();
            untried.addAll(routes);
            refused = true;
            connectNext();
        }
    }

    @Override
    public void onUnresolved(String reason) {
        if (state == State.RESOLVING) {
            refused = false;
            attemptFailed(reason);
        }
    }

    private void connectNext() {
        Route route = untried.remove();
        state = State.CONNECTING;
        dialog = proxy == null ? null : new SocksDialog(proxy, endpoint);
        try {
            SocketChannel connecting = Transports.connect(route, owner.config().tcp());
            channel = connecting;
            handle = reactor.register(connecting, SelectionKey.OP_CONNECT, this);
            long limit = connectLimit();
            if (limit > 0) {
                timer = reactor.schedule(limit, () -> {
                    refused = false;
                    attemptFailed((state == State.ASKING ? "no answer of the SOCKS proxy" : "no connection") + " after "
                            + limit / 1_000_000 + " ms");
                });
            }
            if (connecting.isConnected()) {
                onReady(SelectionKey.OP_CONNECT);
            } else {
                owner.publish(new SocketEvent.ConnectDelayed(
                        endpoint.text(), Transports.peerOf(route, endpoint.text()), session.id()));
            }
        } catch (IOException | RuntimeException e) {
            refused &= e instanceof ConnectException;
            attemptFailed(route + ": " + e.getMessage());
        }
    }

    /** Nanoseconds, 0 = the system's limit. That knows nothing of proxies, so these may take as long as a handshake. */
    private long connectLimit() {
        SocketConfig.Handshake config = owner.config().handshake();
        boolean limited = !config.connectTimeout().isZero();
        return (limited || dialog == null ? config.connectTimeout() : config.timeout()).toNanos();
    }

    @Override
    public void onReady(int readyOps) {
        SocketChannel connected = channel;
        IoHandle registration = handle;
        if (connected == null || registration == null) {
            return;
        }
        try {
            if (state == State.CONNECTING && connected.finishConnect()) {
                if (connected.getLocalAddress().equals(connected.getRemoteAddress())) {
                    throw new IOException("connected to itself, as nobody listens there");
                }
                registration.disable(SelectionKey.OP_CONNECT);
                state = State.ASKING;
            }
            if (state == State.ASKING && isThrough(connected, registration)) {
                onConnected(connected);
            }
        } catch (IOException e) {
            refused &= e instanceof ConnectException;
            attemptFailed(String.valueOf(e.getMessage()));
        }
    }

    /** Whether the peer is at the other end; true at once without a proxy. */
    private boolean isThrough(SocketChannel connected, IoHandle registration) throws IOException {
        SocksDialog asked = dialog;
        if (asked == null) {
            return true;
        }
        boolean done = asked.advance(connected);
        registration.disable(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        if (!done) {
            registration.enable(asked.interest());
        }
        return done;
    }

    private void onConnected(SocketChannel connected) throws IOException {
        cancelTimer();
        String peer = dialog == null ? Transports.peerOf(connected, endpoint.text()) : dialog.peer();
        channel = null;
        handle = null;
        state = State.IDLE;
        session.onConnected(connected, peer);
    }

    @Override
    public void onFailure(Throwable failure) {
        refused = false;
        attemptFailed("internal error: " + failure);
    }

    private void attemptFailed(String reason) {
        release();
        owner.counters().error("connect to " + endpoint + ": " + reason);
        owner.publish(new SocketEvent.ConnectFailed(endpoint.text(), reason, session.id()));
        if (state == State.CLOSED) {
            return;
        }
        if (!untried.isEmpty()) {
            connectNext();
        } else if (refused && owner.config().reconnect().stop().contains(ReconnectStop.REFUSED)) {
            giveUp();
        } else {
            retry();
        }
    }

    private void giveUp() {
        state = State.CLOSED;
        session.onGivenUp();
    }

    /** Connects again after a while, or gives up if the socket does not want that. */
    void retry() {
        assert reactor.isCurrent();
        if (state == State.CLOSED) {
            return;
        }
        SocketConfig.Reconnect config = owner.config().reconnect();
        if (!config.enabled()) {
            giveUp();
            return;
        }
        long delay = backoff.next(config);
        state = State.WAITING;
        owner.counters().reconnects.incrementAndGet();
        owner.publish(new SocketEvent.ConnectRetried(endpoint.text(), Duration.ofNanos(delay), session.id()));
        session.onWaiting();
        timer = reactor.schedule(delay, () -> {
            timer = null;
            session.onConnecting();
            start();
        });
    }

    /** The handshake is complete, so the next loss is the first one again. */
    void onReadyPeer() {
        backoff.reset();
    }

    void close() {
        state = State.CLOSED;
        release();
    }

    private void release() {
        cancelTimer();
        Transports.closeQuietly(channel);
        channel = null;
        handle = null;
        reactor.onChannelChanged();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
