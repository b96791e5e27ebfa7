package io.zmq4j.internal.socket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What went through a socket. Written under the socket's guard, read by any thread; no fence on the hot path. */
final class TrafficCounters {

    private static final VarHandle SENT;
    private static final VarHandle SENT_BYTES;
    private static final VarHandle RECEIVED;
    private static final VarHandle RECEIVED_BYTES;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SENT = lookup.findVarHandle(TrafficCounters.class, "sent", long.class);
            SENT_BYTES = lookup.findVarHandle(TrafficCounters.class, "sentBytes", long.class);
            RECEIVED = lookup.findVarHandle(TrafficCounters.class, "received", long.class);
            RECEIVED_BYTES = lookup.findVarHandle(TrafficCounters.class, "receivedBytes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long sent;
    private long sentBytes;
    private long received;
    private long receivedBytes;

    void onSent(int messages, long bytes) {
        SENT.setOpaque(this, sent + messages);
        SENT_BYTES.setOpaque(this, sentBytes + bytes);
    }

    void onReceived(long bytes) {
        RECEIVED.setOpaque(this, received + 1);
        RECEIVED_BYTES.setOpaque(this, receivedBytes + bytes);
    }

    long sent() {
        return (long) SENT.getOpaque(this);
    }

    long sentBytes() {
        return (long) SENT_BYTES.getOpaque(this);
    }

    long received() {
        return (long) RECEIVED.getOpaque(this);
    }

    long receivedBytes() {
        return (long) RECEIVED_BYTES.getOpaque(this);
    }
}
