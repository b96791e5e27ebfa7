package io.zmq4j.internal.udp;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages as datagrams. Of a RADIO: {@code | length of the group (1) | group | body |}, the length without a sign. Of a DGRAM
 * the body alone, since the address is in the header of the packet.
 */
public final class Datagrams {

    /** Bytes of the largest datagram: what an IPv4 packet has beside its headers. */
    public static final int LARGEST = 65_507;

    private Datagrams() {}

    /** Bytes of the datagram of a {@code | group | body |}. */
    public static long sizeOfGrouped(Msg msg) {
        return 1 + msg.byteCount();
    }

    /** Bytes of the datagram of a message for this group. */
    public static long sizeOfGrouped(byte[] group, Msg msg) {
        return 1 + group.length + msg.byteCount();
    }

    /** Appends the datagram of a {@code | group | body |} that is not larger than {@link #LARGEST}. */
    public static void encodeGrouped(Msg msg, ByteBuffer out) {
        out.put((byte) msg.length(0)).put(msg.buffer(0)).put(msg.buffer(1));
    }

    /** The {@code | group | body |} that remains in this buffer; null = it is none. */
    public static @Nullable Msg decodeGrouped(ByteBuffer in, Metadata sender) {
        if (!in.hasRemaining()) {
            return null;
        }
        int groupSize = Byte.toUnsignedInt(in.get());
        return groupSize > in.remaining()
                ? null
                : Msg.received(List.of(take(in, groupSize), take(in, in.remaining())), sender);
    }

    /** The {@code | address | body |} of what remains in this buffer. */
    public static Msg decodeRaw(ByteBuffer in, byte[] from, Metadata sender) {
        return Msg.received(List.of(from, take(in, in.remaining())), sender);
    }

    private static byte[] take(ByteBuffer in, int size) {
        byte[] bytes = new byte[size];
        in.get(bytes);
        return bytes;
    }
}
