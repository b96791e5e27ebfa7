package io.zmq4j.internal.engine;

import io.zmq4j.DropReason;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.udp.DatagramAddress;
import io.zmq4j.internal.udp.Datagrams;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reading half of a {@link UdpEngine}: a message of each datagram that is well formed. */
final class UdpInput {

    /** Datagrams in a row before others get their turn. */
    static final int TURNS = 64;

    /** Turns in a row that brought nothing but an error, after which the channel is taken for broken. */
    static final int MOST_ERRORS = 64;

    /** The receiving side of a channel. */
    @FunctionalInterface
    interface Source {

        /** As {@link java.nio.channels.DatagramChannel#receive}. */
        @Nullable
        SocketAddress receive(ByteBuffer into) throws IOException;
    }

    private final Reactor reactor;
    private final Source source;
    private final SocketType type;
    private final long largest;
    private final DatagramOwner owner;
    private long bytes;
    private int errors;

    // -- who sent the last datagram, as most come from few --
    private @Nullable InetSocketAddress sender;
    private byte[] senderText = {};
    private Metadata senderMetadata = Metadata.EMPTY;

    UdpInput(Reactor reactor, Source source, SocketType type, long largest, DatagramOwner owner) {
        this.reactor = reactor;
        this.source = source;
        this.type = type;
        this.largest = largest < 0 ? Long.MAX_VALUE : largest;
        this.owner = owner;
    }

    long bytes() {
        return bytes;
    }

    /**
     * Reads what has come, up to a number of datagrams.
     *
     * @return why the channel is of no use any more; null = it is
     */
    @Nullable
    String read() {
        ByteBuffer in = reactor.buffers().take();
        try {
            boolean more = true;
            for (int turn = 0; turn < TURNS && more; turn++) {
                more = readOne(in.clear());
            }
        } catch (PortUnreachableException e) {
            owner.onDropped(DropReason.NO_PEER, () -> "nobody listens there");
        } catch (ClosedChannelException e) {
            return "the channel was closed";
        } catch (IOException e) {
            errors++;
            owner.onDropped(DropReason.NO_PEER, () -> "receiving failed: " + e.getMessage());
            return errors < MOST_ERRORS ? null : "receiving failed: " + e.getMessage();
        } finally {
            reactor.buffers().give(in);
        }
        return null;
    }

    private boolean readOne(ByteBuffer in) throws IOException {
        if (!(source.receive(in) instanceof InetSocketAddress from)) {
            return false;
        }
        errors = 0;
        in.flip();
        int size = in.remaining();
        bytes += size;
        Msg msg = decode(in, from);
        if (msg != null) {
            owner.deliver(msg);
        } else {
            owner.onDropped(DropReason.MALFORMED, () -> fault(size, from));
        }
        return true;
    }

    private @Nullable Msg decode(ByteBuffer in, InetSocketAddress from) {
        if (type == SocketType.RADIO) {
            return null;
        }
        if (!from.equals(sender)) {
            remember(from);
        }
        Msg msg = type == SocketType.DISH
                ? Datagrams.decodeGrouped(in, senderMetadata)
                : Datagrams.decodeRaw(in, senderText, senderMetadata);
        return msg == null || msg.length(1) > largest ? null : msg;
    }

    private void remember(InetSocketAddress from) {
        sender = from;
        senderText = DatagramAddress.format(from).getBytes(StandardCharsets.US_ASCII);
        senderMetadata =
                Metadata.of(Map.of(Metadata.PEER_ADDRESS, from.getAddress().getHostAddress()));
    }

    private String fault(int size, InetSocketAddress from) {
        return "a datagram of " + size + " bytes from " + DatagramAddress.format(from)
                + (type == SocketType.RADIO
                        ? " to a RADIO, which receives nothing"
                        : " is shorter than its group or larger than maxMessageSize");
    }
}
