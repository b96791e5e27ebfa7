package io.zmq4j.internal.pipe;

import io.zmq4j.internal.reactor.Command;
import io.zmq4j.internal.reactor.Mailbox;
import io.zmq4j.internal.reactor.Reactor;
import org.jspecify.annotations.Nullable;

/**
 * The owner of one end of a pipe. The pipe calls its owner on the owner's thread; the other end's owner reaches it through
 * the mailbox. What only a session tells a socket has a default that refuses it.
 */
public interface PipeHost {

    Mailbox mailbox();

    /** The reactor whose mailbox that is; null for the host of a socket. */
    default @Nullable Reactor reactor() {
        return null;
    }

    /** Sends the owner of another end a command that concerns the traffic of a pipe of this host. */
    default void tell(PipeHost other, Command command) {
        other.mailbox().send(command);
    }

    /** A new pipe, made by its other end's owner, belongs to this host. A closed host closes it. */
    default void onAttach(Pipe pipe) {
        throw new UnsupportedOperationException(this + " is not the host of a socket");
    }

    /**
     * Asked before a pipe of this host makes visible what was written. Whether it should wait, as more will be written in the
     * same call; the host then sees to a later {@link Pipe#flushNow}.
     */
    default boolean gathers(Pipe pipe) {
        return false;
    }

    /** There is something to read after there was nothing. */
    void onReadable(Pipe pipe);

    /** There is room to write after there was none. */
    void onWritable(Pipe pipe);

    /**
     * No room was found for a message. Not for every one: the next time when the pipe is drained, or, if that is not asked
     * for, when it has had room again.
     *
     * @return whether {@link #onDrained} should follow when the other end has read everything
     */
    default boolean onFull(Pipe pipe) {
        return false;
    }

    /**
     * A pipe of which {@link #onFull} was told, and that asked for it, is empty. As a host may be called late, this comes
     * from whoever owns the other end, and must not wait or touch what is not for any thread.
     */
    default void onDrained(Pipe pipe) {}

    /** The peer behind the pipe has become ready, for the first time or again. Comes before what that peer sent. */
    default void onPeerReady(Pipe pipe, PeerReady peer) {
        throw new UnsupportedOperationException(this + " is not the host of a socket");
    }

    /** The other end's owner has to end, and asks to {@link Pipe#close} this end. */
    default void onCloseRequest(Pipe pipe) {
        throw new UnsupportedOperationException(this + " is not the host of a socket");
    }

    /** The other end is closed, so nothing can be written any more. What it wrote can still be read. */
    void onPeerClosed(Pipe pipe);

    /** Everything was read from a pipe whose other end is closed. The pipe is closed now. */
    void onEnded(Pipe pipe);

    /** Hands a pipe over to its owner. */
    record AttachPipe(PipeHost host, Pipe pipe) implements Command {
        @Override
        public void execute() {
            host.onAttach(pipe);
        }
    }
}
