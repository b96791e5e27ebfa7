package io.zmq4j.internal.pattern;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.WrongStateException;
import io.zmq4j.internal.pipe.Pipe;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * REQ, RFC 28: requests round robin, and for each one a reply of the peer that got it, or of any if that one has gone. A
 * request goes out as {@code | [id (4), if correlated] | empty | body ... |}, and a reply must come back so. What does not
 * fit is dropped as {@link DropReason#LATE_REPLY}.
 */
final class Req {

    private static final byte[] EMPTY = {};

    private final FairQueue queue = new FairQueue();
    private final LoadBalancer balancer = new LoadBalancer();
    private final Probing probing;
    private final Drops drops;
    private boolean correlate;
    private boolean relaxed;
    private int nextId;

    private boolean waiting;
    private @Nullable Pipe askedPipe;
    private byte @Nullable [] askedId;

    /** A reply that {@link Inbound#canReceive} has found, without its envelope. */
    private @Nullable Msg found;

    Req(SocketConfig config, Drops drops, IntSupplier random) {
        this.drops = drops;
        this.nextId = random.getAsInt();
        this.probing = new Probing(new Out(), config.routing().probe());
        reconfigure(config);
    }

    Pattern pattern() {
        return new Pattern(new In(), probing, null, this::reconfigure);
    }

    private void reconfigure(SocketConfig config) {
        correlate = config.req().correlate();
        relaxed = config.req().relaxed();
        probing.enable(config.routing().probe());
    }

    /** Nothing that is here before a request is sent can be its reply. */
    private void dropPending() {
        int late = found == null ? 0 : 1;
        found = null;
        while (queue.tryReceive() != null) {
            late++;
        }
        if (late > 0) {
            drops.count(DropReason.LATE_REPLY, late);
        }
    }

    private @Nullable Msg nextReply() {
        Msg msg;
        while ((msg = queue.tryReceive()) != null) {
            Msg reply = isFromAsked() ? withoutEnvelope(msg) : null;
            if (reply != null) {
                return reply;
            }
            drops.count(DropReason.LATE_REPLY, 1);
        }
        return null;
    }

    private boolean isFromAsked() {
        return askedPipe == null || askedPipe == queue.source();
    }

    private @Nullable Msg withoutEnvelope(Msg msg) {
        byte[] id = askedId;
        Msg rest = msg;
        if (id != null) {
            if (msg.size() < 3 || !Arrays.equals(msg.bytes(0), id)) {
                return null;
            }
            rest = msg.dropFirst();
        }
        return rest.size() < 2 || rest.length(0) != 0 ? null : rest.dropFirst();
    }

    private final class In extends ForwardingInbound {

        In() {
            super(queue);
        }

        @Override
        public void detach(Pipe pipe) {
            super.detach(pipe);
            if (askedPipe == pipe) {
                askedPipe = null;
            }
        }

        @Override
        public @Nullable Msg tryReceive() {
            if (!waiting) {
                throw new WrongStateException("a REQ socket cannot receive now, expected: send of a request");
            }
            Msg reply = found == null ? nextReply() : found;
            if (reply != null) {
                found = null;
                waiting = false;
                askedPipe = null;
            }
            return reply;
        }

        @Override
        public @Nullable Pipe expectedSource() {
            return queue.expectedSource();
        }

        @Override
        public boolean canReceive() {
            if (waiting && found == null) {
                found = nextReply();
            }
            return found != null;
        }
    }

    private final class Out extends ForwardingOutbound {

        Out() {
            super(balancer);
        }

        @Override
        public boolean trySend(Msg msg) {
            if (waiting && !relaxed) {
                throw new WrongStateException(
                        "a REQ socket cannot send now, expected: receive of the reply (or reqRelaxed)");
            }
            if (!balancer.canSend()) {
                return false;
            }
            dropPending();
            byte[] id = correlate
                    ? ByteBuffer.allocate(Integer.BYTES).putInt(nextId).array()
                    : null;
            if (!balancer.trySend(id == null ? msg.prepend(EMPTY) : msg.prepend(id, EMPTY))) {
                return false; // the pipe was closed by what was pending
            }
            nextId++;
            waiting = true;
            askedId = id;
            askedPipe = balancer.target();
            return true;
        }

        @Override
        public boolean canSend() {
            return (!waiting || relaxed) && balancer.canSend();
        }
    }
}
