package io.zmq4j.internal.engine;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.udp.DatagramAddress;
import io.zmq4j.internal.udp.Datagrams;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The writing half of a {@link UdpEngine}: a datagram of each message. One that the kernel has no room for now is held; one that
 * it refuses is dropped.
 */
final class UdpOutput {

    /** Datagrams in a row before others get their turn. */
    static final int TURNS = 64;

    /** The sending side of a channel. */
    @FunctionalInterface
    interface Sink {

        /** As {@link java.nio.channels.DatagramChannel#send}. */
        int send(ByteBuffer datagram, InetSocketAddress to) throws IOException;
    }

    private final Reactor reactor;
    private final Sink sink;
    private final SocketType type;
    private final @Nullable InetSocketAddress target;
    private final DatagramOwner owner;
    private final DatagramAddress addresses = new DatagramAddress();
    private long bytes;

    /** What is being written; between two calls a datagram for which the kernel had no room. */
    private @Nullable ByteBuffer held;

    /** Where that goes; null = it is no datagram yet. */
    private @Nullable InetSocketAddress heldFor;

    UdpOutput(Reactor reactor, Sink sink, SocketType type, @Nullable InetSocketAddress target, DatagramOwner owner) {
        this.reactor = reactor;
        this.sink = sink;
        this.type = type;
        this.target = target;
        this.owner = owner;
    }

    long bytes() {
        return bytes;
    }

    /** Writes what there is, up to a number of datagrams. */
    Output.Result write() {
        ByteBuffer out = held == null ? reactor.buffers().take() : held;
        held = out;
        Output.Result result = Output.Result.MORE;
        for (int turn = 0; turn < TURNS && result == Output.Result.MORE; turn++) {
            InetSocketAddress to = heldFor == null ? fill(out) : heldFor;
            heldFor = null;
            if (to == null) {
                result = Output.Result.DRAINED;
            } else if (!send(out, to)) {
                heldFor = to;
                result = Output.Result.FULL;
            }
        }
        if (result != Output.Result.FULL) {
            held = null;
            reactor.buffers().give(out);
        }
        return result;
    }

    /** Makes a datagram of the next message that can be one. Returns where it goes; null = there are no more messages. */
    private @Nullable InetSocketAddress fill(ByteBuffer out) {
        Msg msg;
        while ((msg = owner.takeNext()) != null) {
            InetSocketAddress to = encode(msg, out.clear());
            if (to != null) {
                out.flip();
                return to;
            }
        }
        return null;
    }

    private @Nullable InetSocketAddress encode(Msg msg, ByteBuffer out) {
        long size = type == SocketType.RADIO ? Datagrams.sizeOfGrouped(msg) : msg.length(1);
        if (size > Datagrams.LARGEST) {
            owner.onDropped(
                    DropReason.MALFORMED,
                    () -> "a datagram of " + size + " bytes was not sent, allowed: up to " + Datagrams.LARGEST);
            return null;
        }
        if (type == SocketType.RADIO) {
            Datagrams.encodeGrouped(msg, out);
            return target;
        }
        out.put(msg.buffer(1));
        return msg.length(0) == 0 ? target : addresses.parse(msg.bytes(0));
    }

    /** Whether the kernel took the datagram, or refused it for good. */
    private boolean send(ByteBuffer out, InetSocketAddress to) {
        int size = out.remaining();
        try {
            int count = sendNow(out, to);
            bytes += count;
            return count > 0 || size == 0;
        } catch (IOException | IllegalArgumentException e) {
            owner.onDropped(
                    DropReason.NO_PEER,
                    () -> size + " bytes were not sent to " + DatagramAddress.format(to) + ": " + describe(e));
            return true;
        }
    }

    /** That nobody listens is told of an earlier datagram, in the place of sending this one. */
    private int sendNow(ByteBuffer out, InetSocketAddress to) throws IOException {
        try {
            return sink.send(out, to);
        } catch (PortUnreachableException e) {
            owner.onDropped(DropReason.NO_PEER, () -> "nobody listens at " + DatagramAddress.format(to));
            return sink.send(out, to);
        }
    }

    private static String describe(Exception e) {
        return e instanceof PortUnreachableException
                ? "nobody listens there"
                : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    void release() {
        heldFor = null;
        if (held != null) {
            reactor.buffers().give(held);
            held = null;
        }
    }
}
