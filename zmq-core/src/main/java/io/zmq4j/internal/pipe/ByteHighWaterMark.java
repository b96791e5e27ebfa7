package io.zmq4j.internal.pipe;

import io.zmq4j.Msg;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A mark of bytes beside that of messages: one more message may be written while fewer bytes than the limit wait, so that one
 * of any size can go. A class of its own, as nobody else should pay for it: while none is made, the virtual machine knows that
 * there is no other mark than the plain one.
 */
final class ByteHighWaterMark extends HighWaterMark {

    private static final VarHandle PUBLISHED_BYTES;

    static {
        try {
            PUBLISHED_BYTES =
                    MethodHandles.lookup().findVarHandle(ByteHighWaterMark.class, "publishedBytes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // -- writer --
    private long writtenBytes;
    private long knownBytes;

    // -- reader --
    private long readBytes;
    private long announcedBytes;

    // -- shared --
    private volatile long limit;

    @SuppressWarnings("unused") // through PUBLISHED_BYTES
    private long publishedBytes;

    private ByteHighWaterMark(int messages, long bytes) {
        super(messages);
        limit = bytes;
    }

    /**
     * Makes one; called by name only where there is a limit, so that verifying the caller does not load this class.
     *
     * @param messages how many messages may wait, 0 = without limit
     * @param bytes how many bytes of them
     */
    static HighWaterMark of(int messages, long bytes) {
        return new ByteHighWaterMark(messages, bytes);
    }

    @Override
    public boolean canWrite() {
        return super.canWrite() && hasRoom();
    }

    private boolean hasRoom() {
        long bytes = limit;
        if (bytes == 0 || writtenBytes - knownBytes < bytes) {
            return true;
        }
        stalled(true); // before the look, so that the reader or this look finds the other
        knownBytes = (long) PUBLISHED_BYTES.getVolatile(this);
        if (writtenBytes - knownBytes < bytes) {
            stalled(false);
            return true;
        }
        return false;
    }

    @Override
    void onWritten(Msg msg) {
        super.onWritten(msg);
        writtenBytes += msg.byteCount();
    }

    @Override
    boolean onRead(Msg msg) {
        readBytes += msg.byteCount();
        long bytes = limit;
        // the first one may have announced these bytes too
        return super.onRead(msg) || bytes != 0 && readBytes - announcedBytes >= (bytes + 1) >>> 1 && announce();
    }

    @Override
    public boolean announce() {
        announcedBytes = readBytes;
        PUBLISHED_BYTES.setVolatile(this, readBytes);
        return super.announce();
    }

    @Override
    void addBytes(long bytes) {
        long own = limit;
        limit = own == 0 || bytes == 0 ? 0 : own > Long.MAX_VALUE - bytes ? Long.MAX_VALUE : own + bytes;
    }
}
