package io.zmq4j.jcstress;

import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.PipeHost;
import io.zmq4j.internal.reactor.Mailbox;

/** An owner that counts what it is told. */
final class PipeHostStub implements PipeHost {

    private final Mailbox mailbox = new Mailbox(() -> {});
    int readable;
    int writable;

    @Override
    public Mailbox mailbox() {
        return mailbox;
    }

    /** Looks into the mailbox. */
    void drain() {
        mailbox.drain(Integer.MAX_VALUE, (source, failure) -> {
            throw new IllegalStateException("a command failed: " + source, failure);
        });
    }

    @Override
    public void onReadable(Pipe pipe) {
        readable++;
    }

    @Override
    public void onWritable(Pipe pipe) {
        writable++;
    }

    @Override
    public void onPeerClosed(Pipe pipe) {}

    @Override
    public void onEnded(Pipe pipe) {}
}
