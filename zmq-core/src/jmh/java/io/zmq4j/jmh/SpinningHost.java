package io.zmq4j.jmh;

import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.PipeHost;
import io.zmq4j.internal.reactor.Mailbox;

/** An owner that never sleeps and only wants its mailbox emptied. */
final class SpinningHost implements PipeHost {

    private final Mailbox mailbox = new Mailbox(() -> {});

    @Override
    public Mailbox mailbox() {
        return mailbox;
    }

    void drain() {
        if (mailbox.isPending()) {
            mailbox.drain(Integer.MAX_VALUE, (source, failure) -> {
                throw new IllegalStateException("a command failed: " + source, failure);
            });
        }
    }

    @Override
    public void onReadable(Pipe pipe) {}

    @Override
    public void onWritable(Pipe pipe) {}

    @Override
    public void onPeerClosed(Pipe pipe) {}

    @Override
    public void onEnded(Pipe pipe) {}
}
