package io.zmq4j;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message: an immutable sequence of one or more frames. It is sent and received as a whole. The arrays and buffers of
 * its frames are shared, not copied: whoever hands one in, or looks at one, must not write to it.
 */
public final class Msg {

    /** {@code byte[]} or {@code ByteBuffer} for a single frame, {@code Object[]} of them for any other number. */
    private final Object body;

    /** {@code null}, the sender's {@link Metadata}, or an {@link Envelope}: one word, as most messages need none. */
    private final @Nullable Object extra;

    private record Envelope(int routingId, String group, Metadata metadata) {}

    private Msg(Object body, @Nullable Object extra) {
        this.body = body;
        this.extra = extra;
    }

    /** A message of one frame that takes ownership of the array. */
    public static Msg of(byte[] frame) {
        return new Msg(frame, null);
    }

    /** A message of these frames, which takes ownership of the arrays. */
    public static Msg of(byte[]... frames) {
        if (frames.length == 1) {
            return new Msg(frames[0], null);
        }
        return new Msg(requireFrames(Arrays.copyOf(frames, frames.length, Object[].class)), null);
    }

    /** A message of these frames in UTF-8. */
    public static Msg of(String... frames) {
        Object[] body = new Object[frames.length];
        for (int i = 0; i < frames.length; i++) {
            body[i] = frames[i].getBytes(StandardCharsets.UTF_8);
        }
        return ofBody(body, null);
    }

    /** A message of these frames, which takes ownership of the arrays. */
    public static Msg of(List<byte[]> frames) {
        return ofBody(frames.toArray(), null);
    }

    /** A message of one frame that came from a peer; takes ownership of the array. */
    public static Msg received(byte[] frame, Metadata sender) {
        return new Msg(frame, sender);
    }

    /** A message of these frames that came from a peer; takes ownership of the arrays. */
    public static Msg received(List<byte[]> frames, Metadata sender) {
        return ofBody(frames.toArray(), sender);
    }

    /** A message of copies of what remains in these buffers; their positions do not change. */
    public static Msg copyOf(ByteBuffer... frames) {
        Object[] body = new Object[frames.length];
        for (int i = 0; i < frames.length; i++) {
            body[i] = copy(frames[i]);
        }
        return ofBody(body, null);
    }

    /**
     * A message of what remains in these buffers, without a copy. A direct buffer is sent as it is; its content must stay
     * unchanged until the message was sent.
     */
    public static Msg wrap(ByteBuffer... frames) {
        Object[] body = new Object[frames.length];
        for (int i = 0; i < frames.length; i++) {
            body[i] = frames[i].slice().asReadOnlyBuffer();
        }
        return ofBody(body, null);
    }

    private static Msg ofBody(Object[] frames, @Nullable Object extra) {
        return new Msg(frames.length == 1 ? frames[0] : requireFrames(frames), extra);
    }

    private static Object[] requireFrames(Object[] frames) {
        if (frames.length == 0) {
            throw new IllegalArgumentException("a message has at least one frame");
        }
        for (Object frame : frames) {
            if (frame == null) {
                throw new IllegalArgumentException("a frame is never null; an empty one is a byte[0]");
            }
        }
        return frames;
    }

    /** How many frames there are, at least one. */
    public int size() {
        return body instanceof Object[] frames ? frames.length : 1;
    }

    private Object frame(int index) {
        if (body instanceof Object[] frames) {
            return frames[index];
        }
        if (index != 0) {
            throw new IndexOutOfBoundsException("frame " + index + " of a message of 1");
        }
        return body;
    }

    /** The bytes of a frame: the array itself where the frame is one, a copy of a buffer otherwise. */
    public byte[] bytes(int frame) {
        return frame(frame) instanceof byte[] bytes ? bytes : copy((ByteBuffer) frame(frame));
    }

    /** A read-only view of a frame, with a position of its own. */
    public ByteBuffer buffer(int frame) {
        return frame(frame) instanceof byte[] bytes
                ? ByteBuffer.wrap(bytes).asReadOnlyBuffer()
                : ((ByteBuffer) frame(frame)).duplicate();
    }

    /** A frame as UTF-8 text. */
    public String string(int frame) {
        return new String(bytes(frame), StandardCharsets.UTF_8);
    }

    /** How many bytes a frame has. */
    public int length(int frame) {
        return frame(frame) instanceof byte[] bytes ? bytes.length : ((ByteBuffer) frame(frame)).remaining();
    }

    /** Whether a frame is an array, so that {@link #bytes} copies nothing. */
    public boolean hasArray(int frame) {
        return frame(frame) instanceof byte[];
    }

    /** The bytes of all frames together. */
    public long byteCount() {
        if (body instanceof byte[] bytes) {
            return bytes.length;
        }
        long sum = 0;
        for (int i = 0; i < size(); i++) {
            sum += length(i);
        }
        return sum;
    }

    /** A message of these frames before the frames of this one. */
    public Msg prepend(byte[]... first) {
        int own = size();
        Object[] frames = new Object[first.length + own];
        System.arraycopy(first, 0, frames, 0, first.length);
        if (body instanceof Object[] rest) {
            System.arraycopy(rest, 0, frames, first.length, own);
        } else {
            frames[first.length] = body;
        }
        return ofBody(frames, extra);
    }

    /** This message without its first frame, which must not be the only one. */
    public Msg dropFirst() {
        if (!(body instanceof Object[] frames)) {
            throw new IllegalStateException("the only frame of a message cannot be dropped");
        }
        return ofBody(Arrays.copyOfRange(frames, 1, frames.length), extra);
    }

    /** The bytes of every frame, as {@link #bytes} gives them. */
    public List<byte[]> frames() {
        byte[][] list = new byte[size()][];
        for (int i = 0; i < list.length; i++) {
            list[i] = bytes(i);
        }
        return List.of(list);
    }

    /** The routing id of the peer of a SERVER or PEER socket; 0 = none. */
    public int routingId() {
        return extra instanceof Envelope envelope ? envelope.routingId : 0;
    }

    /** This message for the peer with this routing id, an unsigned number; 0 = none. */
    public Msg withRoutingId(int id) {
        return new Msg(body, new Envelope(id, group(), metadata()));
    }

    /** The group of a RADIO or DISH message; empty = none. */
    public String group() {
        return extra instanceof Envelope envelope ? envelope.group : "";
    }

    /** This message for a group, which RADIO requires to have at most 255 bytes in UTF-8, none of them zero. */
    public Msg withGroup(String group) {
        return new Msg(body, new Envelope(routingId(), group, metadata()));
    }

    /** What is known of the peer that sent it; empty for a message that was not received. */
    public Metadata metadata() {
        if (extra instanceof Metadata metadata) {
            return metadata;
        }
        return extra instanceof Envelope envelope ? envelope.metadata : Metadata.EMPTY;
    }

    public Msg withMetadata(Metadata metadata) {
        return new Msg(body, extra instanceof Envelope e ? new Envelope(e.routingId, e.group, metadata) : metadata);
    }

    private static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }

    /** Equal frames, routing id and group; metadata does not count. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Msg that) || size() != that.size()) {
            return false;
        }
        for (int i = 0; i < size(); i++) {
            if (!buffer(i).equals(that.buffer(i))) {
                return false;
            }
        }
        return routingId() == that.routingId() && group().equals(that.group());
    }

    @Override
    public int hashCode() {
        int hash = routingId() * 31 + group().hashCode();
        for (int i = 0; i < size(); i++) {
            hash = hash * 31 + buffer(i).hashCode();
        }
        return hash;
    }

    /** The sizes of the frames, never their content, which may be secret or long. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Msg[");
        for (int i = 0; i < size(); i++) {
            text.append(i == 0 ? "" : ", ").append(length(i)).append(" B");
        }
        return text.append(']').toString();
    }
}
