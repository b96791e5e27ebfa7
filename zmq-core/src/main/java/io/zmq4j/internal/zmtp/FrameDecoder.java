package io.zmq4j.internal.zmtp;

import io.zmq4j.PeerLimit;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to the bodies of frames. A body is the only thing allocated, and never much ahead of the bytes that came: a peer
 * that announces 2 GiB and sends nothing costs 64 KiB, or as much as the largest frame that it did send.
 */
class FrameDecoder {

    /** The largest command before the peer is ready, unless another limit is set. */
    static final int HANDSHAKE_COMMAND_LIMIT = 64 * 1024;

    private static final int NO_MESSAGES = -1;
    private static final int TRUSTED_SIZE = 64 * 1024;
    private static final int RESERVED_FLAGS = 0xF8;
    private static final byte[] EMPTY = {};

    private final IntFunction<byte[]> arrays;

    // -- what may come --
    private long messageLimit = NO_MESSAGES;
    private long commandLimit = HANDSHAKE_COMMAND_LIMIT;

    // -- the frame that is being read, or was read last --
    private final byte[] header = new byte[Frame.LONG_HEADER];
    private int headerFilled;
    private int flags;
    private int size;
    private byte @Nullable [] body;
    private int bodyFilled;

    private int largest = TRUSTED_SIZE;

    FrameDecoder() {
        this(byte[]::new);
    }

    /** @param arrays allocates the bodies */
    FrameDecoder(IntFunction<byte[]> arrays) {
        this.arrays = arrays;
    }

    /** How large a command may be before {@link #enterTraffic}. */
    void handshakeLimit(int limit) {
        commandLimit = limit;
    }

    /** From now on frames of messages may come, and commands of up to this size; until then small commands only. */
    void enterTraffic(long messageLimit, long commandLimit) {
        this.messageLimit = messageLimit;
        this.commandLimit = commandLimit;
    }

    /** How large the next frame of a message may be. */
    void messageLimit(long limit) {
        messageLimit = limit;
    }

    /** The flags of the frame that {@link #next} returned last, without LONG. */
    int flags() {
        return flags;
    }

    /** The body of the next whole frame; null when all input is consumed before its end. */
    byte @Nullable [] next(ByteBuffer in) throws ProtocolException {
        int length = enterWhole(in, Frame.MORE, messageLimit);
        if (length < 0) {
            return nextInPieces(in);
        }
        byte[] whole = allocate(length);
        in.get(whole);
        largest = Math.max(largest, length);
        return whole;
    }

    /**
     * Goes over the header of a frame that is there as a whole, and notes it.
     *
     * @param allowed flags, besides LONG
     * @return the size of its body, which is next; negative, and nothing is consumed, when it has to be read in the general
     *     way
     */
    final int enterWhole(ByteBuffer in, int allowed, long limit) {
        int available = in.remaining();
        if (available < Frame.SHORT_HEADER || headerFilled > 0) {
            return -1;
        }
        int at = in.position();
        int first = in.get(at);
        int headerSize = Frame.SHORT_HEADER;
        long length = in.get(at + 1) & 0xFF;
        if ((first & ~allowed) != 0) {
            if ((first & ~allowed) != Frame.LONG || available < Frame.LONG_HEADER) {
                return -1;
            }
            headerSize = Frame.LONG_HEADER;
            length = in.getLong(at + 1);
        }
        if (length < 0 || length > limit || length > available - headerSize) {
            return -1;
        }
        flags = first & allowed;
        size = (int) length;
        in.position(at + headerSize);
        return size;
    }

    /** Whether the frame that is being read, or was read last, is large. */
    boolean isLarge() {
        return size >= Frame.LARGE;
    }

    /** There is no more input for now, so nothing is held that can be lent again. */
    void rest() {
        // what is kept here belongs to a frame
    }

    final byte @Nullable [] nextInPieces(ByteBuffer in) throws ProtocolException {
        byte[] array = body;
        if (array == null) {
            if (!readHeader(in)) {
                return null;
            }
            array = allocate(Math.min(size, largest));
            body = array;
            bodyFilled = 0;
        }
        array = readBody(in, array);
        if (array != null) {
            body = null;
            headerFilled = 0;
            largest = Math.max(largest, size);
        }
        return array;
    }

    /** Reads up to the end of the header, notes it by {@link #begin}, and tells whether that is done. */
    boolean readHeader(ByteBuffer in) throws ProtocolException {
        if (headerFilled == 0) {
            if (!in.hasRemaining()) {
                return false;
            }
            header[0] = in.get();
            headerFilled = 1;
            checkFlags(header[0] & 0xFF);
        }
        boolean isLong = (header[0] & Frame.LONG) != 0;
        int missing = (isLong ? Frame.LONG_HEADER : Frame.SHORT_HEADER) - headerFilled;
        int n = Math.min(missing, in.remaining());
        in.get(header, headerFilled, n);
        headerFilled += n;
        if (n < missing) {
            return false;
        }
        begin(header[0] & ~Frame.LONG, isLong ? Frame.longSize(header, 0) : header[1] & 0xFF);
        return true;
    }

    /** Judges the first byte of a frame. */
    void checkFlags(int first) throws ProtocolException {
        boolean command = (first & Frame.COMMAND) != 0;
        if ((first & RESERVED_FLAGS) != 0 || command && (first & Frame.MORE) != 0) {
            throw new ProtocolException(
                    command ? ProtocolException.MALFORMED_COMMAND : ProtocolException.MALFORMED_MESSAGE,
                    "frame flags are " + first + ", allowed: 0 to 3 for a message, 4 and 6 for a command");
        }
        if (!command && messageLimit == NO_MESSAGES) {
            throw new ProtocolException(
                    ProtocolException.UNEXPECTED_COMMAND,
                    "message before the handshake is complete, allowed: commands");
        }
    }

    /** Notes a header and judges the size of its body. */
    final void begin(int frameFlags, long announced) throws ProtocolException {
        boolean command = (frameFlags & Frame.COMMAND) != 0;
        long limit = command ? commandLimit : messageLimit;
        if (announced < 0 || announced > limit) {
            throw new ProtocolException(
                    command ? ProtocolException.MALFORMED_COMMAND : ProtocolException.MALFORMED_MESSAGE,
                    (command ? "command" : "frame") + " of " + Long.toUnsignedString(announced)
                            + " bytes, allowed: up to " + limit,
                    messageLimit == NO_MESSAGES ? PeerLimit.HANDSHAKE_SIZE : PeerLimit.MESSAGE_SIZE);
        }
        size = (int) announced;
        flags = frameFlags;
    }

    /** The whole body, or null. */
    private byte @Nullable [] readBody(ByteBuffer in, byte[] array) throws ProtocolException {
        while (true) {
            int n = Math.min(in.remaining(), array.length - bodyFilled);
            in.get(array, bodyFilled, n);
            bodyFilled += n;
            if (bodyFilled == size) {
                return array;
            }
            if (!in.hasRemaining()) {
                return null;
            }
            byte[] larger = allocate((int) Math.min(size, 2L * array.length));
            System.arraycopy(array, 0, larger, 0, bodyFilled);
            array = larger;
            body = larger;
        }
    }

    /** @throws ProtocolException when there is no memory for it */
    final byte[] allocate(int length) throws ProtocolException {
        if (length == 0) {
            return EMPTY;
        }
        try {
            return arrays.apply(length);
        } catch (OutOfMemoryError e) {
            throw noMemory();
        }
    }

    private ProtocolException noMemory() {
        return new ProtocolException(
                ProtocolException.MALFORMED_MESSAGE, "no memory for a frame of " + size + " bytes");
    }
}
