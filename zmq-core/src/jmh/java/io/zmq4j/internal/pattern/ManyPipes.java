package io.zmq4j.internal.pattern;

import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.PipeHost;
import io.zmq4j.internal.pipe.PipePair;
import io.zmq4j.internal.reactor.Mailbox;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pipes of one thread that owns both ends. */
final class ManyPipes {

    /** The ends of the pattern. */
    final List<Pipe> near = new ArrayList<>();

    /** The ends of the peers. */
    final List<Pipe> far = new ArrayList<>();

    private final Mailbox mailbox = new Mailbox(() -> {});

    /** Makes so many pipes, whose near ends tell this inbound half when they become readable. */
    ManyPipes(int count, Inbound inbound) {
        PipeHost nearHost = new Host(inbound);
        PipeHost farHost = new Host(null);
        for (int i = 0; i < count; i++) {
            PipePair pair = PipePair.of(0, 0);
            pair.first().attach(nearHost);
            pair.second().attach(farHost);
            near.add(pair.first());
            far.add(pair.second());
        }
    }

    /** Puts the ends to sleep, so that from now on their owners are told. */
    void start() {
        near.forEach(Pipe::start);
        far.forEach(Pipe::start);
    }

    /** Executes what the pipes have told their owners. */
    void run() {
        if (mailbox.isPending()) {
            mailbox.drain(Integer.MAX_VALUE, (source, failure) -> {
                throw new IllegalStateException(source + " failed", failure);
            });
        }
    }

    private final class Host implements PipeHost {

        private final @Nullable Inbound inbound;

        Host(@Nullable Inbound inbound) {
            this.inbound = inbound;
        }

        @Override
        public Mailbox mailbox() {
            return mailbox;
        }

        @Override
        public void onReadable(Pipe pipe) {
            if (inbound != null) {
                inbound.readable(pipe);
            }
        }

        @Override
        public void onWritable(Pipe pipe) {}

        @Override
        public void onPeerClosed(Pipe pipe) {}

        @Override
        public void onEnded(Pipe pipe) {}
    }
}
