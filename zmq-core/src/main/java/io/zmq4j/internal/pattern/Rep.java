package io.zmq4j.internal.pattern;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.WrongStateException;
import io.zmq4j.internal.pipe.Pipe;
import org.jspecify.annotations.Nullable;

/**
 * REP, RFC 28: a request of each peer in turn, then its reply. The frames of a request up to and with the first empty one
 * are its envelope, which goes back before the reply. A request without an envelope, or with nothing behind it, is
 * discarded; a reply to a peer that has gone or is full is dropped.
 */
final class Rep {

    private static final byte[][] NO_ENVELOPE = {};

    private final FairQueue queue = new FairQueue();
    private final Drops drops;

    private boolean replying;
    private @Nullable Pipe requester;
    private byte[][] envelope = NO_ENVELOPE;

    /** A request without its envelope that {@link Inbound#canReceive} has found; the envelope and pipe are kept already. */
    private @Nullable Msg found;

    Rep(Drops drops) {
        this.drops = drops;
    }

    Pattern pattern() {
        return Pattern.of(new In(), new Out());
    }

    private @Nullable Msg nextRequest() {
        Msg msg;
        while ((msg = queue.tryReceive()) != null) {
            int bottom = 0;
            while (bottom < msg.size() && msg.length(bottom) != 0) {
                bottom++;
            }
            if (bottom < msg.size() - 1) {
                return takeEnvelope(msg, bottom + 1);
            }
            drops.count(DropReason.MALFORMED, 1);
        }
        return null;
    }

    private Msg takeEnvelope(Msg msg, int frames) {
        requester = queue.source();
        envelope = new byte[frames][];
        Msg body = msg;
        for (int i = 0; i < frames; i++) {
            envelope[i] = msg.bytes(i);
            body = body.dropFirst();
        }
        return body;
    }

    private void forget(Pipe pipe) {
        if (requester == pipe) {
            requester = null;
        }
    }

    private final class In extends ForwardingInbound {

        In() {
            super(queue);
        }

        @Override
        public void detach(Pipe pipe) {
            super.detach(pipe);
            forget(pipe);
        }

        @Override
        public @Nullable Msg tryReceive() {
            if (replying) {
                throw new WrongStateException("a REP socket cannot receive now, expected: send of the reply");
            }
            Msg request = found == null ? nextRequest() : found;
            found = null;
            replying = request != null;
            return request;
        }

        @Override
        public @Nullable Pipe expectedSource() {
            return queue.expectedSource();
        }

        @Override
        public boolean canReceive() {
            if (!replying && found == null) {
                found = nextRequest();
            }
            return found != null;
        }
    }

    private final class Out implements Outbound {

        @Override
        public void attach(Pipe pipe) {}

        @Override
        public void detach(Pipe pipe) {
            forget(pipe);
        }

        @Override
        public void writable(Pipe pipe) {}

        @Override
        public boolean trySend(Msg msg) {
            if (!replying) {
                throw new WrongStateException("a REP socket cannot send now, expected: receive of a request");
            }
            replying = false;
            Pipe pipe = requester;
            requester = null;
            if (pipe == null || !pipe.isOpen()) {
                drops.count(DropReason.NO_PEER, 1);
            } else if (pipe.write(msg.prepend(envelope))) {
                pipe.flush();
            } else {
                drops.count(DropReason.HWM, 1);
            }
            envelope = NO_ENVELOPE;
            return true;
        }

        @Override
        public boolean canSend() {
            return replying;
        }
    }
}
