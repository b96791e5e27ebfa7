package io.zmq4j.internal.session;

import io.zmq4j.DropReason;
import io.zmq4j.SocketConfig;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.PipeHost;
import io.zmq4j.internal.reactor.Command;
import io.zmq4j.internal.reactor.IoThread;
import io.zmq4j.internal.reactor.Mailbox;
import io.zmq4j.internal.reactor.Reactor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What all sessions are: the end of a pipe that a reactor owns, and something that a socket can close. */
abstract class PipedChild implements Child, PipeHost {

    /** Nanoseconds for the end where linger sets no limit: for what is left to be sent, or for the peer to close. */
    static final long LONGEST_FINISH = Duration.ofSeconds(1).toNanos();

    final SessionOwner owner;
    final IoThread thread;
    final Reactor reactor;
    final PeerJournal journal;

    // -- reactor --
    final Deadline deadline;

    @Nullable
    Pipe pipe;

    /** @param pipe null = there is none yet */
    PipedChild(SessionOwner owner, IoThread thread, String endpoint, @Nullable Pipe pipe) {
        this.owner = owner;
        this.thread = thread;
        this.reactor = thread.reactor();
        this.journal = new PeerJournal(owner, endpoint);
        this.deadline = new Deadline(reactor, this::end);
        this.pipe = pipe;
    }

    record Close(PipedChild target, Duration linger) implements Command {
        @Override
        public void execute() {
            target.onClose(linger);
        }
    }

    // -- reactor --

    /** The socket wants no more of it than to send what is left, within this time. */
    abstract void onClose(Duration linger);

    /** Ends it at once. */
    abstract void end();

    /** Passes on what was delivered since the last call. */
    public final void onInputBatchEnd() {
        if (pipe != null) {
            pipe.flush();
        }
    }

    /** The socket has closed its end: what it sent has its linger from now on. */
    final void lingerOn() {
        Duration linger = owner.config().linger();
        if (linger.compareTo(SocketConfig.FOREVER) < 0) {
            deadline.within(linger.isZero() ? LONGEST_FINISH : linger.toNanos());
        }
    }

    final void dropPipe() {
        if (pipe != null) {
            int dropped = pipe.close();
            pipe = null;
            if (dropped > 0) {
                owner.counters().drop(DropReason.CLOSED, dropped);
            }
        }
    }

    @Override
    public final Reactor reactor() {
        return reactor;
    }

    // -- any thread --

    @Override
    public final Mailbox mailbox() {
        return reactor.mailbox();
    }

    @Override
    public final long id() {
        return journal.id();
    }

    @Override
    public final String endpoint() {
        return journal.endpoint();
    }

    @Override
    public final void close(Duration linger) {
        reactor.execute(new Close(this, linger));
    }
}
