package io.zmq4j.internal.session;

import io.zmq4j.SocketConfig;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketStats;
import io.zmq4j.internal.reactor.Command;
import io.zmq4j.internal.reactor.IoHandle;
import io.zmq4j.internal.reactor.IoHandler;
import io.zmq4j.internal.reactor.IoThread;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.transport.AcceptFilters;
import io.zmq4j.internal.transport.BoundChannel;
import io.zmq4j.internal.transport.Transports;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections and makes a session of each. When accepting fails, as it does without free file descriptors, it pauses,
 * longer each time, so that the connections that are there keep their thread.
 */
public class Listener implements BoundChild, IoHandler {

    private static final int ACCEPTS_PER_TURN = 64;
    private static final long FIRST_PAUSE = Duration.ofMillis(10).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(1).toNanos();

    private final SessionOwner owner;
    private final IoThread thread;
    private final Reactor reactor;
    private final Supplier<IoThread> threads;
    private final BoundChannel bound;
    private final String endpoint;
    private final long id = PeerIds.next();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final Admission admission;

    // -- reactor --
    private @Nullable IoHandle handle;
    private long pause = FIRST_PAUSE;
    private boolean isClosed;

    /** @param threads chooses the thread of each accepted connection */
    public Listener(SessionOwner owner, IoThread thread, Supplier<IoThread> threads, BoundChannel bound) {
        this.owner = owner;
        this.thread = thread;
        this.reactor = thread.reactor();
        this.threads = threads;
        this.bound = bound;
        this.endpoint = bound.endpoint();
        this.admission = new Admission(owner, reactor, endpoint);
    }

    /** Starts accepting. Any thread, once. */
    public void open() {
        thread.addLoad(1);
        reactor.mailbox().send(new Open(this));
    }

    record Open(Listener target) implements Command {
        @Override
        public void execute() {
            target.onOpen();
        }
    }

    record Close(Listener target) implements Command {
        @Override
        public void execute() {
            target.onClose();
        }
    }

    private void onOpen() {
        if (isClosed) {
            return;
        }
        try {
            handle = reactor.register(bound.channel(), SelectionKey.OP_ACCEPT, this);
            owner.publish(new SocketEvent.Listening(endpoint));
        } catch (ClosedChannelException e) {
            onFailure(e);
        }
    }

    @Override
    public void onReady(int readyOps) {
        try {
            for (int i = 0; i < ACCEPTS_PER_TURN && !isClosed; i++) {
                SocketChannel accepted = accept();
                if (accepted == null) {
                    return;
                }
                pause = FIRST_PAUSE;
                open(accepted);
            }
        } catch (IOException e) {
            pauseAccepting(e);
        }
    }

    /** A seam for tests of what the system may answer. */
    @Nullable
    SocketChannel accept() throws IOException {
        return bound.channel().accept();
    }

    /** A seam for tests of what the system may answer. */
    void closeChannel() throws IOException {
        bound.close();
    }

    private void open(SocketChannel accepted) {
        Admission.Place place = null;
        try {
            SocketConfig config = owner.config();
            Transports.tune(accepted, config.tcp());
            String refusal = AcceptFilters.refusal(accepted, config);
            if (refusal != null) {
                Transports.closeQuietly(accepted);
                owner.counters().refused.incrementAndGet();
                acceptFailed(refusal);
                return;
            }
            place = admission.take(AcceptFilters.addressOf(accepted));
            if (place == null) {
                Transports.closeQuietly(accepted);
                return;
            }
            String peer = Transports.peerOf(accepted, endpoint);
            Session.accepted(owner, threads.get(), endpoint, accepted, peer, place);
        } catch (IOException | RuntimeException e) {
            // it left again before it was looked at
            Transports.closeQuietly(accepted);
            if (place != null) {
                place.leave();
            }
        }
    }

    private void acceptFailed(String reason) {
        owner.counters().error("accept at " + endpoint + ": " + reason);
        owner.publish(new SocketEvent.AcceptFailed(endpoint, reason));
    }

    private void pauseAccepting(IOException cause) {
        IoHandle current = handle;
        if (isClosed || current == null) {
            return;
        }
        acceptFailed(String.valueOf(cause.getMessage()));
        current.disable(SelectionKey.OP_ACCEPT);
        reactor.schedule(pause, () -> {
            if (!isClosed) {
                current.enable(SelectionKey.OP_ACCEPT);
            }
        });
        pause = Math.min(pause * 2, LONGEST_PAUSE);
    }

    @Override
    public void onFailure(Throwable failure) {
        owner.counters().error("listener at " + endpoint + ": " + failure);
        onClose();
    }

    private void onClose() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        SocketEvent end = release();
        thread.addLoad(-1);
        // the port is free only when the selector has let go of the channel
        reactor.afterDeregistration(() -> {
            owner.publish(end);
            owner.release(this);
            closed.complete(null);
        });
    }

    private SocketEvent release() {
        try {
            closeChannel();
            return new SocketEvent.Closed(endpoint);
        } catch (IOException e) {
            owner.counters().error("close of " + endpoint + ": " + e.getMessage());
            return new SocketEvent.CloseFailed(endpoint, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public CompletableFuture<Void> closed() {
        return closed;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public boolean isAccepted() {
        return false;
    }

    @Override
    public Reactor reactor() {
        return reactor;
    }

    @Override
    public void close(Duration linger) {
        reactor.execute(new Close(this));
    }

    @Override
    public void endConnection() {
        // it has connections, but is none
    }

    @Override
    public void named(byte[] routingId) {
        throw new UnsupportedOperationException("a listener is no peer");
    }

    @Override
    public SocketStats.@Nullable Peer status() {
        return null;
    }
}
