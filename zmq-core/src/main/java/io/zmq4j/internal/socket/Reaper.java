package io.zmq4j.internal.socket;

import io.zmq4j.internal.reactor.Command;
import io.zmq4j.internal.reactor.FailureHandler;
import io.zmq4j.internal.reactor.Mailbox;
import io.zmq4j.internal.reactor.Reactor;

/**
 * Owner of the sockets that are closed: it empties their mailboxes, so that what is still sent to them, such as the pipe of a
 * peer that was just accepted, is released. It has no thread of its own, as nothing it does waits; an io thread's reactor
 * runs it.
 */
final class Reaper {

    private final Reactor reactor;
    private final FailureHandler failures;

    Reaper(Reactor reactor, FailureHandler failures) {
        this.reactor = reactor;
        this.failures = failures;
    }

    /** Takes the mailbox of a closed socket over. Any thread that is inside that socket's guard, which it leaves then. */
    void reap(Mailbox mailbox) {
        Command drain = new Reap(mailbox, failures);
        mailbox.signalTo(() -> reactor.mailbox().send(drain));
    }

    record Reap(Mailbox mailbox, FailureHandler failures) implements Command {
        @Override
        public void execute() {
            mailbox.drain(Integer.MAX_VALUE, failures);
        }
    }
}
