package io.zmq4j.internal.pipe;

import io.zmq4j.Msg;
import io.zmq4j.internal.reactor.Command;
import org.jspecify.annotations.Nullable;

/**
 * One end of a bidirectional pipe of whole messages; everything here is for the owner of this end. Each direction has a
 * queue and a mark. An end is closed in one step: its owner calls {@link #close}, what it wrote stays readable for the other
 * end, and that one's owner is told at once that writing is over, and when it has read everything that the pipe has ended.
 */
public final class Pipe {

    private enum State {
        OPEN,
        PEER_CLOSED,
        CLOSED
    }

    private final Incoming in;
    private final Outgoing out;

    private final Command activateRead = new ActivateRead(this);
    private final Command activateWrite = new ActivateWrite(this);

    @SuppressWarnings("NullAway.Init") // set by join()
    private Pipe peer;

    // -- owner --
    private State state = State.OPEN;
    private int inboundIndex = -1;
    private int outboundIndex = -1;
    private @Nullable Object attachment;
    private boolean local;

    /** Set before the first activation of this end can be sent, see {@link #attach}. */
    private volatile @Nullable PipeHost host;

    /** What the other end's owner receives when this end is closed. */
    private volatile @Nullable Notice lastWords;

    /** Set before the other end's owner is looked for, see {@link #start}. */
    private volatile boolean closed;

    Pipe(Incoming in, Outgoing out) {
        this.in = in;
        this.out = out;
    }

    /** Once, before anything else. */
    void join(Pipe otherEnd) {
        peer = otherEnd;
    }

    /** The owner of the other end; null while it has none. Any thread. */
    public @Nullable PipeHost farHost() {
        return peer.host;
    }

    /** Makes this host the owner of this end. */
    public void attach(PipeHost owner) {
        assert host == null || host == owner : "already owned by " + host;
        host = owner;
    }

    /**
     * Looks for the first time what is there, after which the other end's writes wake the owner. To be called once, when
     * the owner is ready for {@link PipeHost#onReadable}. An end of the other side before this is told now, as it may not
     * have found the owner, or found it not ready.
     */
    public void start() {
        if (state != State.CLOSED && peer.closed) {
            state = State.PEER_CLOSED;
            requireHost().onPeerClosed(this);
        }
        onActivateRead();
    }

    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether a message can be written; if not, {@link PipeHost#onWritable} follows while the pipe is open. */
    public boolean canWrite() {
        return state == State.OPEN && (out.hasRoom() || refuse());
    }

    /**
     * Writes a message, visible to the other end after {@link #flush}.
     *
     * @return false, and nothing has happened, when {@link #canWrite} is false
     */
    public boolean write(Msg msg) {
        return state == State.OPEN && out.write(msg) || refuse();
    }

    /** Tells the owner, once, that there is no room; false. */
    private boolean refuse() {
        PipeHost mine = host;
        if (state == State.OPEN && mine != null && !out.isFullTold() && out.onFullTold(mine.onFull(this))) {
            mine.onDrained(this);
        }
        return false;
    }

    /** Writes a subscription, which needs no room. */
    public void write(Subscription subscription) {
        writeControl(subscription);
    }

    /** Tells the other end's owner, before the messages that follow, that the peer behind this end is ready. */
    public void write(PeerReady peerReady) {
        writeControl(peerReady);
    }

    /** Writes a message of the library's own, which needs no room. */
    public void write(Notice notice) {
        writeControl(notice);
    }

    /**
     * For a pipe without a session between its ends. Any thread.
     *
     * @param toPeer what the other end's owner receives last when this end is closed
     * @param fromPeer what this end's owner receives last when the other end is closed
     */
    public void lastWords(@Nullable Notice toPeer, @Nullable Notice fromPeer) {
        lastWords = toPeer;
        peer.lastWords = fromPeer;
    }

    private void writeControl(Object item) {
        if (state == State.OPEN) {
            out.writeControl(item);
        }
    }

    /** Makes what was written visible, and wakes the other end's owner if it sleeps. */
    public void flush() {
        PipeHost mine = host;
        if (mine == null || !mine.gathers(this)) {
            flushNow();
        }
    }

    /** As {@link #flush}, whatever the owner gathers. */
    public void flushNow() {
        if (state == State.OPEN && !out.flush()) {
            tellPeer(peer.activateRead);
        }
    }

    /** As {@link #sendToPeer}, for what belongs to steady traffic. */
    private void tellPeer(Command command) {
        PipeHost mine = host;
        PipeHost other = peer.host;
        if (mine != null && other != null) {
            mine.tell(other, command);
        } else {
            sendToPeer(command);
        }
    }

    private void sendToPeer(Command command) {
        PipeHost other = peer.host;
        // a peer without an owner has never slept; what it missed it finds by start()
        if (other != null) {
            other.mailbox().send(command);
        }
    }

    /** Whether a message or subscription can be read. */
    public boolean canRead() {
        return nextItem() != null;
    }

    /**
     * Reads the next {@link Msg} or {@link Subscription}; null = none, and {@link PipeHost#onReadable} follows when there
     * is one. May call the owner back for what else it finds.
     */
    public @Nullable Object readItem() {
        Object item = nextItem();
        if (item == null) {
            return null;
        }
        in.drop();
        if (item instanceof Msg msg) {
            if (in.mark().onRead(msg)) {
                tellPeer(peer.activateWrite);
            }
            return item;
        }
        if (item == Token.NEWEST) {
            return in.takeNewest();
        }
        return item instanceof Notice notice ? notice.msg() : item;
    }

    /** Reads the next message; a subscription, which only publishers expect, is passed over. */
    public @Nullable Msg read() {
        Object item;
        while ((item = readItem()) != null) {
            if (item instanceof Msg msg) {
                return msg;
            }
        }
        return null;
    }

    /** Reads the next item if it is a subscription; null = there is none before the next message. */
    public @Nullable Subscription readSubscription() {
        if (nextItem() instanceof Subscription subscription) {
            in.drop();
            return subscription;
        }
        return null;
    }

    /** The next message or subscription, which stays; what stands before it for the owner is done. */
    private @Nullable Object nextItem() {
        Object item;
        while (state != State.CLOSED && (item = in.head()) != null) {
            if (item instanceof Msg || item instanceof Subscription || item == Token.NEWEST || item instanceof Notice) {
                return item;
            }
            in.drop();
            if (item == Token.DELIMITER) {
                end();
            } else {
                requireHost().onPeerReady(this, (PeerReady) item);
            }
        }
        if (in.mark().isEmptyAwaited()) {
            tellDrained();
        }
        return null;
    }

    private void tellDrained() {
        PipeHost other = peer.host;
        if (other != null) {
            other.onDrained(peer);
        }
    }

    private void end() {
        boolean wasOpen = state == State.OPEN;
        state = State.CLOSED;
        PipeHost owner = requireHost();
        if (wasOpen) {
            owner.onPeerClosed(this);
        }
        owner.onEnded(this);
    }

    /** Asks the other end's owner to close that end, so that everything it has written comes, and then the end. */
    public void requestClose() {
        if (state == State.OPEN) {
            sendToPeer(new CloseRequest(peer));
        }
    }

    /**
     * Closes this end: what was written remains for the other one, what could still be read is dropped. The owner is not
     * called again.
     *
     * @return how many messages were dropped
     */
    public int close() {
        if (state == State.CLOSED) {
            return 0;
        }
        if (state == State.OPEN) {
            closed = true;
            Notice notice = lastWords;
            if (notice != null) {
                out.writeControl(notice);
            }
            out.writeControl(Token.DELIMITER);
            if (!out.flush()) {
                sendToPeer(peer.activateRead);
            }
            sendToPeer(new PeerClosed(peer));
        }
        state = State.CLOSED;
        int dropped = 0;
        Object item;
        while ((item = in.head()) != null) {
            in.drop();
            if (item instanceof Msg || item == Token.NEWEST) { // a notice is no loss
                dropped++;
            }
        }
        return dropped;
    }

    /**
     * Changes how many messages may wait in the direction from this end, 0 = without limit; of a {@link #markLocal local}
     * pipe what this side adds to that.
     */
    public void changeOutMark(int messages) {
        if (local) {
            out.mark().shareOfWriter(messages);
        } else {
            out.mark().change(messages);
        }
        if (canWrite()) {
            requireHost().onWritable(this);
        } else {
            sendToPeer(new Announce(peer));
        }
    }

    /** As {@link #changeOutMark}, in the direction to this end. */
    public void changeInMark(int messages) {
        if (local) {
            in.mark().shareOfReader(messages);
        } else {
            in.mark().change(messages);
        }
        onAnnounce();
    }

    /** Adds the limits of this end's owner, who has not got it yet, to those of a {@link #markLocal local} pipe. */
    public void addLimits(PipeLimit fromHere, PipeLimit toHere) {
        out.mark().shareOfWriter(fromHere.messages());
        out.mark().addBytes(fromHere.bytes());
        in.mark().shareOfReader(toHere.messages());
        in.mark().addBytes(toHere.bytes());
        onAnnounce();
    }

    /**
     * Marks both ends as belonging to sockets of this process, with no io thread between them. The limits so far are those of
     * this end's owner alone, and what the other one allows will be added.
     */
    public void markLocal() {
        local = true;
        peer.local = true;
        out.mark().shareOfWriter(out.mark().mark());
        in.mark().shareOfReader(in.mark().mark());
    }

    public boolean isLocal() {
        return local;
    }

    /** Whether something can be read at once; a hint, which changes nothing, for any thread. */
    public boolean hasVisible() {
        return in.hasVisible();
    }

    /** Messages that wait for the other end, roughly. */
    public long outBacklog() {
        return out.mark().backlog();
    }

    /** Messages that the other end has read, roughly. */
    public long outCount() {
        return out.mark().readCount();
    }

    /** Messages that this end has read, roughly. */
    public long inCount() {
        return in.mark().readCount();
    }

    /** Messages that wait for this end, roughly. */
    public long inBacklog() {
        return in.mark().backlog();
    }

    // -- the place of this pipe in its owner's strategies --

    /** The position of this pipe among those that are read from; kept by the strategy. */
    public int inboundIndex() {
        return inboundIndex;
    }

    public void inboundIndex(int index) {
        inboundIndex = index;
    }

    /** The position of this pipe among those that are written to; kept by the strategy. */
    public int outboundIndex() {
        return outboundIndex;
    }

    public void outboundIndex(int index) {
        outboundIndex = index;
    }

    /** What the owner's pattern keeps for this pipe, such as the routing id of its peer. */
    public @Nullable Object attachment() {
        return attachment;
    }

    public void attachment(@Nullable Object value) {
        attachment = value;
    }

    private PipeHost requireHost() {
        PipeHost owner = host;
        assert owner != null : "a pipe without an owner was used";
        return owner;
    }

    private void onActivateRead() {
        if (state != State.CLOSED && nextItem() != null) {
            requireHost().onReadable(this);
        }
    }

    private void onActivateWrite() {
        if (state == State.OPEN) {
            out.onRoom();
            requireHost().onWritable(this);
        }
    }

    private void onAnnounce() {
        if (in.mark().announce()) {
            sendToPeer(peer.activateWrite);
        }
    }

    private void onCloseRequest() {
        if (state == State.OPEN) {
            requireHost().onCloseRequest(this);
        }
    }

    private void onPeerClosed() {
        if (state == State.OPEN) {
            state = State.PEER_CLOSED;
            requireHost().onPeerClosed(this);
        }
    }

    record ActivateRead(Pipe target) implements Command {
        @Override
        public void execute() {
            target.onActivateRead();
        }
    }

    record ActivateWrite(Pipe target) implements Command {
        @Override
        public void execute() {
            target.onActivateWrite();
        }
    }

    record Announce(Pipe target) implements Command {
        @Override
        public void execute() {
            target.onAnnounce();
        }
    }

    record CloseRequest(Pipe target) implements Command {
        @Override
        public void execute() {
            target.onCloseRequest();
        }
    }

    record PeerClosed(Pipe target) implements Command {
        @Override
        public void execute() {
            target.onPeerClosed();
        }
    }
}
