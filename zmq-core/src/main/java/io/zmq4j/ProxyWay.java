package io.zmq4j;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One direction of a {@link Proxy}, for its thread; only the counters are for any. */
final class ProxyWay {

    final ZmqSocket from;
    final ZmqSocket to;
    final AtomicLong received = new AtomicLong();
    final AtomicLong receivedBytes = new AtomicLong();
    final AtomicLong sent = new AtomicLong();
    final AtomicLong sentBytes = new AtomicLong();
    private final boolean possible;

    /** Received, and not passed on or dropped yet. */
    private @Nullable Msg held;

    ProxyWay(ZmqSocket from, ZmqSocket to, boolean wanted) {
        this.from = from;
        this.to = to;
        this.possible = wanted && from.type().canReceive() && to.type().canSend();
    }

    boolean isPossible() {
        return possible;
    }

    boolean waitsForInputOf(ZmqSocket socket) {
        return possible && held == null && from == socket;
    }

    boolean waitsForRoomIn(ZmqSocket socket) {
        return held != null && to == socket;
    }

    /**
     * Takes a message and passes it on, or drops it if it can never go.
     *
     * @param capture is sent a copy of what is passed on
     * @return false when there is no message, or no room for it
     */
    boolean pass(@Nullable ZmqSocket capture) {
        Msg msg = possible ? next() : null;
        if (msg == null) {
            return false;
        }
        try {
            if (!trySend(msg)) {
                return false;
            }
        } catch (UnroutableException | IllegalArgumentException e) {
            held = null; // it will never go, and what is behind it must not wait for that
            return true;
        }
        if (capture != null) {
            capture.trySend(msg);
        }
        return true;
    }

    private @Nullable Msg next() {
        Msg msg = held;
        if (msg == null) {
            msg = from.tryReceive();
            held = msg;
            if (msg != null) {
                count(msg, received, receivedBytes);
            }
        }
        return msg;
    }

    private boolean trySend(Msg msg) {
        if (to.trySend(msg)) {
            held = null;
            count(msg, sent, sentBytes);
            return true;
        }
        return false;
    }

    private static void count(Msg msg, AtomicLong messages, AtomicLong bytes) {
        bytes.lazySet(bytes.get() + msg.byteCount());
        messages.lazySet(messages.get() + 1);
    }

    /** One last try for a message that was taken already. */
    void release() {
        Msg msg = held;
        if (msg != null && !to.isClosed()) {
            try {
                trySend(msg);
            } catch (SocketClosedException | UnroutableException e) {
                // closed or gone in between; the message shares the fate of what was queued there
                held = null;
            }
        }
    }
}
