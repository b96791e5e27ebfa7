package io.zmq4j.internal.socket;

import io.zmq4j.DropReason;
import io.zmq4j.PeerLimit;
import io.zmq4j.SocketConfig;
import io.zmq4j.internal.pattern.Drops;
import io.zmq4j.internal.pattern.Pattern;
import io.zmq4j.internal.pipe.PeerReady;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.PipeHost;
import io.zmq4j.internal.reactor.Command;
import io.zmq4j.internal.reactor.Mailbox;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.session.ConnectionCounters;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The pipes of a socket, which it brings to its pattern. Owned by whoever is inside the socket's guard, after the close by
 * the reaper; only the sums are for any thread.
 */
final class SocketPipes implements PipeHost, Drops {

    private final Mailbox mailbox;
    private final ConnectionCounters counters;
    private final Pattern pattern;

    private final Monitors monitors;

    /** All pipes, with what is known of their peers. */
    private final Map<Pipe, PipePeer> pipes = new ConcurrentHashMap<>();

    /** Whether a peer inside this process was ever ready. */
    private boolean hadLocalPeers;

    private boolean closed;

    /** For which commands were left that somebody has to see to when the guard is left. */
    private @Nullable Reactor left;

    /** While a batch is sent, and the pipe that was written to last then. */
    private boolean gathering;

    private @Nullable Pipe gathered;

    /** @param factory makes the pattern, which reports what it drops and closes here */
    SocketPipes(Mailbox mailbox, ConnectionCounters counters, Monitors monitors, Function<Drops, Pattern> factory) {
        this.mailbox = mailbox;
        this.monitors = monitors;
        this.counters = counters;
        this.pattern = factory.apply(this);
    }

    Pattern pattern() {
        return pattern;
    }

    @Override
    public Mailbox mailbox() {
        return mailbox;
    }

    /**
     * Leaves the command to be executed after this call of the socket: by then there may be more for that reactor, and the
     * caller may have the time to run it.
     */
    @Override
    public void tell(PipeHost other, Command command) {
        Reactor reactor = other.reactor();
        if (reactor == null || closed || left != null && left != reactor) {
            other.mailbox().send(command);
        } else {
            left = reactor;
            reactor.mailbox().leave(command);
        }
    }

    /** From now on what is written to a pipe in a row becomes visible together, at the latest by {@link #stopGathering}. */
    void startGathering() {
        gathering = true;
    }

    void stopGathering() {
        gathering = false;
        flushGathered();
    }

    private void flushGathered() {
        Pipe pipe = gathered;
        if (pipe != null) {
            gathered = null;
            pipe.flushNow();
        }
    }

    @Override
    public boolean gathers(Pipe pipe) {
        if (!gathering) {
            return false;
        }
        if (gathered != pipe) {
            flushGathered();
            gathered = pipe;
        }
        return true;
    }

    /** For which reactor commands were left, null = none; to be asked before the guard is left. */
    @Nullable
    Reactor takeLeft() {
        Reactor reactor = left;
        if (reactor != null) {
            left = null;
        }
        return reactor;
    }

    @Override
    public void onAttach(Pipe pipe) {
        if (closed) {
            pipe.close();
            return;
        }
        pipes.put(pipe, new PipePeer(pipe, monitors));
        pattern.in().attach(pipe);
        if (pipe.isOpen()) { // else the pattern did not want it
            pattern.out().attach(pipe);
            pipe.start();
        }
    }

    @Override
    public void onReadable(Pipe pipe) {
        pattern.in().readable(pipe);
    }

    @Override
    public void onWritable(Pipe pipe) {
        pattern.out().writable(pipe);
    }

    @Override
    public void onPeerReady(Pipe pipe, PeerReady peer) {
        PipePeer known = pipes.get(pipe);
        if (known != null) {
            known.onReady(peer);
            hadLocalPeers |= known.isLocal();
        }
        pattern.in().peerReady(pipe, peer);
        pattern.out().peerReady(pipe, peer);
    }

    @Override
    public void onCloseRequest(Pipe pipe) {
        end(pipe);
    }

    @Override
    public void onPeerClosed(Pipe pipe) {
        // what it has sent can still be read, but the peer is gone
        PipePeer peer = pipes.get(pipe);
        if (peer != null) {
            peer.onGone();
        }
        pattern.out().detach(pipe);
    }

    @Override
    public void onEnded(Pipe pipe) {
        pattern.out().detach(pipe);
        pattern.in().detach(pipe);
        forget(pipe);
    }

    private void forget(Pipe pipe) {
        PipePeer peer = pipes.remove(pipe);
        if (peer != null) {
            peer.onGone();
        }
    }

    @Override
    public boolean onFull(Pipe pipe) {
        PipePeer peer = pipes.get(pipe);
        return peer != null && peer.onFull();
    }

    @Override
    public void onDrained(Pipe pipe) {
        PipePeer peer = pipes.get(pipe);
        if (peer != null) {
            peer.onDrained();
        }
    }

    @Override
    public void onNamed(Pipe pipe, byte[] routingId) {
        PipePeer peer = pipes.get(pipe);
        if (peer != null) {
            peer.onNamed(routingId);
        }
    }

    @Override
    public void count(DropReason reason, long messages) {
        counters.drop(reason, messages);
    }

    @Override
    public void onLimit(PeerLimit limit, String reason) {
        counters.limited(limit);
        counters.error(reason);
    }

    @Override
    public void onExpelled(Pipe pipe, PeerLimit limit, String reason) {
        onLimit(limit, reason);
        PipePeer peer = pipes.get(pipe);
        if (peer != null) {
            peer.onExpelled(reason);
        }
    }

    @Override
    public void onClosed(Pipe pipe) {
        forget(pipe);
    }

    /** Closes this socket's end of a pipe; what was sent still goes out. */
    void end(Pipe pipe) {
        pattern.out().detach(pipe);
        pattern.in().detach(pipe);
        forget(pipe);
        int dropped = pipe.close();
        if (dropped > 0) {
            counters.drop(DropReason.CLOSED, dropped);
        }
    }

    /** Closes the pipes of peers inside this process that are joined by this name, but for these. */
    void closeLocal(String endpoint, Set<@Nullable Pipe> kept) {
        pipes.forEach((pipe, peer) -> {
            if (peer.isLocalAt(endpoint) && !kept.contains(pipe)) {
                end(pipe);
            }
        });
    }

    /** Whether there is a peer inside this process of this number. Any thread. */
    boolean hasLocal(long id) {
        return pipes.values().stream().anyMatch(peer -> peer.isLocal(id));
    }

    /**
     * Ends the pipe to the peer inside this process of this number.
     *
     * @return whether there is one
     */
    boolean endLocal(long id) {
        for (Map.Entry<Pipe, PipePeer> entry : pipes.entrySet()) {
            if (entry.getValue().isLocal(id)) {
                end(entry.getKey());
                return true;
            }
        }
        return false;
    }

    /** Whether so many peers are ready that the pattern has heard of. */
    boolean hasReadyPeers(int count) {
        if (!hadLocalPeers && counters.ready() < count) {
            return false; // what is asked often is answered without a look at all of them
        }
        return pipes.values().stream().filter(PipePeer::isReady).limit(count).count() >= count;
    }

    /** Closes all pipes, and each that comes later. */
    void close() {
        closed = true;
        pipes.keySet().forEach(this::end);
    }

    /** Between two sockets of this process, the mark is the sum of both sides', of which only this one's changes. */
    void changeMarks(SocketConfig.Queues now) {
        pipes.keySet().forEach(pipe -> {
            pipe.changeOutMark(now.sendHwm());
            pipe.changeInMark(now.receiveHwm());
        });
    }

    // -- any thread --

    long sendBacklog() {
        return pipes.keySet().stream().mapToLong(Pipe::outBacklog).sum();
    }

    long receiveBacklog() {
        return pipes.keySet().stream().mapToLong(Pipe::inBacklog).sum();
    }

    /** What is known of the peers. */
    Collection<PipePeer> peers() {
        return pipes.values();
    }
}
