package io.zmq4j.internal.zmtp;

import io.zmq4j.Msg;
import io.zmq4j.internal.zmtp.mechanism.TrafficCipher;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What goes out, in the order in which it was given: the greeting, commands, and one message. Only a PONG that is given
 * while a message is under way waits for its end, as everything else does.
 */
class OutputQueue {

    private static final int MAX_PINGS = 1;
    private static final int MAX_PONGS = 4;

    private enum Kind {
        OTHER,
        PING,
        PONG
    }

    private record Control(Kind kind, byte[] bytes) {}

    private final Queue<Control> controls = new ArrayDeque<>(2);
    private final FrameEncoder encoder;

    /** The control bytes that are under way. */
    private byte @Nullable [] current;

    private int currentWritten;

    /** How many controls go before the message, as they were given before it. */
    private int beforeMessage;

    private int pings;
    private int pongs;

    OutputQueue() {
        this(new FrameEncoder());
    }

    OutputQueue(FrameEncoder encoder) {
        this.encoder = encoder;
    }

    /** How many controls wait to be begun. */
    final int waiting() {
        return controls.size();
    }

    /** A control as it goes out. Called in the order in which the controls go. */
    byte[] finish(byte[] control) {
        return control;
    }

    /**
     * What is given from now on is protected.
     *
     * @param scratch where that may be done
     */
    void protect(TrafficCipher traffic, Scratch scratch) {
        throw new IllegalStateException("this output has no boxes");
    }

    /** Gives what the peer is told before this side closes; false = it is told nothing. */
    boolean part(Parting why) {
        return false;
    }

    final void add(byte[] bytes) {
        controls.add(new Control(Kind.OTHER, bytes));
    }

    /** @param minor 0 for a peer that does not know SUBSCRIBE and CANCEL */
    void addSubscription(boolean subscribe, byte[] topic, int minor) {
        add(Subscriptions.encode(subscribe, topic, minor));
    }

    /** Dropped when one waits already: a peer that reads nothing needs no second one. */
    void addPing(byte[] bytes) {
        if (pings < MAX_PINGS) {
            pings++;
            controls.add(new Control(Kind.PING, bytes));
        }
    }

    /** Dropped when some wait already: a peer that floods us with PING must not fill the memory. */
    void addPong(byte[] bytes) {
        if (pongs < MAX_PONGS) {
            pongs++;
            controls.add(new Control(Kind.PONG, bytes));
        }
    }

    /** Whether a message may be given. */
    boolean isIdle() {
        return encoder.isIdle();
    }

    /**
     * @param out where it may be written to at once, if nothing goes before it
     */
    void add(Msg message, @Nullable ByteBuffer out) {
        if (!encoder.isIdle()) {
            throw new IllegalStateException("a message is still under way");
        }
        beforeMessage = controls.size();
        encoder.start(message, hasControls() ? null : out);
    }

    /** There is no more output for now. */
    final void rest() {
        encoder.rest();
    }

    boolean hasOutput() {
        return !encoder.isIdle() || hasControls();
    }

    /** Writes on and tells whether everything given is out; if it is not, {@code out} is full or a large body is due. */
    boolean fill(ByteBuffer out) {
        // once the message is begun, this does nothing: what was given before it is out
        if (hasControls() && !fillControls(out)) {
            return false;
        }
        return encoder.encode(out) && (!hasControls() || fillControls(out));
    }

    /** Whether the frame that is under way, or was last, is large. */
    boolean isLarge() {
        return encoder.frameSize() >= Frame.LARGE;
    }

    /** The body that must be written next, from where it is; null when there is none. */
    @Nullable
    ByteBuffer largeBody() {
        return encoder.largeBody();
    }

    private boolean hasControls() {
        return current != null || !controls.isEmpty();
    }

    private boolean fillControls(ByteBuffer out) {
        byte[] bytes = current != null ? current : take();
        while (bytes != null) {
            int n = Math.min(bytes.length - currentWritten, out.remaining());
            out.put(bytes, currentWritten, n);
            currentWritten += n;
            if (currentWritten < bytes.length) {
                return false;
            }
            bytes = take();
        }
        return true;
    }

    /** The next control that may go now. */
    private byte @Nullable [] take() {
        Control next = encoder.isIdle() || beforeMessage > 0 ? controls.poll() : null;
        currentWritten = 0;
        current = null;
        if (next != null) {
            beforeMessage--;
            current = finish(next.bytes);
            switch (next.kind) {
                case PING -> pings--;
                case PONG -> pongs--;
                case OTHER -> {}
            }
        }
        return current;
    }
}
